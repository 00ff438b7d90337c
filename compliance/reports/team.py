"""A team on a day: who still has to do what, and by when. Only status and dates: no score."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.counts import count_field
from compliance.enums import Status
from compliance.figures import Counts, PersonRow, PersonStatus, person_rows
from compliance.models import Requirement
from compliance.reports.bars import Bar
from organisations.enums import AppointmentKind

SOON = timedelta(days=14)
LATE = frozenset({Status.OVERDUE, Status.IN_GRACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A status in words, with a colour and an icon that say the same."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPerson:
    """One line of the list: who, what is still to be done, by when."""

    uuid: str
    name: str
    sort_name: str
    kinds: tuple[str, ...]
    todo: tuple[str, ...]
    done: tuple[tuple[str, date | None], ...]
    due_on: date | None
    state: str
    badge: Badge

    @property
    def labels(self) -> str:
        """How the person works here, when that is not as a civil servant."""
        others = [kind for kind in self.kinds if kind != AppointmentKind.CIVIL_SERVANT]
        return ", ".join(str(AppointmentKind(kind).label) for kind in others)

    @property
    def last_done_on(self) -> date | None:
        """The last day on which something of the choice was finished."""
        return max((day for _title, day in self.done if day), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReport:
    """A team on a day. The tiles count people, each once."""

    people: tuple[TeamPerson, ...]
    shown: tuple[TeamPerson, ...]
    bars: tuple[Bar, ...]

    def count(self, *states: str) -> int:
        """How many people are in these states."""
        return sum(person.state in states for person in self.people)

    @property
    def all_done(self) -> int:
        """How many have met everything."""
        return self.count("done")

    @property
    def total(self) -> int:
        """How many the first tile is about; newcomers, exempt and paused stand beside it."""
        return self.count("done", "open", "soon", "late")

    @property
    def percentage(self) -> int | None:
        """The part that has met everything, or None when it is about nobody."""
        return round(100 * self.all_done / self.total) if self.total else None

    @property
    def on_track(self) -> int:
        """How many still have more than two weeks."""
        return self.count("open")

    @property
    def soon(self) -> int:
        """How many have at most two weeks left."""
        return self.count("soon")

    @property
    def late(self) -> int:
        """How many are late."""
        return self.count("late")

    @property
    def beside(self) -> str:
        """A sentence on who stands beside the figure, or nothing."""
        newcomers, exempt, paused = map(self.count, ("newcomer", "exempt", "paused"))
        parts = [
            ngettext("%(n)d newcomer still in term", "%(n)d newcomers still in term", newcomers)
            % {"n": newcomers},
            ngettext("%(n)d person exempt", "%(n)d persons exempt", exempt) % {"n": exempt},
            ngettext("%(n)d person postponed", "%(n)d persons postponed", paused) % {"n": paused},
        ]
        present = zip((newcomers, exempt, paused), parts, strict=True)
        return ", ".join(part for number, part in present if number)


def team_report(
    *,
    unit_id: int,
    as_of: date,
    requirements: Sequence[Requirement],
    requirement: Requirement | None = None,
    search: str = "",
    state: str = "",
    sort: str = "datum",
    url_of: Callable[[Requirement], str],
) -> TeamReport:
    """Report on the people of exactly this unit."""
    rows = person_rows(unit_id=unit_id, as_of=as_of)
    chosen = [requirement] if requirement else list(requirements)
    titles = {row.pk: row.title for row in chosen}
    people = tuple(_person(row, titles=titles, as_of=as_of) for row in rows)
    bars = tuple(
        Bar(label=row.title, url=url_of(row), counts=_counts(rows, row.pk)) for row in requirements
    )
    shown = _sorted(_matching(people, search=search, state=state), sort)
    return TeamReport(people=people, shown=tuple(shown), bars=bars)


def _counts(rows: Iterable[PersonRow], requirement_id: int) -> Counts:
    total = Counts()
    for row in rows:
        status = row.statuses.get(requirement_id)
        if status is not None:
            total += Counts(**{count_field(status.status, is_newcomer=status.is_newcomer): 1})
    return total


def _person(row: PersonRow, *, titles: dict[int, str], as_of: date) -> TeamPerson:
    statuses = {key: row.statuses[key] for key in titles if key in row.statuses}
    due = {
        key: status
        for key, status in statuses.items()
        if status.status == Status.OPEN or status.status in LATE
    }
    first = min((status.due_on for status in due.values()), default=None)
    state = _state(statuses.values(), due.values(), as_of)
    return TeamPerson(
        uuid=row.uuid,
        name=row.name,
        sort_name=row.sort_name,
        kinds=row.kinds,
        todo=tuple(titles[key] for key in due),
        done=tuple((titles[key], s.done_on) for key, s in statuses.items() if s.is_done),
        due_on=first,
        state=state,
        badge=_badge(state, first, as_of),
    )


def _state(statuses: Iterable[PersonStatus], due: Iterable[PersonStatus], as_of: date) -> str:
    due, statuses = list(due), list(statuses)
    if any(row.status in LATE for row in due):
        return "late"
    rated = [row for row in due if not row.is_newcomer_in_term]
    if rated:
        return "soon" if min(row.due_on for row in rated) - as_of <= SOON else "open"
    if due:
        return "newcomer"
    kinds = {row.status for row in statuses}
    for status, state in ((Status.EXEMPT, "exempt"), (Status.PAUSED, "paused")):
        if status in kinds:
            return state
    return "done" if any(row.is_done for row in statuses) else "none"


def _badge(state: str, due_on: date | None, as_of: date) -> Badge:
    left = (due_on - as_of).days if due_on else 0
    if state == "late":
        text = ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        return Badge(kind="bad", icon="triangle-alert", text=text)
    if state == "soon":
        days = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
        text = days if left else _("Last day today")
        return Badge(kind="warn", icon="alarm-clock", text=text)
    kind, icon, text = {
        "open": ("neutral", "circle-dashed", _("To do")),
        "newcomer": ("info", "sprout", _("New, still in term")),
        "done": ("good", "check", _("Finished")),
        "exempt": ("neutral", "circle-slash", _("Exempt")),
        "paused": ("neutral", "pause", _("Postponed")),
        "none": ("neutral", "minus", _("Nothing compulsory")),
    }[state]
    return Badge(kind=kind, icon=icon, text=text)


def _matching(people: Iterable[TeamPerson], *, search: str, state: str) -> list[TeamPerson]:
    wanted = {"open": {"open", "soon", "late", "newcomer"}}.get(state, {state})
    needle = search.strip().casefold()
    return [
        person
        for person in people
        if (not state or person.state in wanted) and needle in person.name.casefold()
    ]


def _sorted(people: list[TeamPerson], sort: str) -> list[TeamPerson]:
    reverse = sort.startswith("-")
    by_name = sorted(people, key=lambda person: (person.sort_name, person.uuid))
    if sort.lstrip("-") == "naam":
        return by_name[::-1] if reverse else by_name
    dated = sorted(
        (person for person in by_name if person.due_on),
        key=lambda person: person.due_on or date.max,
        reverse=reverse,
    )
    return dated + [person for person in by_name if not person.due_on]
