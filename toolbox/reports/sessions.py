"""What a team sees of its sessions: what is planned, what was agreed, what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from compliance.figures.people import team_statuses
from core import clock
from lms.api import Completion
from organisations.models import Person, Unit
from organisations.reports import unit_names
from organisations.viewers import Viewer
from toolbox.access.requests import coordinators_of
from toolbox.access.teams import ACTIVITY_KEY, is_member, may_run, teams_read_by
from toolbox.enums import LookBack, RequestState, SessionState
from toolbox.models import FacilitatorRequest, TeamAgreement, TeamSession

_LOOKS = {
    LookBack.KEPT: ("good", "circle-check"),
    LookBack.PARTLY: ("warn", "circle-dashed"),
    LookBack.NOT: ("bad", "circle-slash"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAgreement:
    """An agreement, with what became of it when the team looked back."""

    position: int
    text: str
    owner: str
    review_on: date
    is_due: bool
    result: str
    badge_kind: str
    badge_icon: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSession:
    """A session that was held, with its agreements."""

    session: TeamSession
    agreements: tuple[ShownAgreement, ...]

    @property
    def may_change(self) -> bool:
        """Whether nobody looked back on it yet, and it is still there."""
        return not self.is_forgotten and not any(row.result for row in self.agreements)

    @property
    def is_forgotten(self) -> bool:
        """Whether the texts are kept no longer; only that it was held is."""
        return self.session.forgotten_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A team in a list, with where its session of this year stands."""

    code: str
    name: str
    held_on: date | None
    planned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The page of a team. `elsewhere` are days on which something else says it met."""

    unit: Unit
    name: str
    year: int
    is_member: bool
    may_run: bool
    planned: TeamSession | None
    cancelled: TeamSession | None
    held: tuple[ShownSession, ...]
    before: ShownSession | None
    elsewhere: tuple[date, ...]
    due_on: date | None
    has_coordinator: bool
    own_request: FacilitatorRequest | None

    @property
    def is_done(self) -> bool:
        """Whether the team held its session this year, by our record or that of a workshop."""
        return bool(self.held or self.elsewhere)

    @property
    def is_overdue(self) -> bool:
        """Whether the planned day has passed and nothing was recorded."""
        day = self.planned.planned_on if self.planned else None
        return day is not None and day < clock.today()


def team_lines(user: Viewer) -> tuple[TeamLine, ...]:
    """Return the teams that somebody reads, by name; three queries, however many there are."""
    today = clock.today()
    units = list(teams_read_by(user).order_by("pk"))
    names = unit_names([unit.pk for unit in units], today)
    held = held_days([unit.pk for unit in units], today.year)
    planned = dict(
        TeamSession.objects.filter(unit__in=units, state=SessionState.PLANNED).values_list(
            "unit_id", "planned_on"
        )
    )
    lines = [
        TeamLine(
            code=unit.code,
            name=names[unit.pk].name,
            held_on=held.get(unit.pk, [None])[-1],
            planned_on=planned.get(unit.pk),
        )
        for unit in units
        if unit.pk in names
    ]
    return tuple(sorted(lines, key=lambda line: (line.name, line.code)))


def held_days(unit_ids: Iterable[int], year: int) -> dict[int, list[date]]:
    """Return per team the days of a year on which it held a session, by the ledger, in order."""
    rows = Completion.objects.standing().filter(
        unit__in=list(unit_ids), activity__key=ACTIVITY_KEY, occurred_on__year=year
    )
    found: dict[int, list[date]] = {}
    for unit, day in rows.values_list("unit_id", "occurred_on").distinct().order_by("occurred_on"):
        found.setdefault(unit, []).append(day)
    return found


def team_page(unit: Unit, person: Person) -> TeamPage:
    """Return what somebody who reads this team sees."""
    today = clock.today()
    sessions = list(TeamSession.objects.filter(unit=unit).order_by("-held_on", "-pk"))
    held = [row for row in sessions if row.state == SessionState.HELD]
    this_year = [row for row in held if row.held_on and row.held_on.year == today.year]
    earlier = [row for row in held if row not in this_year]
    shown = _shown([*this_year, *earlier[:1]], today)
    days = {row.held_on for row in held}
    found = held_days([unit.pk], today.year).get(unit.pk, [])
    member = is_member(person, unit)
    statuses = team_statuses(unit_ids=[unit.pk], as_of=today).get(unit.pk, {})
    return TeamPage(
        unit=unit,
        name=unit_names([unit.pk], today)[unit.pk].name,
        year=today.year,
        is_member=member,
        may_run=may_run(person, unit),
        planned=next((row for row in sessions if row.state == SessionState.PLANNED), None),
        cancelled=next((row for row in sessions if row.may_be_undone), None),
        held=tuple(shown[: len(this_year)]),
        before=shown[-1] if earlier else None,
        elsewhere=tuple(day for day in found if day not in days),
        due_on=max((row.due_on for row in statuses.values()), default=None),
        has_coordinator=member and bool(coordinators_of(unit, but=person)),
        own_request=_own_request(unit, person) if member else None,
    )


def _own_request(unit: Unit, person: Person) -> FacilitatorRequest | None:
    rows = FacilitatorRequest.objects.filter(unit=unit, asked_by=person, state=RequestState.OPEN)
    return rows.first()


def _shown(sessions: Sequence[TeamSession], today: date) -> list[ShownSession]:
    rows = TeamAgreement.objects.filter(session__in=sessions).select_related("owner")
    by_session: dict[int, list[ShownAgreement]] = {}
    for row in rows.order_by("session", "position"):
        by_session.setdefault(row.session_id, []).append(_agreement(row, today))
    return [
        ShownSession(session=row, agreements=tuple(by_session.get(row.pk, ()))) for row in sessions
    ]


def _agreement(row: TeamAgreement, today: date) -> ShownAgreement:
    kind, icon = _LOOKS[LookBack(row.result)] if row.result else ("", "")
    return ShownAgreement(
        position=row.position,
        text=row.text,
        owner=row.owner.name if row.owner else row.owner_name,
        review_on=row.review_on,
        is_due=not row.result and row.review_on <= today,
        result=str(LookBack(row.result).label) if row.result else "",
        badge_kind=kind,
        badge_icon=icon,
        note=row.note,
    )
