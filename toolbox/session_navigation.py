"""Links to the team session, on "Mijn team" and on the pages of the organisation."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.dates import format_date
from core.statements import Statement, given_date, given_id
from design.navigation import NavItem
from lms.api import Completion
from organisations.enums import PERSON_LISTING_MANDATES, UnitKind
from organisations.models import Mandate, UnitVersion
from organisations.viewers import person_of
from toolbox.access.teams import ACTIVITY_KEY
from toolbox.enums import SessionState
from toolbox.models import TeamSession


def team(request: HttpRequest) -> list[NavItem]:
    """Return the link to the session of the team, with where it stands, and to recommending.

    One query, planned once: "Mijn team" is opened often. What one may see is asked again there.
    """
    person = person_of(request.user)
    if person is None or not getattr(request.user, "sees_people", False):
        return []
    today = clock.today()
    rows = _TEAMS.rows(person=person.pk, today=today, since=date(today.year, 1, 1))
    session = NavItem(
        label=_("Team sessions"), url=reverse("toolbox:team-session-start"), icon="users"
    )
    if len(rows) == 1:
        [(code, held_on, planned_on)] = rows
        url = reverse("toolbox:team-session", args=[code])
        session = NavItem(label=_state(held_on, planned_on), url=url, icon="users")
    suggest = NavItem(
        label=_("Recommend something"), url=reverse("toolbox:suggestions"), icon="star"
    )
    return [session, suggest]


def organisation(_request: HttpRequest) -> list[NavItem]:
    """Return the link to which teams held their session, for whoever sees figures."""
    url = reverse("toolbox:team-sessions-start")
    return [NavItem(label=_("Team sessions"), url=url, icon="users")]


def _state(held_on: date | None, planned_on: date | None) -> str:
    """Return in words where the session of this year stands."""
    if held_on:
        return _("Team session: held on %(day)s") % {"day": format_date(held_on)}
    if planned_on:
        return _("Team session: planned on %(day)s") % {"day": format_date(planned_on)}
    return _("Team session: not planned yet")


def _ask() -> QuerySet[UnitVersion, tuple[Any, ...]]:
    held = Completion.objects.standing().filter(
        unit=OuterRef("unit"), activity__key=ACTIVITY_KEY, occurred_on__gte=given_date("since")
    )
    planned = TeamSession.objects.filter(unit=OuterRef("unit"), state=SessionState.PLANNED)
    mandates = Mandate.objects.held_on(given_date("today"), given_id("person"))
    listed = mandates.filter(kind__in=PERSON_LISTING_MANDATES)
    versions = UnitVersion.objects.current().active_on(given_date("today"))
    teams: QuerySet[UnitVersion, tuple[Any, ...]] = (
        versions.filter(kind=UnitKind.TEAM, unit__in=listed.values("unit"))
        .order_by("unit")
        .annotate(
            held_on=Subquery(held.order_by("-occurred_on").values("occurred_on")[:1]),
            planned_on=Subquery(planned.values("planned_on")[:1]),
        )
        .values_list("unit__code", "held_on", "planned_on")
    )
    return teams


_TEAMS = Statement(_ask)
