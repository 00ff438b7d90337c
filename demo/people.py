"""Lets people come, move, be away and go, month by month, from January 2024 until today.

Pure: the same seed, size and day give the same people. Nothing is written here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from demo.facts import LOADED, Double, Fact, Population, Somebody
from demo.names import Name, Names
from demo.rijk import Place
from organisations.enums import AppointmentKind, MandateKind, RoleKind, UnitKind

FIRST_MONTH = date(2024, 1, 1)
_LED = (UnitKind.TEAM, UnitKind.DEPARTMENT, UnitKind.DIRECTORATE, UnitKind.AGENCY)
_FUNCTIONS = (
    "Beleidsmedewerker",
    "Senior beleidsmedewerker",
    "Adviseur",
    "Medewerker behandelen en ontwikkelen",
    "Projectleider",
    "Secretaris",
    "Inspecteur",
    "Medewerker ondersteuning",
)
_MANAGER = "Manager"
_AMSTERDAM = "Europe/Amsterdam"

# Chances, per month and person where nothing else is said.
_LEAVES = 0.006
_MOVES = 0.007
_FALLS_AWAY = 0.007
_VACANCY_FILLED = 0.5
_HIRED_AT_START = 0.2
_HIRED_LATER = 0.4
_EXTENDED = 0.75
_RECORDED_LATE = 0.08
_RECORDED_WRONG = 0.05


@dataclass(slots=True, kw_only=True, eq=False)
class Seat:
    """A place of work; `leads` is the unit that whoever sits there is manager of."""

    unit: str
    zone: str = _AMSTERDAM
    leads: str = ""
    is_fixed: bool = False
    job: Fact | None = None
    mandate: Fact | None = None
    free_from: date = FIRST_MONTH


def add_months(day: date, months: int) -> date:
    """Return the first of the month so many months later."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


class Workforce:
    """The seats of the organisation and who sits there."""

    def __init__(self, *, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self.names = Names(rng)
        self.population = Population()
        self.seats: list[Seat] = []
        self._mood: dict[str, float] = {}

    def furnish(self, places: Iterable[Place]) -> None:
        """Make the seats: the people of a unit, and its manager in the unit above it."""
        for place in places:
            node = place.node
            zones = (*node.zones, *(_AMSTERDAM,) * node.size)[: node.size]
            self.seats.extend(Seat(unit=node.code, zone=zone) for zone in zones)
            if node.kind in _LED and place.parent and node.is_staffed:
                self.seats.append(Seat(unit=place.parent, leads=node.code))

    def seat_of(self, *, unit: str = "", leads: str = "") -> Seat:
        """Return a free seat in a unit, or that of the manager of a unit; a new one if need be."""
        for seat in self.seats:
            if not seat.is_fixed and seat.leads == leads and (leads or seat.unit == unit):
                return seat
        self.seats.append(Seat(unit=unit, leads=leads))
        return self.seats[-1]

    def settle(self, seat: Seat, person: Somebody, job: Fact) -> None:
        """Give somebody a seat; a manager gets the mandate and the role that belong to it."""
        person.jobs.append(job)
        seat.job, seat.mandate = job, None
        if seat.leads:
            seat.mandate = Fact(
                person=person,
                kind=MandateKind.MANAGER,
                unit=seat.leads,
                start=job.start,
                known=max(job.known, LOADED),
            )
            self.population.mandates.append(seat.mandate)
            role = Fact(
                person=person,
                kind=RoleKind.MANAGER,
                unit=seat.leads,
                start=job.start,
                known=job.known,
            )
            self.population.roles.append(role)

    def new_person(self, *, unit: str, known: date, name: Name | None = None) -> Somebody:
        """Return somebody new; teams differ in how readily they learn."""
        mood = self._mood.setdefault(unit, self.rng.betavariate(7, 2))
        person = Somebody(
            uuid=UUID(int=self.rng.getrandbits(128), version=4),
            name=name or self.names.draw(),
            diligence=min(1.0, max(0.05, self.rng.gauss(mood, 0.15))),
            known=known,
        )
        self.population.people.append(person)
        return person

    def fill_at_start(self) -> None:
        """Put somebody on every free seat, as on the day of the first load."""
        for seat in self.seats:
            if seat.job is None:
                start = date(self.rng.randint(2012, 2023), self.rng.randint(1, 11), 1)
                person = self.new_person(unit=seat.unit, known=LOADED)
                person.zone = seat.zone
                hired = not seat.leads and self.rng.random() < _HIRED_AT_START
                self.settle(seat, person, self._job(seat, person, start, LOADED, hired=hired))

    def live(self) -> Population:
        """Let all months pass; return everybody."""
        for month in self._months():
            for seat in self.seats:
                if not seat.is_fixed:
                    self._pass_month(seat, month)
        self._second_jobs()
        self._doubles()
        self._erasure()
        return self.population

    def _months(self) -> Iterator[date]:
        month = FIRST_MONTH
        while month <= self.today:
            yield month
            month = add_months(month, 1)

    def _day_in(self, month: date) -> date:
        """Return a day in a month on which something gets known: never after today."""
        last = min(add_months(month, 1) - timedelta(days=1), self.today)
        return month + timedelta(days=self.rng.randint(0, (last - month).days))

    def _job(self, seat: Seat, person: Somebody, start: date, known: date, *, hired: bool) -> Fact:
        function = _MANAGER if seat.leads else self.rng.choice(_FUNCTIONS)
        kind = AppointmentKind.CIVIL_SERVANT
        end = None
        if hired:
            kind, function = AppointmentKind.EXTERNAL_HIRE, "Inhuur"
            base = max(start, FIRST_MONTH) if start < FIRST_MONTH else start
            end = add_months(base, self.rng.choice((6, 12, 12, 18, 24)))
        return Fact(
            person=person,
            kind=kind,
            unit=seat.unit,
            function=function,
            start=start,
            known=known,
            end=end,
        )

    def _pass_month(self, seat: Seat, month: date) -> None:
        job = seat.job
        if job is None:
            if self.rng.random() < _VACANCY_FILLED:
                self._hire(seat, month)
        elif job.end is not None and job.end_known is None:
            if job.end <= add_months(month, 1):
                self._contract_ends(seat, job, month)
        elif job.end is None and month > add_months(job.start, 5):
            self._maybe_change(seat, job, month)

    def _maybe_change(self, seat: Seat, job: Fact, month: date) -> None:
        if any(away.end is None or away.end > month for away in job.person.absences):
            return
        chance = self.rng.random()
        if chance < _LEAVES:
            self._leave(seat, job, month)
        elif chance < _LEAVES + _MOVES and not seat.leads and seat.zone == _AMSTERDAM:
            self._move(seat, job, month)
        elif chance < _LEAVES + _MOVES + _FALLS_AWAY and month > FIRST_MONTH:
            self._fall_away(job, month)

    def _hire(self, seat: Seat, month: date) -> None:
        start = max(add_months(month, 1), seat.free_from)
        known = self._day_in(month)
        person = self.new_person(unit=seat.unit, known=known)
        person.zone = seat.zone
        hired = not seat.leads and self.rng.random() < _HIRED_LATER
        job = self._job(seat, person, start, known, hired=hired)
        late = start + timedelta(days=self.rng.randint(3, 25))
        if self.rng.random() < _RECORDED_LATE and late < self.today:
            job.known = person.known = late
        elif self.rng.random() < _RECORDED_WRONG and start + timedelta(days=80) < self.today:
            job.first_start = start + timedelta(days=14)
            job.corrected_on = start + timedelta(days=self.rng.randint(20, 75))
        self.settle(seat, person, job)

    def _leave(self, seat: Seat, job: Fact, month: date) -> None:
        job.end, job.end_known = add_months(month, 2), self._day_in(month)
        self._stand_down(seat, job.end, job.end_known)

    def _contract_ends(self, seat: Seat, job: Fact, month: date) -> None:
        end = job.end or month
        if self.rng.random() < _EXTENDED:
            longer = Fact(
                person=job.person,
                kind=job.kind,
                unit=job.unit,
                function=job.function,
                start=end,
                known=self._day_in(month),
                end=add_months(end, 12),
            )
            self.settle(seat, job.person, longer)
        else:
            seat.job, seat.free_from = None, end

    def _move(self, seat: Seat, job: Fact, month: date) -> None:
        on = add_months(month, 2)
        free = [s for s in self.seats if s.job is None and not s.leads and s.zone == _AMSTERDAM]
        there = [s for s in free if s.unit != seat.unit and s.free_from <= on]
        if not there:
            return
        known = self._day_in(month)
        job.end = on
        job.end_known = known
        target = self.rng.choice(there)
        self._stand_down(seat, on, known)
        moved = self._job(target, job.person, on, known, hired=False)
        self.settle(target, job.person, moved)

    def _fall_away(self, job: Fact, month: date) -> None:
        start = self._day_in(month)
        known = start + timedelta(days=14)
        if known > self.today:
            return
        end = start + timedelta(days=self.rng.choice((35, 60, 90, 112, 160, 230)))
        back = end <= self.today
        job.person.absences.append(
            Fact(
                person=job.person,
                kind="absence",
                start=start,
                known=known,
                end=end if back else None,
                end_known=end if back else None,
            )
        )

    def _stand_down(self, seat: Seat, on: date, known: date) -> None:
        """Free a seat; until there is a new manager somebody of the unit deputises."""
        seat.job, seat.free_from = None, on
        if seat.mandate is None:
            return
        mandate, seat.mandate = seat.mandate, None
        role = next(
            role
            for role in reversed(self.population.roles)
            if role.person is mandate.person and role.unit == mandate.unit
        )
        for fact in (mandate, role):
            fact.end, fact.end_known = on, known
        staff = [s.job for s in self.seats if s.unit == mandate.unit and s.job and not s.leads]
        steady = [job for job in staff if job.end is None and job.start <= on]
        if steady:
            self.population.mandates.append(
                Fact(
                    person=self.rng.choice(steady).person,
                    kind=MandateKind.ACTING_MANAGER,
                    unit=mandate.unit,
                    start=on,
                    end=add_months(on, 4),
                    known=known,
                )
            )

    def _second_jobs(self) -> None:
        """Let about two in a hundred work for a second unit as well."""
        steady = [s for s in self.seats if s.job and s.job.end is None and not s.leads]
        known = date(2025, 3, 10)
        sitting = [s for s in steady if s.job and s.job.start < date(2025, 1, 1)]
        if known > self.today:
            return
        for seat in self.rng.sample(sitting, k=len(sitting) // 45):
            other = self.rng.choice([s for s in steady if s.unit != seat.unit])
            if seat.job is None or seat.zone != other.zone:
                continue
            seat.job.person.jobs.append(
                Fact(
                    person=seat.job.person,
                    kind=AppointmentKind.SECONDMENT,
                    unit=other.unit,
                    function="Projectleider",
                    start=date(2025, 4, 1),
                    known=known,
                )
            )

    def _doubles(self) -> None:
        """Give two people an earlier record: hired first, employed later, under another key."""
        late = [
            p for p in self.population.people if p.jobs[0].start >= date(2025, 1, 1) and not p.key
        ]
        for person in late[:2]:
            earlier = self.new_person(unit=person.jobs[0].unit, known=LOADED, name=person.name)
            earlier.jobs.append(
                Fact(
                    person=earlier,
                    kind=AppointmentKind.EXTERNAL_HIRE,
                    unit=person.jobs[0].unit,
                    function="Inhuur",
                    start=date(2023, 6, 1),
                    end=date(2024, 6, 1),
                    known=LOADED,
                )
            )
            known = max(job.known for job in person.jobs) + timedelta(days=40)
            if known <= self.today:
                double = Double(person=earlier, into=person, known=known)
                self.population.doubles.append(double)

    def _erasure(self) -> None:
        """Let the data of somebody who left long ago be erased."""
        for person in self.population.people:
            gone = max((job.end or date.max for job in person.jobs), default=date.max)
            on = self.today - timedelta(days=20)
            if gone < on - timedelta(days=400) and not person.key:
                self.population.erased.append((person, on))
                return
