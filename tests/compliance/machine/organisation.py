"""An organisation of two ministries, and what may happen to it beyond what happens to persons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from compliance.enums import CycleKind, Subject
from compliance.models import Requirement, RequirementVersion, Snapshot
from compliance.planning import bulk, plan
from compliance.services import Accept, Terms, publish_version
from compliance.snapshots.taking import take_snapshot
from core import clock
from lms.api import (
    Activity,
    ActivityKind,
    Assurance,
    Completion,
    correct_completion,
    record_completion,
)
from organisations.enums import RoleKind, UnitKind
from organisations.models import Absence, RoleAssignment, Unit, UnitVersion
from organisations.services import absences as being_away
from organisations.services import appointments as appointing
from organisations.services import roles as assigning
from organisations.services import units as organising
from organisations.services.persons import add_person, change_person
from tests.compliance.histories import BEGIN, EDGES, ZONES, Step, World
from tests.compliance.story import day, moment
from tests.factories.lms import ActivityVersionFactory

LONG_AGO = day("2020-01-01")
_DUE = ((12, 31), (2, 29), (6, 30), (10, 31))


@dataclass(slots=True)
class Organisation(World):
    """Persons, units, activities and rules, made by the services that make them."""

    units: list[Unit] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)

    def again(self, duties: Collection[str]) -> "Organisation":
        """Return the same organisation on the first day, with these of the duties, planned."""
        world = replace(self, units=list(self.units), snapshots=[], moments=[])
        with clock.at(moment("2026-01-01")):
            world.requirements = [
                _publish(name, *duty)
                for name, duty in duties_with(self.activities).items()
                if name in duties
            ]
        with clock.at(BEGIN):
            plan()
        return world

    def do_plan(self, step: Step) -> None:
        """One in two times the database plans all simple cases at once."""
        with patch.object(bulk, "FEWEST_APPOINTMENTS", 0 if step.what % 2 else 10**9):
            plan()

    def do_complete(self, step: Step) -> None:
        """Often in the last hour of a day that matters: the first, the due or the last one."""
        person, zone = self.person(step), ZONES[step.what % len(ZONES)]
        rows = person.obligations.values_list("counts_from", "due_on", "closes_on")
        days = sorted({on for row in rows for on in row if on is not None and on < self.today})
        if not days or step.shift % 4 == 0:
            World.do_complete(self, step)
            return
        on = days[-1 - step.what % len(days)]
        record_completion(
            person=change_person(person=person, time_zone=zone),
            activity=self.activity(step),
            occurred_at=min(datetime.combine(on, time(23, 30), ZoneInfo(zone)), self.moment),
            assurance=Assurance.SERVER_GRADED,
            source="test",
            source_key=self.moment.isoformat(),
        )

    def do_move_unit(self, step: Step) -> None:
        """A team or a ministry comes below another unit, or becomes a top by itself."""
        unit = self.unit(step)
        parent = ([None, *self.units])[step.who % (len(self.units) + 1)]
        organising.change_unit(unit=unit, parent=parent, on=self.shifted(step))

    def do_rename_unit(self, step: Step) -> None:
        organising.change_unit(
            unit=self.unit(step), name=f"Naam {step.shift}", on=self.shifted(step)
        )

    def do_merge_units(self, step: Step) -> None:
        """A unit goes up in another: units and people move, and then it ends."""
        old, new, on = self.unit(step), self.units[step.who % len(self.units)], self.shifted(step)
        for row in UnitVersion.objects.current().active_on(on).filter(parent=old).order_by("pk"):
            organising.change_unit(unit=row.unit, parent=new, on=on)
        for row in old.appointments.current().active_on(on).order_by("pk"):
            appointing.transfer_person(appointment=row, unit=new, on=on)
        organising.end_unit(unit=old, on=on)

    def do_correct_unit(self, step: Step) -> None:
        """A change of a unit turns out to have been on another day."""
        for row in self.rows(self.unit(step).versions.current(), step):
            organising.correct_unit_version(version=row, valid_from=self.shifted(step))

    def do_add_unit(self, step: Step) -> None:
        number = len(self.units)
        unit = organising.create_unit(
            code=f"nieuw-{number}",
            name=f"Nieuw {number}",
            kind=(UnitKind.TEAM, UnitKind.DIRECTORATE)[step.what % 2],
            parent=self.unit(step),
            valid_from=self.shifted(step),
        )
        self.units.append(unit)
        self.teams = [*self.teams, unit]

    def do_give_role(self, step: Step) -> None:
        assigning.assign_role(
            person=self.person(step),
            role=RoleKind.MANAGER,
            unit=self.unit(step),
            valid_from=self.shifted(step),
            valid_until=self.shifted(step) + timedelta(days=200) if step.what % 2 else None,
        )

    def do_take_role(self, step: Step) -> None:
        for row in self.rows(RoleAssignment.objects.current(), step):
            if step.what % 3:
                assigning.end_role(assignment=row, on=self.shifted(step))
            else:
                assigning.retract_role(assignment=row)

    def do_correct_absence(self, step: Step) -> None:
        for row in self.rows(Absence.objects.current(), step):
            if step.what % 3:
                being_away.correct_absence(absence=row, valid_from=self.shifted(step))
            else:
                being_away.retract_absence(absence=row)

    def do_correct_completion(self, step: Step) -> None:
        """It turns out to have been somebody else's, on another day, or proved otherwise."""
        rows = Completion.objects.standing().filter(person__isnull=False)
        for row in self.rows(rows, step):
            correct_completion(
                completion=row,
                reason="Test",
                by=None,
                person=self.person(step) if step.what % 2 else None,
                occurred_at=min(row.occurred_at + timedelta(days=step.shift), self.moment),
                assurance=Assurance.ATTENDED,
            )

    def do_publish(self, step: Step) -> None:
        """A duty gets another audience, due date, term, grace or, where that fits, content."""
        requirement = self.requirements[step.what % len(self.requirements)]
        latest = requirement.versions.latest("valid_from")
        choices = _AUDIENCES[Subject(requirement.subject)]
        publish_version(
            requirement=requirement,
            terms=Terms(
                valid_from=self.today + timedelta(days=abs(step.shift)),
                accept=self._accept(latest, step),
                cycle_kind=CycleKind(latest.cycle_kind),
                audience=choices[step.who % len(choices)],
                needed=latest.needed,
                not_same_as_last=latest.not_same_as_last,
                start_month=latest.start_month,
                due=_DUE[abs(step.shift) % len(_DUE)],
                due_days=30 + step.what,
                sitting_due_on=latest.sitting_due_on,
                newcomer_days=(90, 30, 120, 0)[step.who % 4],
                grace_days=(0, 14, 3)[step.who % 3],
            ),
        )

    def do_take_snapshot(self, step: Step) -> None:
        with clock.at(self.moment + timedelta(minutes=6)):
            on = clock.today() - timedelta(days=max(0, step.shift))
            self.snapshots.append(take_snapshot(reference_date=on))

    def do_reach_an_edge(self, step: Step) -> None:
        """Time passes up to the next moment at which dates are easily taken wrongly."""
        coming = sorted(edge for edge in EDGES if edge > self.moment)
        if coming:
            self.moment = coming[0]

    def unit(self, step: Step) -> Unit:
        return self.units[step.what % len(self.units)]

    def _accept(self, latest: RequirementVersion, step: Step) -> list[Accept]:
        """Return what counted already; a duty of this year may get a second activity or lose it."""
        accept = [
            Accept(
                activity=row.activity,
                minimum_assurance=Assurance(row.minimum_assurance),
                instead_of=row.instead_of,
            )
            for row in latest.accepted.select_related("activity", "instead_of").order_by("pk")
        ]
        if latest.requirement.key != "simple":
            return accept
        return [Accept(activity=activity) for activity in self.activities[: 1 + step.who % 2]]


_AUDIENCES: dict[Subject, list[dict[str, Any]]] = {
    Subject.PERSON: [
        {},
        {"kinds": ["civil_servant"]},
        {"min_contract_days": 30},
        {"units": ["bb"]},
        {"exclude": {"units": ["a1"]}},
        {"started_from": "2026-09-15"},
    ],
    Subject.TEAM: [{}, {"units": ["aa"]}, {"team_kinds": ["team", "directorate"]}],
    Subject.ROLE_HOLDER: [{"roles": ["manager"]}],
}


def begin() -> Organisation:
    """Make the organisation as it is on the first day, without any duty."""
    with clock.at(moment("2020-01-01")):
        units = _units()
        persons = [add_person(name=f"Persoon {number}") for number in range(4)]
    with clock.at(moment("2024-01-01")):
        one, two, late, _never = persons
        appointing.appoint(person=one, unit=units[3], valid_from=LONG_AGO)
        for unit in units[4:]:
            appointing.appoint(person=two, unit=unit, valid_from=LONG_AGO)
        appointing.appoint(person=late, unit=units[5], valid_from=day("2026-11-20"))
        assigning.assign_role(person=one, role=RoleKind.MANAGER, unit=units[3], valid_from=LONG_AGO)
        activities = [
            Activity.objects.create(key=f"leren-{n}", title=f"Leren {n}", kind=ActivityKind.COURSE)
            for n in range(3)
        ]
        ActivityVersionFactory(activity=activities[2], published_at=clock.now())
    return Organisation(persons, units[3:], activities, [], units=units)


def _units() -> list[Unit]:
    """Return the whole, two ministries, two teams of the one and one of the other."""
    places = (
        ("rijk", None, UnitKind.CENTRAL_GOVERNMENT),
        ("aa", "rijk", UnitKind.MINISTRY),
        ("bb", "rijk", UnitKind.MINISTRY),
        ("a1", "aa", UnitKind.TEAM),
        ("a2", "aa", UnitKind.TEAM),
        ("b1", "bb", UnitKind.TEAM),
    )
    units: dict[str, Unit] = {}
    for code, parent, kind in places:
        units[code] = organising.create_unit(
            code=code,
            name=code.upper(),
            kind=kind,
            parent=units[parent] if parent else None,
            valid_from=LONG_AGO,
        )
    return list(units.values())


DUTIES = ("simple", "once", "memory", "teams", "editions", "roles")


def duties_with(activities: Sequence[Activity]) -> dict[str, tuple[Subject, Terms]]:
    """Return one duty of every sort, by name.

    That with a memory is only for one ministry, so that moving units gives and takes it.
    """
    one, two, code = activities
    since, yearly = day("2026-01-01"), CycleKind.CALENDAR_YEAR
    pool = [
        Accept(activity=one),
        Accept(activity=two),
        Accept(activity=code, instead_of=two, minimum_assurance=Assurance.BROWSER),
    ]
    simple = Terms(valid_from=since, accept=pool[:1], cycle_kind=yearly, grace_days=14)
    once = Terms(
        valid_from=since,
        accept=[Accept(activity=activity) for activity in activities],
        cycle_kind=CycleKind.ONCE,
        needed=2,
        audience={"min_contract_days": 30},
    )
    teams = replace(simple, accept=pool[:2], needed=1, not_same_as_last=True, grace_days=0)
    memory = replace(teams, accept=pool, start_month=9, due=(7, 31), audience={"units": ["aa"]})
    editions = replace(
        simple, accept=[Accept(activity=code)], cycle_kind=CycleKind.EDITION, due_days=30
    )
    roles = replace(simple, accept=pool[1:2], audience={"roles": ["manager"]})
    return {
        "simple": (Subject.PERSON, simple),
        "once": (Subject.PERSON, once),
        "memory": (Subject.PERSON, memory),
        "teams": (Subject.TEAM, teams),
        "editions": (Subject.PERSON, editions),
        "roles": (Subject.ROLE_HOLDER, roles),
    }


def _publish(name: str, subject: Subject, terms: Terms) -> Requirement:
    requirement: Requirement = Requirement.objects.create(key=name, title=name, subject=subject)
    publish_version(requirement=requirement, terms=terms)
    return requirement
