"""When duties come back: other years, editions, and never the same as the last time."""

import pytest

from compliance.enums import CycleKind, Status, WhyNot
from compliance.figures.units import own_duties, unit_counts
from compliance.models import AcceptedActivity, Cycle
from compliance.planning import PlanResult
from compliance.status.decision import decide
from compliance.status.facts import facts_of
from core import clock
from lms.api import Assurance, ChangeClass
from organisations.services.persons import merge_persons
from tests.compliance.story import (
    day,
    moment,
    obligations,
    person_from,
    plan_on,
    rows_of,
    status_of,
    yearly,
)
from tests.factories.lms import ActivityFactory, ActivityVersionFactory, CompletionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def edition(activity, on: str, change: ChangeClass = ChangeClass.NORMATIVE):
    return ActivityVersionFactory(activity=activity, change_class=change, published_at=moment(on))


def of_editions(activity, **fields):
    return yearly(activities=[activity], cycle_kind=CycleKind.EDITION, due_days=60, **fields)


def complete(person, activity, on: str, **fields):
    return CompletionFactory(person=person, activity=activity, occurred_at=moment(on), **fields)


def decision_of(person, cycle: str, as_of: str):
    pk = obligations(person)[cycle].pk
    return decide(facts_of([pk])[pk], day(as_of))


# Years that start in another month.


def test_a_year_may_start_in_september_and_is_due_within_itself():
    yearly(start_month=9, due_month=6, due_day=30)
    person = person_from("2020-01-01")
    plan_on("2026-06-01")
    cycles = Cycle.objects.order_by("opens_on")
    assert [(c.label, c.opens_on, c.due_on, c.closes_on) for c in cycles][:2] == [
        ("2023-2024", day("2023-09-01"), day("2024-06-30"), day("2024-08-31")),
        ("2024-2025", day("2024-09-01"), day("2025-06-30"), day("2025-08-31")),
    ]
    assert status_of(person, "2025-2026", "2026-06-30") == Status.OPEN
    assert status_of(person, "2025-2026", "2026-07-01") == Status.OVERDUE


def test_the_first_obligation_in_a_shifted_year_opens_when_the_rule_begins():
    yearly(start_month=9, due_month=6, due_day=30)
    person = person_from("2020-01-01")
    plan_on("2024-02-01")
    first = obligations(person)["2023-2024"]
    assert (first.opens_on, first.counts_from) == (day("2024-01-01"), day("2023-09-01"))


def test_a_due_month_before_the_first_month_falls_in_the_next_calendar_year():
    requirement = yearly(start_month=4, due_month=2, due_day=29)
    plan_on("2027-05-01")
    due = requirement.cycles.order_by("opens_on").values_list("due_on", flat=True)
    assert list(due)[-2:] == [day("2027-02-28"), day("2028-02-29")]


# Editions.


def test_an_edition_asks_everybody_from_its_publication_on():
    code = ActivityFactory()
    edition(code, "2023-05-01")
    requirement = of_editions(code)
    person = person_from("2020-01-01")
    plan_on("2026-01-01")
    first = obligations(person)["editie 1-5-2023"]
    assert (first.opens_on, first.counts_from, first.due_on, first.closes_on) == (
        day("2024-01-01"),
        day("2023-05-01"),
        day("2024-03-01"),
        None,
    )
    edition(code, "2026-02-10", ChangeClass.EDITORIAL)
    assert plan_on("2026-02-11") == PlanResult()
    edition(code, "2026-03-02")
    plan_on("2026-03-03")
    second = obligations(person)["editie 2-3-2026"]
    assert (second.opens_on, second.due_on) == (day("2026-03-02"), day("2026-05-01"))
    assert requirement.cycles.count() == 2
    assert plan_on("2026-03-03") == PlanResult()


def test_of_the_editions_before_the_rule_only_the_latest_is_asked():
    code = ActivityFactory()
    for on in ("2021-01-01", "2022-01-01", "2023-01-01"):
        edition(code, on)
    of_editions(code)
    person = person_from("2020-01-01")
    plan_on("2024-01-01")
    assert list(obligations(person)) == ["editie 1-1-2023"]


def test_reading_an_earlier_edition_does_not_count_for_a_later_one():
    code = ActivityFactory()
    old = edition(code, "2023-05-01")
    of_editions(code)
    person = person_from("2020-01-01")
    new = edition(code, "2026-03-02")
    plan_on("2026-03-03")
    complete(person, code, "2026-03-02", version=old)
    assert status_of(person, "editie 2-3-2026", "2026-03-03") == Status.OPEN
    assert decision_of(person, "editie 2-3-2026", "2026-03-03").not_counted[0].reason == (
        WhyNot.OLD_EDITION
    )
    complete(person, code, "2026-03-04", version=new)
    assert status_of(person, "editie 2-3-2026", "2026-03-04") == Status.DONE_ON_TIME


def test_a_newcomer_is_asked_for_the_edition_of_that_day_and_then_for_the_next():
    code = ActivityFactory()
    edition(code, "2023-05-01")
    of_editions(code, newcomer_days=90)
    edition(code, "2026-03-02")
    before, after = person_from("2026-02-01"), person_from("2026-04-01")
    plan_on("2026-04-01")
    due = {label: row.due_on for label, row in obligations(before).items()}
    assert due == {"editie 1-5-2023": day("2026-05-02"), "editie 2-3-2026": day("2026-05-01")}
    assert [(k, r.due_on) for k, r in obligations(after).items()] == [
        ("editie 2-3-2026", day("2026-06-30"))
    ]


def test_ones_own_page_closes_the_edition_that_a_later_one_replaced():
    code = ActivityFactory()
    edition(code, "2023-05-01")
    of_editions(code)
    person = person_from("2020-01-01")
    edition(code, "2026-03-02")
    plan_on("2026-03-03")
    duties = {row.cycle_label: row.is_to_do for row in own_duties(person, day("2026-03-03"))}
    assert duties == {"editie 1-5-2023": False, "editie 2-3-2026": True}


def test_without_an_edition_nobody_is_asked_anything():
    of_editions(ActivityFactory())
    person_from("2020-01-01")
    assert plan_on("2026-01-01") == PlanResult()


# Pools, equivalents and memory.


def pool_of(number: int, **fields):
    activities = [ActivityFactory() for _ in range(number)]
    requirement = yearly(activities=activities, needed=1, not_same_as_last=True, **fields)
    return requirement, activities


def test_what_counted_last_year_does_not_count_this_year():
    _requirement, (first, second) = pool_of(2)
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, first, "2025-03-01")
    complete(person, first, "2026-02-01")
    assert status_of(person, "2026", "2026-03-01") == Status.OPEN
    decision = decision_of(person, "2026", "2026-03-01")
    assert decision.barred == {first.pk}
    assert decision.open_items == {second.pk}
    assert [
        one.reason for one in decision.not_counted if one.completion.occurred_on.year == 2026
    ] == [WhyNot.SAME_AS_LAST]
    complete(person, second, "2026-03-02")
    assert rows_of(person, "2026-03-02")["2026"].done_on == day("2026-03-02")


def test_only_what_counted_is_barred_so_that_an_eager_person_can_always_go_on():
    _requirement, (first, second) = pool_of(2)
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, first, "2024-03-01")
    complete(person, first, "2025-02-01")
    complete(person, second, "2025-03-01")
    complete(person, first, "2026-02-01")
    years = {label: row.done_on for label, row in rows_of(person, "2026-12-31").items()}
    assert years["2024"] == day("2024-03-01")
    assert years["2025"] == day("2025-03-01")
    assert years["2026"] == day("2026-02-01")


def test_a_completion_of_last_year_that_is_voided_frees_it_again():
    _requirement, (first, _second) = pool_of(2)
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    wrong = complete(person, first, "2025-03-01")
    complete(person, first, "2026-02-01")
    complete(
        person, first, "2026-04-01", voids=wrong, reason="Mistake", recorded_at=moment("2026-04-01")
    )
    assert status_of(person, "2026", "2026-04-02") == Status.DONE_ON_TIME
    assert status_of(person, "2026", "2026-04-02", known_at="2026-03-01") == Status.OPEN


def test_what_a_merged_record_did_last_year_is_barred_too():
    _requirement, (first, _second) = pool_of(2)
    person, other = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(other, first, "2025-03-01")
    complete(person, first, "2026-02-01")
    assert status_of(person, "2026", "2026-03-01") == Status.DONE_ON_TIME
    with clock.at(moment("2026-03-02")):
        merge_persons(person=other, into=person)
    assert status_of(person, "2026", "2026-03-03") == Status.OPEN


def test_one_asked_cycle_still_looks_back_at_the_one_before():
    requirement, (first, _second) = pool_of(2)
    person = person_from("2020-01-01")
    unit = person.appointments.get().unit
    plan_on("2026-01-02")
    complete(person, first, "2025-03-01")
    complete(person, first, "2026-02-01")
    for options in ({}, {"cycle_label": "2026"}):
        counts = unit_counts(unit_ids=[unit.pk], as_of=day("2026-03-01"), **options)
        assert counts[unit.pk, requirement.pk].open == 1
    last = unit_counts(unit_ids=[unit.pk], as_of=day("2026-03-01"), cycle_label="2025")
    assert last[unit.pk, requirement.pk].done == 1


def with_equivalent():
    briefing, recording = ActivityFactory(), ActivityFactory()
    requirement = yearly(activities=[briefing])
    AcceptedActivity.objects.create(
        version=requirement.versions.get(),
        activity=recording,
        instead_of=briefing,
        minimum_assurance=Assurance.BROWSER,
    )
    return briefing, recording


def test_an_equivalent_counts_as_the_activity_itself_and_both_count_once():
    briefing, recording = with_equivalent()
    person, other = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, recording, "2026-02-01", assurance=Assurance.BROWSER)
    complete(person, briefing, "2026-03-01")
    row = rows_of(person, "2026-03-01")["2026"]
    assert (row.status, row.done_on) == (Status.DONE_ON_TIME, day("2026-02-01"))
    assert status_of(other, "2026", "2026-03-01") == Status.OPEN
    decision = decision_of(person, "2026", "2026-03-01")
    assert decision.needed == 1
    assert [one.reason for one in decision.not_counted] == [WhyNot.DOUBLE]


def test_ones_own_page_asks_for_one_of_both():
    _briefing, recording = with_equivalent()
    person = person_from("2020-01-01")
    plan_on("2026-01-02")

    def duty(as_of: str):
        return next(d for d in own_duties(person, day(as_of)) if d.cycle_label == "2026")

    assert (duty("2026-01-15").needed, len(duty("2026-01-15").activities)) == (1, 2)
    complete(person, recording, "2026-02-01", assurance=Assurance.BROWSER)
    assert duty("2026-02-01").next_activity is None


def test_ones_own_page_does_not_offer_what_counted_last_year():
    _requirement, (first, second) = pool_of(2)
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, first, "2025-03-01")
    duty = next(d for d in own_duties(person, day("2026-03-01")) if d.cycle_label == "2026")
    assert duty.next_activity.key == second.key
