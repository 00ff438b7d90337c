"""Addresses of help, under /hulp/."""

from django.urls import path

from guidance.views import advisers, contacts, guide, guide_offline, keeping, own, polls, roles

app_name = "guidance"
urlpatterns = [
    path("", guide.guide, name="guide"),
    path("wegwijzer/<str:code>/", guide.guide_for, name="guide-for"),
    path("insluiten/", guide.embedded, name="guide-embedded"),
    path("insluiten/<str:code>/", guide.embedded, name="guide-embedded-for"),
    path("wegwijzer.js", guide_offline.worker, name="guide-worker"),
    path("vertrouwenspersoon/", advisers.advisers, name="advisers"),
    path("rollen/", roles.roles, name="roles"),
    path("rollen/<slug:key>/", roles.role, name="role"),
    path("contacten/", contacts.contacts, name="contacts"),
    path("contacten/<str:code>/", contacts.unit_contacts, name="unit-contacts"),
    path("mijn-gegevens/", own.own_data, name="own"),
    path("mijn-gegevens/<uuid:uuid>/", own.change_own, name="own-change"),
    path("mijn-gegevens/<uuid:uuid>/klopt/", own.confirm_own, name="own-confirm"),
    path("beheer/", keeping.directory, name="keeping"),
    path("beheer/ontbreekt/", keeping.gaps, name="gaps"),
    path("beheer/nieuw/", keeping.add, name="contact-add"),
    path("beheer/onderdelen/", keeping.suggestions, name="unit-suggestions"),
    path("beheer/<uuid:uuid>/", keeping.change, name="contact-change"),
    path("beheer/<uuid:uuid>/klopt/", keeping.confirm, name="contact-confirm"),
    path("beheer/<uuid:uuid>/beeindigen/", keeping.end, name="contact-end"),
    path("beheer/<uuid:uuid>/terugzetten/", keeping.undo, name="contact-undo"),
    path("peilingen/", polls.results, name="polls"),
    path("peilingen/<slug:key>/antwoord/", polls.answer, name="poll-answer"),
]
