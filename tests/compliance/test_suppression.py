"""Small groups cannot be read from a table, nor be found by subtraction."""

from itertools import permutations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from hypothesis import given
from hypothesis import strategies as st

from compliance.suppression import hidden_in, hidden_rows, path_is_shown

SIZES = st.lists(st.integers(0, 30), max_size=12)
DIRECT = st.integers(0, 12)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([], set()),
        ([12, 9, 30], set()),
        ([5, 5], set()),
        ([0, 12], set()),
        ([3, 12, 9], {0, 2}),
        ([4, 1, 20], {0, 1}),
        ([2, 1, 20, 6], {0, 1, 3}),
        ([4, 0, 20], {0, 2}),
        ([1, 1, 1, 1, 40], {0, 1, 2, 3, 4}),
    ],
)
def test_a_small_row_is_hidden_and_so_are_others_until_five_people_are(sizes, hidden):
    assert hidden_rows(sizes) == hidden


def test_a_total_of_fewer_than_five_hides_everything():
    hidden = hidden_in([3, 1, 0], total=4)
    assert hidden.rows == {0, 1}
    assert hidden.total


def test_one_small_row_with_nothing_to_hide_behind_hides_the_total_too():
    hidden = hidden_in([3, 0], total=13)
    assert hidden.rows == {0}
    assert hidden.total


def test_a_table_without_small_groups_shows_its_total():
    assert not hidden_in([6, 7], total=13).total


@given(sizes=SIZES, direct=DIRECT)
def test_no_shown_row_is_small(sizes, direct):
    hidden = hidden_in(sizes, total=sum(sizes) + direct).rows
    assert all(size == 0 or size >= 5 for i, size in enumerate(sizes) if i not in hidden)


@given(sizes=SIZES, direct=DIRECT)
def test_what_is_left_after_subtraction_is_two_groups_of_five_people_or_unknown(sizes, direct):
    total = sum(sizes) + direct
    hidden = hidden_in(sizes, total=total)
    if not hidden.rows or hidden.total:
        return
    rest = total - direct - sum(n for i, n in enumerate(sizes) if i not in hidden.rows)
    assert len(hidden.rows) >= 2
    assert rest == sum(sizes[i] for i in hidden.rows) >= 5


@given(rows=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=8), direct=DIRECT)
def test_the_statuses_of_a_hidden_row_do_not_follow_from_the_table(rows, direct):
    """Other statuses in the hidden rows give the very same table, unless all hidden are alike."""
    sizes = [done + open_ for done, open_ in rows]
    hidden = hidden_in(sizes, total=sum(sizes) + direct)
    if hidden.total or not hidden.rows:
        return
    done = sum(rows[i][0] for i in hidden.rows)
    if done in {0, sum(sizes[i] for i in hidden.rows)}:
        return
    for one, other in permutations(hidden.rows, 2):
        if rows[one][0] and rows[other][1]:
            changed = dict(enumerate(rows))
            changed[one] = (rows[one][0] - 1, rows[one][1] + 1)
            changed[other] = (rows[other][0] + 1, rows[other][1] - 1)
            break
    else:
        pytest.fail("the hidden rows can only be what they are")
    assert [sum(row) for row in changed.values()] == sizes
    assert sum(row[0] for row in changed.values()) == sum(row[0] for row in rows)
    assert all(changed[i] == rows[i] for i in range(len(rows)) if i not in hidden.rows)


@given(sizes=SIZES)
def test_an_empty_row_is_never_hidden_and_nothing_is_without_need(sizes):
    hidden = hidden_rows(sizes)
    assert all(sizes[i] for i in hidden)
    if all(n == 0 or n >= 5 for n in sizes):
        assert not hidden


def test_below_a_hidden_row_everything_is_closed():
    ministries, directorates = ([40, 3, 9], 2), ([5, 4], 0)
    assert not path_is_shown([ministries])
    assert not path_is_shown([([40, 20], 0), directorates])
    assert path_is_shown([([40, 20], 0), ([5, 15], 1)])
    assert path_is_shown([])


def test_the_minimum_is_a_setting_that_cannot_be_less_than_five(settings):
    settings.SMALL_GROUP = 10
    assert hidden_rows([9, 30, 30]) == {0, 1}
    call_command("check")
    settings.SMALL_GROUP = 4
    with pytest.raises(SystemCheckError, match="SMALL_GROUP"):
        call_command("check")
