"""Messages about team sessions, worked out right before they are sent. None holds an agreement."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext, override

from core import clock
from core.dates import format_date
from notifications.models import Notice
from organisations.models import Unit
from organisations.reports import unit_names
from toolbox.access.requests import coordinators_of
from toolbox.enums import RequestState, SessionState
from toolbox.models import FacilitatorRequest, TeamAgreement, TeamSession
from toolbox.reports.session_reminders import managers_of, teams_to_plan

Contexts = dict[int, Mapping[str, Any] | None]

PLAN = "toolbox.session_to_plan"
RECORD = "toolbox.session_to_record"
REVIEW = "toolbox.session_to_review"


def refresh_to_plan(notices: Sequence[Notice]) -> Contexts:
    """Return what to fill in; None when a session was planned or held, or somebody else manages."""
    open_teams = teams_to_plan(clock.today(), {row.context["unit"] for row in notices})
    return _for_managers(
        notices,
        {unit: {"datum": due_on} for unit, due_on in open_teams.items()},
    )


def refresh_to_record(notices: Sequence[Notice]) -> Contexts:
    """Return what to fill in; None when the session was recorded, moved or cancelled."""
    days = {row.pk: row.context["day"] for row in notices}
    sessions = TeamSession.objects.filter(state=SessionState.PLANNED).in_bulk(
        {row.context["session"] for row in notices}
    )
    values = {
        row.unit_id: {"datum": row.planned_on}
        for row in sessions.values()
        if row.planned_on and row.planned_on < clock.today()
    }
    still = [
        row
        for row in notices
        if (session := sessions.get(row.context["session"]))
        and str(session.planned_on) == days[row.pk]
    ]
    return {row.pk: None for row in notices} | _for_managers(still, values)


def refresh_to_review(notices: Sequence[Notice]) -> Contexts:
    """Return what to fill in; None when the team looked back on all of it already."""
    contexts: Contexts = {}
    for notice in notices:
        number = TeamAgreement.objects.filter(
            session=notice.context["session"], review_on=notice.context["day"], result=""
        ).count()
        values = {notice.context["unit"]: {"aantal": number}} if number else {}
        contexts |= _for_managers([notice], values)
    return contexts


def refresh_asked(notices: Sequence[Notice]) -> Contexts:
    """Return what to fill in; None when it was handled, or somebody else coordinates now."""
    requests = FacilitatorRequest.objects.select_related("unit", "asked_by").in_bulk(
        {row.context["request"] for row in notices}
    )
    names = unit_names({row.unit_id for row in requests.values()}, clock.today())
    contexts: Contexts = {}
    for notice in notices:
        request = requests.get(notice.context["request"])
        contexts[notice.pk] = None
        if request is None or request.state != RequestState.OPEN or request.unit_id not in names:
            continue
        people = coordinators_of(request.unit, but=request.asked_by)
        if notice.person_id in {person.pk for person in people}:
            contexts[notice.pk] = {
                "naam": notice.person.name,
                "team": names[request.unit_id].name,
                "knop": reverse("toolbox:facilitator-requests"),
            }
    return contexts


def _for_managers(notices: Sequence[Notice], values: Mapping[int, Mapping[str, Any]]) -> Contexts:
    """Return the context of each notice about a team that is named, for who still manages it."""
    today = clock.today()
    units = {row.context["unit"] for row in notices} & set(values)
    managers, names = managers_of(units, today), unit_names(units, today)
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    contexts: Contexts = {}
    for notice in notices:
        unit = notice.context["unit"]
        contexts[notice.pk] = None
        if unit in names and notice.person_id in managers.get(unit, ()):
            with override(notice.person.language):
                filled = {name: _text(value) for name, value in values[unit].items()}
                contexts[notice.pk] = {
                    "naam": notice.person.name,
                    "team": names[unit].name,
                    "knop": reverse("toolbox:team-session", args=[codes[unit]]),
                    **filled,
                }
    return contexts


def _text(value: date | int) -> str:
    if isinstance(value, int):
        return ngettext("%(n)d agreement", "%(n)d agreements", value) % {"n": value}
    return format_date(value)
