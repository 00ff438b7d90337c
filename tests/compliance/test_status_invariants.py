"""What the database cannot refuse about obligations is found afterwards."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from compliance.enums import EventKind, ReasonCode
from compliance.models import Obligation, Requirement
from compliance.status.sql import status_rows
from core import clock
from core.invariants import broken_invariants
from tests.compliance.story import day, moment, obligations, person_from, plan_on, yearly
from tests.factories.compliance import (
    CycleFactory,
    ObligationEventFactory,
    ObligationFactory,
    RequirementVersionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def broken() -> list[str]:
    return [name for name, _sentence in broken_invariants() if name.startswith("compliance.")]


def test_what_planning_makes_holds_all_invariants():
    yearly()
    person_from("2020-01-01", "2026-03-01")
    person_from("2025-11-15")
    plan_on("2026-12-01")
    assert broken() == []


def test_windows_that_overlap_are_found():
    version = RequirementVersionFactory()
    first = ObligationFactory(version=version, cycle__year=2026)
    cycle = CycleFactory(requirement=version.requirement, year=2027)
    early = {"version": version, "cycle": cycle, "counts_from": day("2026-11-01")}
    ObligationFactory(**early)
    assert broken() == []
    ObligationFactory(person=first.person, **early)
    assert broken() == ["compliance.windows"]


def test_windows_of_what_was_withdrawn_may_overlap():
    version = RequirementVersionFactory()
    first = ObligationFactory(version=version, cycle__year=2026)
    cycle = CycleFactory(requirement=version.requirement, year=2027)
    ObligationFactory(
        version=version, cycle=cycle, person=first.person, counts_from=day("2026-11-01")
    )
    ObligationEventFactory(
        obligation=first, kind=EventKind.WITHDRAWN, effective_on=day("2026-03-01"), actor=None
    )
    assert broken() == []


def test_an_obligation_with_the_rule_of_another_requirement_is_found():
    ObligationFactory(cycle=CycleFactory())
    assert broken() == ["compliance.obligations"]


def test_an_obligation_that_closes_on_another_day_than_its_cycle_is_found():
    ObligationFactory(closes_on=None)
    assert broken() == ["compliance.obligations"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": EventKind.WITHDRAWN},
        {"actor": None},
        {"recorded_at": moment("2019-12-31")},
    ],
)
def test_a_void_of_something_else_is_found(wrong):
    event = ObligationEventFactory()
    ObligationEventFactory(obligation=event.obligation, voids=event)
    assert broken() == []
    other = ObligationEventFactory(obligation=event.obligation)
    ObligationEventFactory(obligation=event.obligation, voids=other, **wrong)
    assert set(broken()) == {"compliance.events"}


def test_versions_that_overlap_and_audiences_that_cannot_be_read_are_found():
    version = RequirementVersionFactory()
    RequirementVersionFactory(
        requirement=version.requirement, valid_from=day("2026-01-01"), audience={"nobody": []}
    )
    assert broken() == ["compliance.rules", "compliance.rules"]


def test_a_status_in_sql_that_differs_from_python_is_found(monkeypatch):
    ObligationFactory()
    assert broken() == []
    rows = status_rows(as_of=day("2026-06-01"))
    other = [replace(row, done_on=day("2026-01-01")) for row in rows]
    monkeypatch.setattr("compliance.invariants.status_rows", lambda **_asked: other)
    assert broken() == ["compliance.status"]


def test_the_commands_seed_and_plan_and_say_so(capsys):
    person = person_from("2020-01-01")
    call_command("seed_requirements")
    assert "Goed ambtenaarschap" in capsys.readouterr().out
    call_command("plan_obligations", on="2026-06-01", requirement="goed-ambtenaarschap")
    assert set(obligations(person)) == {"eenmalig"}
    assert "1" in capsys.readouterr().out
    with clock.at(moment("2026-06-01")):
        call_command("plan_obligations")
    assert set(obligations(person)) == {"eenmalig", "2024", "2025", "2026"}


@pytest.mark.parametrize("options", [{"on": "soon"}, {"on": "2026-02-30"}, {"requirement": "x"}])
def test_a_wrong_option_is_refused_in_a_sentence(options):
    yearly()
    person_from("2020-01-01")
    with pytest.raises(CommandError):
        call_command("plan_obligations", **options)
    assert not Obligation.objects.exists()


def test_a_requirement_without_a_rule_asks_nothing():
    Requirement.objects.create(key="empty", title="Empty")
    person_from("2020-01-01")
    assert plan_on("2026-01-01").total == 0


def test_a_duty_that_ended_no_longer_applies():
    requirement = yearly(valid_until=day("2026-07-01"))
    person = person_from("2020-01-01")
    assert plan_on("2026-12-01").withdrawn == 1
    assert set(obligations(person)) == {"2024", "2025", "2026"}
    event = obligations(person)["2026"].events.get()
    assert (event.effective_on, event.reason_code) == (day("2026-07-01"), ReasonCode.LEFT)
    assert requirement.cycles.count() == 3
