"""One or more teams on a day: who still has to do what, and by when. Only status and dates."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from compliance.access import SeenUnit
from compliance.enums import Status
from compliance.figures.counts import Counts, PersonRow, count_field
from compliance.figures.people import person_rows, team_statuses
from compliance.models import Requirement
from compliance.reports.bars import Bar
from compliance.reports.standing import (
    ListedDuty,
    ListedPerson,
    WhyUrl,
    listed_duty,
    listed_person,
    person_state,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A group of people, each counted once, by where they stand over all chosen duties."""

    states: tuple[str, ...]

    def count(self, *states: str) -> int:
        """How many people are in these states."""
        return sum(state in states for state in self.states)

    @property
    def all_done(self) -> int:
        """How many have met everything."""
        return self.count("done")

    @property
    def total(self) -> int:
        """How many the figure is about; newcomers, exempt and paused stand beside it."""
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
    def newcomers(self) -> int:
        """How many are new and still have time."""
        return self.count("newcomer")

    @property
    def exempt(self) -> int:
        """How many are exempt."""
        return self.count("exempt")

    @property
    def paused(self) -> int:
        """How many have it postponed."""
        return self.count("paused")

    @property
    def beside(self) -> str:
        """A sentence on who stands beside the figure, or nothing."""
        newcomers, exempt, paused = self.newcomers, self.exempt, self.paused
        parts = [
            ngettext("%(n)d newcomer still in term", "%(n)d newcomers still in term", newcomers)
            % {"n": newcomers},
            ngettext("%(n)d person exempt", "%(n)d persons exempt", exempt) % {"n": exempt},
            ngettext("%(n)d person postponed", "%(n)d persons postponed", paused) % {"n": paused},
        ]
        present = zip((newcomers, exempt, paused), parts, strict=True)
        return ", ".join(part for number, part in present if number)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamBar:
    """The people of one team."""

    label: str
    url: str
    is_shown: bool
    people: People


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDuty:
    """A duty of a team as a whole, such as the yearly team session; nobody is named."""

    team: str
    duty: ListedDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReport:
    """The people of the shown teams on a day; `shown` are those that the filter leaves."""

    people: tuple[ListedPerson, ...]
    shown: tuple[ListedPerson, ...]
    bars: tuple[Bar, ...]
    teams: tuple[TeamBar, ...]
    team_duties: tuple[TeamDuty, ...]

    @property
    def figures(self) -> People:
        """How many stand where. The tiles count people, each once."""
        return People(states=tuple(person.state for person in self.people))


def team_report(
    *,
    teams: Sequence[SeenUnit],
    shown: Collection[int],
    as_of: date,
    requirements: Sequence[Requirement],
    team_requirements: Sequence[Requirement],
    requirement: Requirement | None = None,
    search: str = "",
    state: str = "",
    sort: str = "datum",
    url_of: Callable[[Requirement], str],
    team_url: Callable[[SeenUnit], str],
    why_url: WhyUrl,
    team_why_url: WhyUrl,
) -> TeamReport:
    """Report on the people of exactly these teams; listed are those of the teams in `shown`."""
    everybody = person_rows(unit_ids=[team.pk for team in teams], as_of=as_of)
    rows = [row for row in everybody if row.unit_ids & set(shown)]
    chosen = [requirement] if requirement else list(requirements)
    names = {team.pk: team.name for team in teams}
    people = tuple(
        listed_person(row, requirements=chosen, unit_names=names, as_of=as_of, why_url=why_url)
        for row in rows
    )
    return TeamReport(
        people=people,
        shown=tuple(_sorted(_matching(people, search=search, state=state), sort)),
        bars=tuple(
            Bar(label=row.title, url=url_of(row), counts=_counts(rows, row.pk))
            for row in requirements
        ),
        teams=tuple(
            TeamBar(
                label=team.name,
                url=team_url(team),
                is_shown=team.pk in shown,
                people=_people_of(everybody, team, chosen, as_of),
            )
            for team in teams
        ),
        team_duties=tuple(
            _team_duties(
                [team for team in teams if team.pk in shown],
                team_requirements,
                as_of,
                team_why_url,
            )
        ),
    )


def _team_duties(
    teams: Sequence[SeenUnit],
    requirements: Sequence[Requirement],
    as_of: date,
    why_url: WhyUrl,
) -> Iterator[TeamDuty]:
    if not requirements:
        return
    found = team_statuses(unit_ids=[team.pk for team in teams], as_of=as_of)
    for team in teams:
        for duty in requirements:
            status = found.get(team.pk, {}).get(duty.pk)
            if status is not None and status.status != Status.NOT_APPLICABLE:
                line = listed_duty(duty, status, as_of, why_url(team.code, duty.key))
                yield TeamDuty(team=team.name, duty=line)


def _people_of(
    rows: Iterable[PersonRow], team: SeenUnit, requirements: Sequence[Requirement], as_of: date
) -> People:
    return People(
        states=tuple(
            person_state(
                (row.statuses[duty.pk] for duty in requirements if duty.pk in row.statuses), as_of
            )
            for row in rows
            if team.pk in row.unit_ids
        )
    )


def _counts(rows: Iterable[PersonRow], requirement_id: int) -> Counts:
    found = (row.statuses.get(requirement_id) for row in rows)
    names = (count_field(one.status, is_newcomer=one.is_newcomer) for one in found if one)
    return Counts(**Counter(names))


def _matching(people: Iterable[ListedPerson], *, search: str, state: str) -> list[ListedPerson]:
    wanted = {"open": {"open", "soon", "late", "newcomer"}}.get(state, {state})
    needle = search.strip().casefold()
    return [
        person
        for person in people
        if (not state or person.state in wanted) and needle in person.name.casefold()
    ]


def _sorted(people: list[ListedPerson], sort: str) -> list[ListedPerson]:
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
