"""What happened to people in five years: they come, move, are away, learn and leave.

Numbers: domain.md §4.3 (15% hired, 2% with two appointments, 12% turnover a year, 1% a month to
another unit, 4% away for long, 0.3% on Bonaire).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.synthetic.shape import Node, Tree
from organisations.enums import AppointmentKind

BEGIN = date(2022, 1, 1)
TODAY = date(2026, 11, 2)
YEAR = 365.25
SHARE_HIRED = 0.15
SHARE_DOUBLE = 0.02
SHARE_BONAIRE = 0.003
SHARE_DONE = 0.85
SHARE_VOIDED = 0.005
SHARE_WITHIN_MINISTRY = 0.9
LEAVES_A_YEAR = 0.08
"""Of civil servants; with the contracts of hired people that end this makes 12% a year."""
MOVES_A_YEAR = 0.12
AWAY_A_YEAR = 0.097
"""At 150 days each this makes 4% away at any time."""
DAYS_AWAY = 150
HIRED_DAYS = (180, 2000)


@dataclass(frozen=True, slots=True)
class Stay:
    """Days in one unit; `until` None: no end known."""

    unit: int
    start: date
    until: date | None
    planned: bool = False
    """Whether the end was known from the start, as that of a contract is."""


@dataclass(slots=True)
class Life:
    """One person."""

    pk: int
    kind: AppointmentKind
    on_bonaire: bool
    stays: list[Stay] = field(default_factory=list)
    second: Stay | None = None
    away: list[tuple[date, date | None]] = field(default_factory=list)
    done: list[date] = field(default_factory=list)
    voided: set[date] = field(default_factory=set)

    @property
    def start(self) -> date:
        """The first day."""
        return self.stays[0].start

    @property
    def until(self) -> date | None:
        """The first day after the last, when it is known."""
        return self.stays[-1].until

    @property
    def is_here(self) -> bool:
        """Whether somebody works here today."""
        return self.until is None or self.until > TODAY


class Simulation:
    """Fills every seat of the tree from before `BEGIN` up to `TODAY`."""

    def __init__(self, tree: Tree, rng: Random) -> None:
        self.rng = rng
        self.teams = tree.teams
        self.of_ministry: dict[str, list[Node]] = {}
        for team in self.teams:
            self.of_ministry.setdefault(team.ministry, []).append(team)
        self._pk = 0

    def lives(self) -> Iterator[Life]:
        """Yield everybody who was ever here, seat after seat."""
        for team in self.teams:
            for _seat in range(team.seats):
                yield from self._seat(team)

    def _seat(self, team: Node) -> Iterator[Life]:
        start: date | None = BEGIN - timedelta(days=self.rng.randint(1, 5500))
        hired = self.rng.random() < SHARE_HIRED
        while start is not None and start <= TODAY:
            life = self._life(team, start, hired=hired)
            yield life
            start = life.until and life.until + timedelta(days=self.rng.randint(1, 60))

    def _life(self, team: Node, start: date, *, hired: bool) -> Life:
        rng = self.rng
        self._pk += 1
        kind = AppointmentKind.EXTERNAL_HIRE if hired else AppointmentKind.CIVIL_SERVANT
        life = Life(self._pk, kind, rng.random() < SHARE_BONAIRE)
        first = max(start, BEGIN)
        if hired:
            until: date | None = first + timedelta(days=rng.randint(*HIRED_DAYS))
        else:
            leaves = first + timedelta(days=1 + int(rng.expovariate(LEAVES_A_YEAR) * YEAR))
            until = leaves if leaves <= TODAY else None
        life.stays = list(self._stays(team, start, until, planned=hired))
        if rng.random() < SHARE_DOUBLE:
            other = rng.choice(self.teams).pk
            begin = first + timedelta(days=1)
            elsewhere = other not in {stay.unit for stay in life.stays}
            if elsewhere and (until is None or begin < until):
                life.second = Stay(other, begin, until, hired)
        last = min(until or TODAY, TODAY)
        life.away = list(self._absences(first, last))
        life.done = list(self._completions(first, last))
        life.voided = {day for day in life.done if rng.random() < SHARE_VOIDED}
        return life

    def _stays(
        self, team: Node, start: date, until: date | None, *, planned: bool
    ) -> Iterator[Stay]:
        here, since = team, start
        moves_on = max(start, BEGIN)
        while True:
            moves_on += timedelta(days=1 + int(self.rng.expovariate(MOVES_A_YEAR) * YEAR))
            if moves_on > TODAY or (until is not None and moves_on >= until):
                yield Stay(here.pk, since, until, planned)
                return
            yield Stay(here.pk, since, moves_on)
            here, since = self._elsewhere(here), moves_on

    def _elsewhere(self, team: Node) -> Node:
        near = self.rng.random() < SHARE_WITHIN_MINISTRY
        teams: Sequence[Node] = self.of_ministry[team.ministry] if near else self.teams
        other = self.rng.choice(teams)
        return other if other is not team else self.teams[team.pk % len(self.teams)]

    def _absences(self, first: date, last: date) -> Iterator[tuple[date, date | None]]:
        day = first
        while True:
            day += timedelta(days=30 + int(self.rng.expovariate(AWAY_A_YEAR) * YEAR))
            if day >= last:
                return
            back = day + timedelta(days=14 + int(self.rng.expovariate(1 / (DAYS_AWAY - 14))))
            yield (day, back if back <= TODAY else None)
            day = back

    def _completions(self, first: date, last: date) -> Iterator[date]:
        for year in range(first.year, last.year + 1):
            earliest = max(date(year, 2, 1), first + timedelta(days=14))
            latest = min(date(year, 12, 20), last - timedelta(days=1))
            if earliest <= latest and self.rng.random() < SHARE_DONE:
                yield earliest + timedelta(days=self.rng.randint(0, (latest - earliest).days))
