"""The counters of a day equal the facts, and pages read them."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from compliance.enums import HiddenFrom
from compliance.figures.counts import Counts
from compliance.figures.daily import day_ends, figures_on, is_month_end, last_month_end
from compliance.figures.units import unit_figures
from compliance.models import CountedDay, DailyCount, HiddenGroup
from compliance.privacy.hiding import Reader
from compliance.services.daily import days_to_count, forget_old_days, rebuild_day
from compliance.tasks import COUNT
from core import clock
from core.invariants import invariants
from jobs import enqueue
from jobs.testing import run_jobs
from organisations.services.units import change_unit
from tests.compliance.story import activity_of, day, moment, once, person_from, plan_on, yearly
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import AppointmentFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


@pytest.fixture
def ministry():
    """Two teams of six, somebody who works in both, two duties."""
    top = UnitFactory(code="ministerie")
    one, two = UnitFactory(code="een", parent=top), UnitFactory(code="twee", parent=top)
    people = [person_from("2020-01-01", unit=unit) for unit in (one, two) for _ in range(6)]
    AppointmentFactory(person=people[0], unit=two)
    person_from("2026-02-01", unit=top)
    requirement = yearly()
    once()
    plan_on("2026-02-01")
    complete(people[1], requirement, "2026-01-20")
    return top, (one, two), people, requirement


def complete(person, requirement, on: str):
    at = moment(on)
    CompletionFactory(
        person=person, activity=activity_of(requirement), occurred_at=at, recorded_at=at
    )


def rebuilt(on: str, at: str) -> CountedDay:
    with clock.at(moment(at)):
        return rebuild_day(as_of=day(on))


def counted(units, on: str, **options):
    """What pages get of units without regard of their place."""
    ids = [unit.pk for unit in units]
    return figures_on(
        as_of=day(on), chain=ids, children={}, requirement_ids=options.pop("duties"), **options
    )[day(on)]


def test_counters_are_the_figures_of_the_facts_for_all_units(ministry):
    top, teams, _people, requirement = ministry
    rebuilt("2026-02-10", "2026-02-10")
    known_at = CountedDay.objects.get().known_at
    facts = unit_figures(unit_ids=None, as_of=day("2026-02-10"), known_at=known_at)
    found = counted([top, *teams], "2026-02-10", duties={duty for _unit, duty in facts})
    assert found.counted_at == known_at == moment("2026-02-10") - timedelta(minutes=5)
    assert found.figures == facts
    figure = facts[top.pk, requirement.pk]
    assert figure.counts == Counts(done_on_time=1, open=11, newcomer_in_term=1)
    assert (figure.group.persons, figure.group.alone, figure.direct) == (13, 12, 1)


def test_all_units_at_once_are_counted_as_each_by_itself(ministry):
    top, teams, _people, _requirement = ministry
    at_once = unit_figures(unit_ids=None, as_of=day("2026-02-10"))
    for unit in (top, *teams):
        alone = unit_figures(unit_ids=[unit.pk], as_of=day("2026-02-10"))
        assert alone == {pair: found for pair, found in at_once.items() if pair[0] == unit.pk}


def test_counting_again_gives_the_same_counters_and_no_more(ministry):
    rebuilt("2026-02-10", "2026-02-10")
    once_counted = set(DailyCount.objects.values_list("unit", "cycle", "status", "n"))
    rebuilt("2026-02-10", "2026-02-11")
    assert set(DailyCount.objects.values_list("unit", "cycle", "status", "n")) == once_counted
    assert DailyCount.objects.count() == len(once_counted)
    assert CountedDay.objects.get().known_at.date() == day("2026-02-11")


def test_a_past_day_is_counted_in_the_organisation_of_that_day_with_what_is_known_now(ministry):
    top, (one, _two), people, requirement = ministry
    with clock.at(moment("2026-03-01")):
        change_unit(unit=one, parent=None, on=day("2026-03-01"))
    complete(people[2], requirement, "2026-02-05")
    for on, persons, done in (("2026-02-28", 13, 2), ("2026-03-01", 8, 0)):
        rebuilt(on, "2026-03-02")
        figure = counted([top], on, duties=[requirement.pk]).figure(top.pk, requirement.pk)
        assert (figure.group.persons, figure.counts.done) == (persons, done)


def test_what_was_recorded_after_the_counting_is_only_in_the_next(ministry):
    top, _teams, people, requirement = ministry
    rebuilt("2026-02-10", "2026-02-10")
    complete(people[3], requirement, "2026-02-10T15:00")
    assert (
        counted([top], "2026-02-10", duties=[requirement.pk])
        .figure(top.pk, requirement.pk)
        .counts.done
        == 1
    )
    assert list(invariants()["compliance.counters"]()) == []
    rebuilt("2026-02-10", "2026-02-11")
    assert (
        counted([top], "2026-02-10", duties=[requirement.pk])
        .figure(top.pk, requirement.pk)
        .counts.done
        == 2
    )


def test_a_counter_that_somebody_changed_is_found(ministry):
    rebuilt("2026-02-10", "2026-02-10")
    DailyCount.objects.filter(status="open").update(n=1)
    assert list(invariants()["compliance.counters"]())


def test_a_day_without_counters_is_computed_from_the_facts(ministry):
    top, teams, _people, requirement = ministry
    rebuilt("2026-02-10", "2026-02-10")
    asked = {"duties": [requirement.pk]}
    assert counted([top, *teams], "2026-02-11", **asked).counted_at is None
    then = counted([top], "2026-02-10", known_at=moment("2026-01-15"), **asked)
    assert then.counted_at is None
    assert then.figure(top.pk, requirement.pk).counts.done == 0


def test_what_stays_hidden_is_the_same_from_counters_as_from_facts(ministry):
    top, (one, two), _people, requirement = ministry
    children = {top.pk: [one.pk, two.pk]}
    asked = {
        "as_of": day("2026-02-10"),
        "chain": [top.pk],
        "children": children,
        "requirement_ids": [requirement.pk],
    }
    live = figures_on(**asked)[day("2026-02-10")]
    rebuilt("2026-02-10", "2026-02-10")
    found = figures_on(**asked)[day("2026-02-10")]
    assert found.counted_at is not None
    assert found.closed == live.closed == {(one.pk, requirement.pk, HiddenFrom.EVERYBODY)}
    reader = Reader(chain=[top.pk], lists_people=False)
    assert found.shows(reader, requirement.pk)
    assert not found.shows_row(reader, one.pk, requirement.pk)


def test_a_page_reads_counters_in_three_queries_whatever_the_number_of_days(ministry):
    top, _teams, _people, requirement = ministry
    ends = day_ends(day("2026-06-30"))
    for end in ends[-4:]:
        rebuilt(str(end), "2026-07-01")
    with count_queries() as queries:
        found = figures_on(
            as_of=day("2026-06-30"),
            chain=[top.pk],
            children={},
            requirement_ids=[requirement.pk],
            past={end: [top.pk] for end in ends},
            past_requirement=requirement.pk,
        )
    assert sorted(found) == ends[-4:]
    assert len(queries) == 3


def test_the_days_that_pages_read_are_today_and_the_month_ends_of_two_years():
    days = days_to_count(day("2026-03-15"))
    assert days[0] == day("2026-03-15")
    assert days[1:] == day_ends(day("2026-03-15"))
    assert len(days) == 1 + 12 + 2
    assert days_to_count(day("2026-01-31")).count(day("2026-01-31")) == 1
    assert is_month_end(day("2028-02-29"))
    assert not is_month_end(day("2028-02-28"))
    assert last_month_end(day("2026-03-15")) == day("2026-02-28")
    assert last_month_end(day("2026-03-31")) == day("2026-03-31")


def test_the_job_counts_today_by_the_hour_and_everything_by_night(ministry):
    with clock.at(moment("2026-02-10")):
        enqueue(COUNT, only_today=True)
        run_jobs()
        assert [row.as_of for row in CountedDay.objects.all()] == [day("2026-02-10")]
        enqueue(COUNT)
        run_jobs()
        assert set(CountedDay.objects.values_list("as_of", flat=True)) == set(
            days_to_count(day("2026-02-10"))
        )


def test_ordinary_days_are_forgotten_after_five_weeks_and_month_ends_never(ministry):
    for on in ("2026-01-31", "2026-02-10", "2026-03-20"):
        rebuilt(on, "2026-03-21")
    forget_old_days(day("2026-03-21"))
    kept = {day("2026-01-31"), day("2026-03-20")}
    assert set(CountedDay.objects.values_list("as_of", flat=True)) == kept
    assert set(DailyCount.objects.values_list("as_of", flat=True)) == kept
    assert set(HiddenGroup.objects.values_list("as_of", flat=True)) == kept


def test_one_day_can_be_counted_by_hand(ministry, capsys):
    call_command("count_days", on="2026-02-10")
    assert capsys.readouterr().out.startswith("2026-02-10 ")
    assert CountedDay.objects.get().as_of == day("2026-02-10")
    with pytest.raises(CommandError, match="2026-31-12"):
        call_command("count_days", on="2026-31-12")


def test_no_more_statements_for_more_units(ministry):
    def statements() -> int:
        with count_queries() as queries:
            rebuilt("2026-02-10", "2026-02-10")
        return len(queries)

    before = statements()
    for number in range(30):
        unit = UnitFactory(parent=ministry[0], code=f"extra-{number}")
        person_from("2020-01-01", unit=unit)
    plan_on("2026-02-02")
    assert statements() == before
    assert connection.vendor in {"sqlite", "postgresql"}
