"""Small groups cannot be read from a table, nor be found by adding and subtracting."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compliance.enums import HiddenFrom
from compliance.privacy.suppression import Group, hidden_in, is_small, needs_coarse_days
from tests.compliance.attack import (
    Organisation,
    organisations,
    shown_units,
    small_groups_found,
)

GROUPS = st.lists(st.integers(0, 30), max_size=12)


def table(*sizes: int, direct: int = 0):
    """What is hidden in a table of people who all have one place."""
    rows = [Group(persons=size, alone=size) for size in sizes]
    total = sum(sizes) + direct
    return hidden_in(rows, whole=Group(persons=total, alone=total), direct=direct)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((), set()),
        ((12, 9, 30), set()),
        ((5, 5), set()),
        ((0, 12), set()),
        ((3, 12, 9), {0, 2}),
        ((4, 1, 20), {0, 1}),
        ((2, 1, 20, 6), {0, 1, 3}),
        ((4, 0, 20), {0, 2}),
        ((1, 1, 1, 1, 40), {0, 1, 2, 3, 4}),
    ],
)
def test_a_small_row_is_hidden_and_so_are_others_until_five_people_are(sizes, hidden):
    assert table(*sizes).everybody == hidden


def test_a_few_people_in_the_unit_itself_hide_a_row_from_who_does_not_know_them():
    hidden = table(8, 6, 20, direct=2)
    assert hidden.rows(lists_people=True) == set()
    assert hidden.rows(lists_people=False) == {1}
    assert hidden.hidden_from(1) == HiddenFrom.OTHERS
    assert hidden.hidden_from(0) is None


def test_many_people_in_the_unit_itself_hide_nothing():
    assert table(8, 6, direct=5).others == set()


def test_people_whom_the_reader_knows_by_name_protect_nobody():
    hidden = table(3, 9, 12, direct=20)
    assert hidden.everybody == {0, 1}
    assert hidden.hidden_from(0) == HiddenFrom.EVERYBODY


def test_rows_that_are_too_few_without_the_people_one_knows_close_the_total():
    assert table(3, 0, direct=10).total
    assert not table(3, 2, direct=10).total
    assert not table(6, 7, direct=10).total


def test_somebody_in_two_rows_would_follow_from_the_total_so_a_row_is_hidden():
    rows = [Group(persons=9, alone=8), Group(persons=7, alone=6)]
    hidden = hidden_in(rows, whole=Group(persons=15, alone=14), direct=0)
    assert hidden.everybody == {1}


def test_a_group_is_small_without_the_people_who_also_work_elsewhere():
    assert is_small(Group(persons=6, alone=4))
    assert not is_small(Group(persons=6, alone=5))
    assert not is_small(Group())


@given(sizes=GROUPS, direct=st.integers(0, 12))
def test_no_shown_row_is_small_and_nothing_is_hidden_without_need(sizes, direct):
    hidden = table(*sizes, direct=direct)
    shown = [n for place, n in enumerate(sizes) if place not in hidden.everybody | hidden.others]
    assert all(size == 0 or size >= 5 for size in shown)
    assert all(sizes[place] for place in hidden.everybody | hidden.others)
    if all(size == 0 or size >= 5 for size in [*sizes, direct]):
        assert not hidden.everybody | hidden.others


ONE_ABOVE_TWO_TEAMS = Organisation(
    parents=(0, 0), places=tuple(frozenset([unit]) for unit in [0] + [1] * 6 + [2] * 7)
)
ONE_WITH_TWO_JOBS = Organisation(
    parents=(0, 0),
    places=(*(frozenset([unit]) for unit in [1] * 6 + [2] * 7), frozenset([1, 2])),
)


@settings(max_examples=200)
@given(organisation=organisations())
@example(organisation=ONE_ABOVE_TWO_TEAMS)
@example(organisation=ONE_WITH_TWO_JOBS)
def test_no_sum_of_figures_of_one_mandate_is_about_fewer_than_five_people(organisation):
    """Of who sees counts only: higher managers, works council, auditor, officers on this page."""
    shown = shown_units(organisation, lists_people=False)
    assert small_groups_found(map(organisation.people, shown)) == []


@settings(max_examples=200)
@given(organisation=organisations())
@example(organisation=ONE_ABOVE_TWO_TEAMS)
@example(organisation=ONE_WITH_TWO_JOBS)
def test_nor_when_the_reader_knows_the_people_of_the_own_unit_by_name(organisation):
    shown = shown_units(organisation, lists_people=True)
    known = organisation.direct(0)
    assert small_groups_found(map(organisation.people, shown), known=known) == []


def test_the_attack_finds_what_is_not_protected():
    """Without suppression the same attacker finds the manager and who has two jobs."""
    everything = [ONE_ABOVE_TWO_TEAMS.people(unit) for unit in range(3)]
    assert small_groups_found(everything) == [(0,)]
    both = [ONE_WITH_TWO_JOBS.people(unit) for unit in range(3)]
    assert small_groups_found(both) == [(13,)]


@given(organisation=organisations())
def test_a_large_organisation_is_not_closed_as_a_whole(organisation):
    """Who sees counts only always gets the total, when it is about enough people."""
    total = organisation.figures().get((0, 1))
    if total is not None and not is_small(total.group):
        assert 0 in shown_units(organisation, lists_people=False)


def test_groups_of_fewer_than_25_have_coarse_days_only():
    assert [needs_coarse_days(n) for n in (0, 5, 24, 25)] == [False, True, True, False]


def test_the_minimum_is_a_setting_that_cannot_be_less_than_five(settings):
    settings.SMALL_GROUP = 10
    assert table(9, 30, 30).everybody == {0, 1}
    call_command("check")
    settings.SMALL_GROUP = 4
    with pytest.raises(SystemCheckError, match="SMALL_GROUP"):
        call_command("check")
