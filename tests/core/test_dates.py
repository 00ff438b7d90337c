"""Business dates hold on the days on which the clock changes and at the ends of months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import dates
from core.clock import business_date

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
ZONES = st.sampled_from(["Europe/Amsterdam", "America/Kralendijk", "Pacific/Auckland", "UTC"])


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)],
)
def test_a_day_in_amsterdam_lasts_as_long_as_the_clock_says(day: date, hours: int) -> None:
    length = dates.start_of_day(day + timedelta(days=1)) - dates.start_of_day(day)
    assert length == timedelta(hours=hours)


def test_the_end_of_a_day_is_the_last_moment_in_that_zone() -> None:
    assert dates.end_of_day(date(2026, 12, 31)) == datetime(
        2026, 12, 31, 22, 59, 59, 999999, tzinfo=UTC
    )
    assert dates.end_of_day(date(2026, 12, 31), "America/Kralendijk") == datetime(
        2027, 1, 1, 3, 59, 59, 999999, tzinfo=UTC
    )


@given(day=DAYS, zone=ZONES)
def test_both_ends_of_a_day_lie_on_that_day(day: date, zone: str) -> None:
    assert business_date(dates.start_of_day(day, zone), zone) == day
    assert business_date(dates.end_of_day(day, zone), zone) == day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_added_without_leaving_the_month(day: date, months: int, expected: date) -> None:
    assert dates.add_months(day, months) == expected


def test_days_and_years_are_added_over_a_leap_day() -> None:
    assert dates.add_days(date(2028, 2, 28), 2) == date(2028, 3, 1)
    assert dates.add_years(date(2028, 2, 29), 1) == date(2029, 2, 28)


@given(last=DAYS)
def test_inclusive_and_exclusive_ends_are_each_others_inverse(last: date) -> None:
    assert dates.last_day(dates.until_after(last)) == last


def test_an_open_end_stays_open() -> None:
    assert dates.last_day(None) is None
    assert dates.until_after(None) is None


@given(day=DAYS, start=DAYS, end=st.none() | DAYS)
def test_a_period_holds_from_its_first_day_until_the_day_before_its_end(
    day: date, start: date, end: date | None
) -> None:
    last = dates.last_day(end) or date.max
    assert dates.holds_on(day, valid_from=start, valid_until=end) is (start <= day <= last)


@given(
    first=st.tuples(DAYS, st.none() | DAYS),
    second=st.tuples(DAYS, st.none() | DAYS),
)
def test_two_periods_overlap_when_a_day_lies_in_both(
    first: tuple[date, date | None], second: tuple[date, date | None]
) -> None:
    starts = max(first[0], second[0])
    both = all(
        dates.holds_on(starts, valid_from=period[0], valid_until=period[1])
        for period in (first, second)
    )
    proper = all(end is None or start < end for start, end in (first, second))
    if proper:
        assert dates.periods_overlap(first, second) is both


def test_dates_are_written_as_people_write_them() -> None:
    with translation.override("nl"):
        assert dates.format_date(date(2026, 12, 31)) == "31 december 2026"
    with translation.override("en"):
        period = dates.format_period(date(2026, 1, 1), date(2027, 1, 1))
        assert period == "1 January 2026 up to and including 31 December 2026"
        assert dates.format_period(date(2026, 1, 1), None) == "from 1 January 2026"
