"""Addresses for who plans and leads workshops."""

from django.urls import path

from workshops.views.trainers import attendance, participants, planning, requests, results, sessions

_EVENT = "<uuid:event>/"
_LIST = f"{_EVENT}aanwezigheid/<int:number>/"

urlpatterns = [
    path("", planning.trainers, name="workshops-trainers"),
    path("plannen/", planning.plan, name="workshops-plan"),
    path("mening/", results.results, name="workshops-results"),
    path("aanvragen/", requests.requests, name="workshops-requests"),
    path(_EVENT, planning.event, name="workshops-trainers-event"),
    path(f"{_EVENT}wijzigen/", planning.change, name="workshops-event-change"),
    path(f"{_EVENT}publiceren/", planning.publish, name="workshops-event-publish"),
    path(f"{_EVENT}afzeggen/", planning.cancel, name="workshops-event-cancel"),
    path(f"{_EVENT}bericht/", planning.note, name="workshops-event-note"),
    path(f"{_EVENT}opnieuw/", planning.duplicate, name="workshops-event-again"),
    path(f"{_EVENT}bijeenkomst/", sessions.add, name="workshops-session-add"),
    path(f"{_EVENT}bijeenkomst/<int:number>/", sessions.change, name="workshops-session-change"),
    path(
        f"{_EVENT}bijeenkomst/<int:number>/aflasten/",
        sessions.call_off,
        name="workshops-session-call-off",
    ),
    path(f"{_EVENT}deelnemer/", participants.book_for, name="workshops-book-for"),
    path(f"{_EVENT}deelnemer/<uuid:booking>/", participants.decide, name="workshops-participant"),
    path(f"{_EVENT}plekken/", participants.keep, name="workshops-keep"),
    path(f"{_EVENT}plekken/<int:reservation>/", participants.release, name="workshops-release"),
    path(_LIST, attendance.attendance, name="workshops-attendance"),
    path(f"{_LIST}papier/", attendance.attendance_print, name="workshops-attendance-print"),
    path(f"{_LIST}code/", attendance.code, name="workshops-attendance-code"),
    path(f"{_LIST}afronden/", attendance.close, name="workshops-attendance-close"),
    path(f"{_LIST}erbij/", attendance.walk_in, name="workshops-walk-in"),
    path(f"{_LIST}<uuid:booking>/", attendance.correct, name="workshops-attendance-correct"),
]
