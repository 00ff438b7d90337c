"""Histories of a small organisation, told in steps: what happened, to whom, when we heard of it.

Each property meets a few of them, and other ones at every run; `KOMPAS_EXAMPLES=200` makes it many.
The machine (`test_history_machine`) looks at all figures after every step of others.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from compliance import errors
from compliance.enums import CycleKind, ReasonCode
from compliance.models import Obligation, ObligationEvent, Requirement
from compliance.planning import plan
from compliance.services import (
    Accept,
    Terms,
    defer,
    exempt,
    publish_version,
    reopen,
    void_event,
    withdraw,
)
from core import clock
from lms.api import (
    Activity,
    ActivityVersion,
    Assurance,
    ChangeClass,
    Completion,
    record_completion,
    void_completion,
)
from organisations.enums import AppointmentKind
from organisations.models import Absence, Appointment, Person, PersonMerge, Unit
from organisations.services import absences as being_away
from organisations.services import appointments as appointing
from organisations.services import persons as merging
from organisations.services.errors import RefusedChange
from tests.factories.lms import ActivityVersionFactory

EXAMPLES = int(os.environ.get("KOMPAS_EXAMPLES", "8"))
A_FEW_HISTORIES = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
BEGIN = datetime(2026, 9, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Amsterdam", "America/Kralendijk", "Pacific/Auckland")
# Both sides of the Dutch changes of the clock, the leap day, and evenings on which the date on
# Bonaire is not the date here.
EDGES = (
    datetime(2026, 12, 31, 22, tzinfo=ZoneInfo("America/Kralendijk")),
    datetime(2027, 12, 31, 22, tzinfo=ZoneInfo("America/Kralendijk")),
    datetime(2027, 3, 28, 1, 59, tzinfo=ZoneInfo("Europe/Amsterdam")),
    datetime(2027, 3, 28, 3, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
    datetime(2027, 10, 31, 2, 30, fold=0, tzinfo=ZoneInfo("Europe/Amsterdam")),
    datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Amsterdam")),
    datetime(2028, 2, 29, 23, 59, tzinfo=ZoneInfo("Europe/Amsterdam")),
    datetime(2027, 12, 31, 23, 1, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class Step:
    """Something happens after `wait` days; the other numbers choose what it is about."""

    action: str
    wait: int
    who: int
    what: int
    shift: int


@dataclass(slots=True)
class World:
    """Three persons, two teams, three activities; the rules of the first two duties may change."""

    persons: Sequence[Person]
    teams: Sequence[Unit]
    activities: Sequence[Activity]
    requirements: Sequence[Requirement]
    moment: datetime = BEGIN
    moments: list[datetime] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Let it happen; what the services refuse did not happen."""
        self.moment += timedelta(days=step.wait, minutes=10)
        with clock.at(self.moment), suppress(RefusedChange, errors.RefusedChange):
            getattr(self, f"do_{step.action}")(step)
        self.moments.append(self.moment)

    @property
    def today(self) -> date:
        return self.moment.date()

    def person(self, step: Step) -> Person:
        return self.persons[step.who % len(self.persons)]

    def shifted(self, step: Step) -> date:
        """A day around today, so that things are heard of late and early."""
        return self.today + timedelta(days=step.shift)

    def do_appoint(self, step: Step) -> None:
        appointing.appoint(
            person=self.person(step),
            unit=self.team(step),
            kind=(AppointmentKind.CIVIL_SERVANT, AppointmentKind.EXTERNAL_HIRE)[step.what // 2 % 2],
            valid_from=self.shifted(step),
            valid_until=self.shifted(step) + timedelta(days=1 + step.what * 7)
            if step.what % 3 == 0
            else None,
        )

    def do_change_appointment(self, step: Step) -> None:
        for row in self.rows(Appointment.objects.current().filter(person=self.person(step)), step):
            if step.what % 4 == 0:
                appointing.end_appointment(appointment=row, on=self.shifted(step))
            elif step.what % 4 == 1:
                appointing.transfer_person(
                    appointment=row, unit=self.team(step), on=self.shifted(step)
                )
            elif step.what % 4 == 2:
                appointing.correct_appointment(appointment=row, valid_from=self.shifted(step))
            else:
                appointing.retract_appointment(appointment=row)

    def do_be_away(self, step: Step) -> None:
        days = None if step.what % 4 == 0 else timedelta(days=1 + step.what * 5)
        being_away.record_absence(
            person=self.person(step),
            valid_from=self.shifted(step),
            valid_until=days and self.shifted(step) + days,
        )

    def do_come_back(self, step: Step) -> None:
        for row in self.rows(Absence.objects.current().filter(person=self.person(step)), step):
            being_away.end_absence(absence=row, on=self.shifted(step))

    def do_complete(self, step: Step) -> None:
        person = self.person(step)
        past = [edge for edge in EDGES if edge <= self.moment]
        at = past[step.what % len(past)] if past and step.shift % 2 else self.moment
        zone = ZONES[step.what % len(ZONES)]
        record_completion(
            person=merging.change_person(person=person, time_zone=zone),
            activity=self.activity(step),
            occurred_at=at - timedelta(days=abs(step.shift) // 10),
            version=self.version(step),
            assurance=Assurance.BROWSER if step.what % 7 == 0 else Assurance.SERVER_GRADED,
            source="test",
            source_key=str(uuid4()),
        )

    def do_complete_team(self, step: Step) -> None:
        record_completion(
            unit=self.team(step),
            activity=self.activity(step),
            occurred_at=self.moment - timedelta(days=abs(step.shift) // 2),
            assurance=Assurance.SERVER_GRADED,
            source="test",
            source_key=str(uuid4()),
        )

    def do_publish_edition(self, step: Step) -> None:
        normative = ChangeClass.EDITORIAL if step.what % 4 == 0 else ChangeClass.NORMATIVE
        ActivityVersionFactory(
            activity=self.activities[2], change_class=normative, published_at=self.moment
        )

    def do_void_completion(self, step: Step) -> None:
        whose = Q(person=self.person(step)) | Q(unit=self.team(step))
        standing = Completion.objects.standing().filter(whose)
        for row in self.rows(standing, step):
            void_completion(completion=row, reason="Test", by=None)

    def do_decide(self, step: Step) -> None:
        for row in self.rows(self.obligations(step), step):
            given = {
                "obligation": row,
                "by": self.persons[0],
                "effective_on": self.shifted(step),
            }
            if step.what % 3 == 0:
                until = given["effective_on"] + timedelta(days=10 * step.what + 1)
                exempt(reason_code=ReasonCode.LEAVE, until_on=until, **given)
            elif step.what % 3 == 1:
                withdraw(reason_code=ReasonCode.CORRECTION, **given)
            else:
                reopen(reason_code=ReasonCode.CORRECTION, **given)

    def do_defer(self, step: Step) -> None:
        for row in self.rows(self.obligations(step), step):
            due_on = max(row.due_on, self.today) + timedelta(days=1 + step.what * 4)
            defer(
                obligation=row, by=self.persons[0], reason_code=ReasonCode.NO_PLACE, due_on=due_on
            )

    def do_void_event(self, step: Step) -> None:
        rows = ObligationEvent.objects.filter(
            obligation__in=self.obligations(step), actor__isnull=False
        )
        for row in self.rows(rows, step):
            void_event(event=row, by=self.persons[0])

    def do_merge(self, step: Step) -> None:
        other = self.persons[(step.who + 1 + step.what % 2) % len(self.persons)]
        merging.merge_persons(person=self.person(step), into=other)

    def do_undo_merge(self, step: Step) -> None:
        for row in self.rows(PersonMerge.objects.current(), step):
            merging.undo_merge(merge=row)

    def do_publish(self, step: Step) -> None:
        requirement = self.requirements[step.what % 2]
        accepted = self.activities[: 1 + step.what % 3]
        terms = Terms(
            valid_from=self.today + timedelta(days=abs(step.shift)),
            accept=[Accept(activity=activity) for activity in accepted],
            cycle_kind=CycleKind(requirement.versions.earliest("pk").cycle_kind),
            audience={"kinds": ["civil_servant"]} if step.who == 0 else {"min_contract_days": 30},
            needed=1 if step.who == 1 else None,
            due=((12, 31), (2, 29), (6, 30))[step.who],
            newcomer_days=(90, 30, 120)[step.who],
            grace_days=(0, 14, 3)[step.who],
        )
        publish_version(requirement=requirement, terms=terms)

    def do_plan(self, step: Step) -> None:
        plan()

    def do_nothing(self, step: Step) -> None:
        """Time passes."""

    def team(self, step: Step) -> Unit:
        return self.teams[step.what % len(self.teams)]

    def activity(self, step: Step) -> Activity:
        return self.activities[step.what % len(self.activities)]

    def version(self, step: Step) -> ActivityVersion | None:
        """A version of the activity, sometimes not the last one, sometimes none."""
        versions = [None, *self.activity(step).versions.order_by("number")]
        return versions[-(step.who % len(versions))]

    def obligations(self, step: Step):
        return Obligation.objects.filter(Q(person=self.person(step)) | Q(unit=self.team(step)))

    def rows(self, rows, step: Step):
        """One of the rows, chosen by the step, or none."""
        found = list(rows.order_by("pk"))
        return found[step.what % len(found) :][:1] if found else []


_ACTIONS = (
    "appoint",
    "appoint",
    "change_appointment",
    "change_appointment",
    "be_away",
    "come_back",
    "complete",
    "complete",
    "complete_team",
    "void_completion",
    "decide",
    "defer",
    "publish_edition",
    "void_event",
    "merge",
    "undo_merge",
    "publish",
    "plan",
    "plan",
)
STEPS = st.builds(
    Step,
    action=st.sampled_from(_ACTIONS),
    wait=st.integers(0, 90),
    who=st.integers(0, 2),
    what=st.integers(0, 20),
    shift=st.integers(-120, 120),
)
HISTORIES = st.lists(STEPS, min_size=3, max_size=14)
