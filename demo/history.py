"""Writes the people of the demo: in bulk as on the first day, then every change as it got known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TypeVar

from django.db import transaction

from core import clock
from demo.facts import LOADED, Double, Fact, Population, Somebody
from demo.organisation import Units
from organisations.enums import AppointmentKind, MandateKind, RoleKind
from organisations.models import Absence, Appointment, Dated, Mandate, Person, RoleAssignment
from organisations.services import absences, appointments, mandates, persons, roles

Row = TypeVar("Row", bound=Dated)
Happening = tuple[datetime, Callable[[], object]]
_PER_COMMIT = 60
# The order of a day, in UTC: the night's feed from HR first, then what people enter themselves.
_ENDS, _ARRIVES, _STARTS, _CORRECTED, _AWAY, _BY_HAND = (
    time(3, 30),
    time(3, 40),
    time(3, 50),
    time(9, 0),
    time(9, 30),
    time(10, 0),
)


@dataclass(order=True, frozen=True, slots=True)
class Step:
    """Something that was recorded at a moment."""

    at: datetime
    number: int
    act: Callable[[], object] = field(compare=False)


def run(steps: Iterable[Step], *, until: datetime) -> None:
    """Do all steps in order, each at its moment but never after `until`, in short transactions."""
    waiting = sorted(steps)
    for start in range(0, len(waiting), _PER_COMMIT):
        with transaction.atomic():
            for step in waiting[start : start + _PER_COMMIT]:
                with clock.at(min(step.at, until)):
                    step.act()


class Records:
    """The rows of the demo in the database."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.persons: dict[Somebody, Person] = {}
        self._rows: dict[int, Dated] = {}

    @transaction.atomic
    def load(self, population: Population) -> None:
        """Write in bulk what was known on the first day."""
        first = [person for person in population.people if person.known <= LOADED]
        made = Person.objects.bulk_create(_person(somebody) for somebody in first)
        self.persons.update(zip(first, made, strict=True))
        self._load(Appointment, _jobs(population))
        self._load(RoleAssignment, population.roles)
        self._load(Mandate, population.mandates)

    def _load(self, model: type[Dated], facts: Iterable[Fact]) -> None:
        known = [fact for fact in facts if fact.known <= LOADED]
        rows = model.objects.bulk_create([self._row(model, fact) for fact in known])
        self._rows.update({id(fact): row for fact, row in zip(known, rows, strict=True)})

    def steps(self, population: Population) -> Iterator[Happening]:
        """Yield everything that got known after the first day, and what to do then."""
        away = [fact for person in population.people for fact in person.absences]
        for facts, at, start, end in (
            (_jobs(population), _STARTS, self._appoint, self._end_job),
            (away, _AWAY, self._record_absence, self._end_absence),
            (population.roles, _BY_HAND, self._assign, self._end_role),
            (population.mandates, _BY_HAND, self._grant, self._end_mandate),
        ):
            for fact in facts:
                yield from self._steps_of(fact, at, start, end)
        for somebody in population.people:
            if somebody.known > LOADED:
                yield _moment(somebody.known, _ARRIVES), partial(self._add, somebody)
        for double in population.doubles:
            yield _moment(double.known, _BY_HAND), partial(self._merge, double)
        for somebody, on in population.erased:
            yield _moment(on, _BY_HAND), partial(self._erase, somebody)

    def _steps_of(
        self,
        fact: Fact,
        at: time,
        start: Callable[[Fact], Dated],
        end: Callable[[Fact], Dated],
    ) -> Iterator[Happening]:
        if fact.known > LOADED:
            yield _moment(fact.known, at), partial(self._keep, fact, start)
        if fact.corrected_on:
            yield _moment(fact.corrected_on, _CORRECTED), partial(self._keep, fact, self._correct)
        if fact.end_known:
            yield _moment(fact.end_known, _ENDS), partial(self._keep, fact, end)

    def _keep(self, fact: Fact, act: Callable[[Fact], Dated]) -> None:
        self._rows[id(fact)] = act(fact)

    def _add(self, somebody: Somebody) -> None:
        person = _person(somebody)
        person.save(force_insert=True)
        self.persons[somebody] = person

    def _appoint(self, fact: Fact) -> Appointment:
        return appointments.appoint(
            person=self.persons[fact.person],
            unit=self.units[fact.unit],
            kind=AppointmentKind(fact.kind),
            valid_from=fact.first_start or fact.start,
            valid_until=_first_end(fact),
            function_group=fact.function,
            source="demo",
        )

    def _correct(self, fact: Fact) -> Appointment:
        return appointments.correct_appointment(
            appointment=self._row_of(fact, Appointment), valid_from=fact.start
        )

    def _end_job(self, fact: Fact) -> Appointment:
        return appointments.end_appointment(
            appointment=self._row_of(fact, Appointment), on=_last(fact)
        )

    def _record_absence(self, fact: Fact) -> Absence:
        return absences.record_absence(
            person=self.persons[fact.person],
            valid_from=fact.start,
            valid_until=_first_end(fact),
        )

    def _end_absence(self, fact: Fact) -> Absence:
        return absences.end_absence(absence=self._row_of(fact, Absence), on=_last(fact))

    def _assign(self, fact: Fact) -> RoleAssignment:
        return roles.assign_role(
            person=self.persons[fact.person],
            role=RoleKind(fact.kind),
            unit=self.units[fact.unit],
            valid_from=fact.start,
            valid_until=_first_end(fact),
        )

    def _end_role(self, fact: Fact) -> RoleAssignment:
        return roles.end_role(assignment=self._row_of(fact, RoleAssignment), on=_last(fact))

    def _grant(self, fact: Fact) -> Mandate:
        return mandates.grant_mandate(
            holder=self.persons[fact.person],
            unit=self.units[fact.unit],
            kind=MandateKind(fact.kind),
            valid_from=fact.start,
            valid_until=_first_end(fact),
        )

    def _end_mandate(self, fact: Fact) -> Mandate:
        return mandates.end_mandate(mandate=self._row_of(fact, Mandate), on=_last(fact))

    def _merge(self, double: Double) -> None:
        persons.merge_persons(person=self.persons[double.person], into=self.persons[double.into])

    def _erase(self, somebody: Somebody) -> None:
        persons.erase_person(person=self.persons[somebody])

    def _row_of(self, fact: Fact, model: type[Row]) -> Row:
        row = self._rows[id(fact)]
        if not isinstance(row, model):
            raise TypeError(f"{row!r} is no {model.__name__}.")
        return row

    def _row(self, model: type[Dated], fact: Fact) -> Dated:
        person = self.persons[fact.person]
        shared = {
            "unit": self.units[fact.unit],
            "valid_from": fact.first_start or fact.start,
            "valid_until": _first_end(fact),
        }
        if model is Appointment:
            own = {"person": person, "kind": fact.kind, "function_group": fact.function}
            return Appointment(**shared, **own, source="demo")
        if model is RoleAssignment:
            return RoleAssignment(**shared, person=person, role=fact.kind)
        return Mandate(**shared, holder=person, kind=fact.kind)


def _jobs(population: Population) -> list[Fact]:
    return [job for person in population.people for job in person.jobs]


def _person(somebody: Somebody) -> Person:
    return Person(
        uuid=somebody.uuid,
        name=somebody.name.full,
        sort_name=somebody.name.sorted,
        email=somebody.name.email,
        language=somebody.language,
        time_zone=somebody.zone,
    )


def _first_end(fact: Fact) -> date | None:
    """Return the end as it was recorded at first."""
    return None if fact.end_known else fact.end


def _last(fact: Fact) -> date:
    if fact.end is None:
        raise ValueError(f"{fact.kind} of {fact.person.name.full} has no end.")
    return fact.end


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UTC)
