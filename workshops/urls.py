"""Addresses of workshops for participants. What changes something names nothing in its address."""

from django.urls import include, path

from workshops.views import booking, calendar, checking_in, evaluation, event, feeds, mine, teams

urlpatterns = [
    path("", calendar.calendar, name="workshops"),
    path("bijeenkomst/<uuid:uuid>/", event.event, name="workshops-event"),
    path("bijeenkomst/<uuid:uuid>.ics", event.event_calendar, name="workshops-event-file"),
    path(
        "bijeenkomst/<uuid:uuid>/<int:number>.ics",
        event.event_calendar,
        name="workshops-session-file",
    ),
    path("aanmelden/", booking.book, name="workshops-book"),
    path("afmelden/", booking.cancel, name="workshops-cancel"),
    path("aanbod/", booking.offer, name="workshops-offer"),
    path("ik-ben-er/", checking_in.check_in_page, name="workshops-check-in"),
    path("mijn/", mine.mine, name="workshops-mine"),
    path("mijn/agenda/", mine.own_calendar, name="workshops-own-calendar"),
    path("mijn/volgen/", booking.interest, name="workshops-interest"),
    path("mening/", evaluation.evaluate, name="workshops-evaluate"),
    path("team/", teams.team, name="workshops-team"),
    path("team/besluit/", teams.decide, name="workshops-team-decide"),
    path("team/aanvragen/", teams.ask, name="workshops-team-ask"),
    path("team/intrekken/", teams.withdraw, name="workshops-team-withdraw"),
    path("trainers/", include("workshops.trainer_urls")),
    path("agenda.ics", feeds.feed, name="workshops-feed"),
    path("agenda/<uuid:uuid>/<str:signature>.ics", feeds.own_feed, name="workshops-own-feed"),
]
