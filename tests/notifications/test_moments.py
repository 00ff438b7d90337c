"""Nobody is disturbed at night, in the weekend or on a holiday, wherever they live."""

from datetime import UTC, date, datetime

import pytest

from notifications.moments import is_working_day, working_moment


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-11-25T11:00", "Europe/Amsterdam", "2026-11-25T11:00"),
        ("2026-11-25T07:59", "Europe/Amsterdam", "2026-11-25T08:00"),
        ("2026-11-25T16:00", "Europe/Amsterdam", "2026-11-26T08:00"),
        # Friday at the end of the day: Monday.
        ("2026-11-27T17:00", "Europe/Amsterdam", "2026-11-30T08:00"),
        # Bonaire is four hours behind UTC: its own morning, not that of The Hague.
        ("2026-11-25T08:00", "America/Kralendijk", "2026-11-25T13:00"),
        ("2026-11-25T20:30", "America/Kralendijk", "2026-11-25T20:30"),
        ("2026-11-28T02:00", "America/Kralendijk", "2026-11-30T13:00"),
        # Tokyo is well on its way by then, Auckland is asleep.
        ("2026-11-25T04:00", "Asia/Tokyo", "2026-11-25T04:00"),
        ("2026-11-25T04:30", "Pacific/Auckland", "2026-11-25T20:00"),
        # The clock goes forward on Sunday 29 March and back on Sunday 25 October 2026.
        ("2026-03-27T18:00", "Europe/Amsterdam", "2026-03-30T07:00"),
        ("2026-10-23T18:00", "Europe/Amsterdam", "2026-10-26T08:00"),
        ("2026-03-29T00:30", "Europe/Amsterdam", "2026-03-30T07:00"),
        ("2026-10-25T01:30", "Europe/Amsterdam", "2026-10-26T08:00"),
        # New York changes its clock on another Sunday: 8 March and 1 November 2026.
        ("2026-03-08T12:00", "America/New_York", "2026-03-09T13:00"),
        ("2026-11-01T12:00", "America/New_York", "2026-11-02T14:00"),
        # Christmas 2026 is a Friday and a Saturday.
        ("2026-12-24T17:00", "Europe/Amsterdam", "2026-12-28T08:00"),
        # A zone that nobody knows is the Netherlands.
        ("2026-11-25T07:00", "Mars/Olympus", "2026-11-25T08:00"),
    ],
)
def test_the_next_working_moment(moment, zone, expected):
    assert working_moment(at(moment), zone) == at(expected)


def test_a_day_off_of_the_organisation_counts(settings):
    assert is_working_day(date(2027, 5, 7))
    settings.FREE_DAYS = ["2027-05-07"]
    assert not is_working_day(date(2027, 5, 7))


def test_a_holiday_counts():
    assert not is_working_day(date(2027, 4, 27))


def test_it_gives_up_looking_rather_than_never(settings):
    settings.FREE_DAYS = [f"2026-{m:02}-{d:02}" for m in (11, 12) for d in range(1, 32)]
    assert working_moment(at("2026-11-02T11:00"), "Europe/Amsterdam").date() == date(2026, 12, 3)
