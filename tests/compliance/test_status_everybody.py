"""Where everybody stands, asked at once, is where each stands when asked by name."""

from contextlib import nullcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.models import Cycle
from compliance.status.everybody import reading_everybody
from compliance.status.query import StatusQuery
from compliance.status.sql import fetch
from core import clock
from organisations.models import Person
from tests.compliance.histories import A_FEW_HISTORIES, HISTORIES, Step
from tests.compliance.story import activity_of, day, moment, once, person_from, plan_on, yearly
from tests.compliance.test_status_property import days_that_matter, told, world
from tests.factories.lms import CompletionFactory

__all__ = ["world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
COLUMNS = "r.id, r.person_id, r.cycle_id, r.version_id, r.status, r.due_on, r.done_on"
EACH = f"SELECT id FROM {Person._meta.db_table}"  # noqa: S608


def standings(**asked) -> list[tuple]:
    query = StatusQuery(only_current=True, **asked)
    ctes = f"WITH {query.merges()}, {query.ctes()}"
    sql = f"{ctes} SELECT {COLUMNS} FROM result r ORDER BY r.id"  # noqa: S608
    with reading_everybody() if query.is_about_everybody else nullcontext():
        return fetch(sql, query.params)


@A_FEW_HISTORIES
@given(
    steps=HISTORIES,
    picks=st.lists(st.integers(0, 10_000), min_size=6, max_size=6),
    label=st.sampled_from([None, None, "2026", "2027"]),
)
@example(
    steps=[Step("complete", 0, 1, 1, 1), Step("merge", 9, 0, 0, 0)],
    picks=[0, 5, 9, 12, 40, 7],
    label=None,
)
def test_everybody_at_once_is_each_by_name(world, steps, picks, label):
    with told(world, steps) as after:
        days, moments = days_that_matter(), [None, *after.moments]
        for pick in picks:
            asked = {
                "as_of": days[pick % len(days)],
                "known_at": moments[pick % len(moments)],
                "cycle_label": label,
            }
            assert standings(**asked) == standings(scope=EACH, **asked)


def test_of_two_open_cycles_the_one_that_is_due_last_counts(world):
    """A newcomer of November is asked for next year's cycle, and stands in that."""
    requirement = world.requirements[0]
    with clock.at(moment("2026-11-25")):
        plan_on("2026-11-25")
    found = standings(as_of=day("2026-11-25"), requirement_ids=[requirement.pk])
    labels = dict(Cycle.objects.values_list("pk", "label"))
    assert {row[1]: labels[row[2]] for row in found} == {
        world.persons[0].pk: "2026",
        world.persons[1].pk: "2027",
    }


def test_what_was_done_long_ago_counts_once_and_not_for_this_year():
    """Nearly all completions are recent; the few obligations that look back find older ones."""
    year, lifelong = yearly(), once()
    person = person_from("2020-01-01")
    for requirement in (year, lifelong):
        CompletionFactory(
            person=person, activity=activity_of(requirement), occurred_at=moment("2021-03-01")
        )
    plan_on("2026-02-01")
    found = standings(as_of=day("2026-02-10"))
    statuses = {row[3]: row[4] for row in found}
    assert statuses[year.versions.get().pk] == "open"
    assert statuses[lifelong.versions.get().pk].startswith("done")
