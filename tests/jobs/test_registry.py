"""Names, parameters and schedules are looked at before anything runs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import business_date
from jobs import ScheduleSpec, checks, daily, every, job, registry


def nothing() -> None:
    """Do nothing."""


@pytest.mark.parametrize("name", ["plan", "Compliance.plan", "compliance.", "a b.c", ""])
def test_a_name_says_the_app_and_what_it_does(name: str) -> None:
    with pytest.raises(ValueError, match="no name for a job"):
        job(name)


def test_two_jobs_cannot_share_a_name_but_a_module_may_be_read_twice() -> None:
    job("sample.nothing")(nothing)
    job("sample.nothing")(nothing)
    with pytest.raises(ValueError, match=r"Two jobs are called 'sample\.nothing'"):
        job("sample.nothing")(lambda: None)


def takes_key(key: str) -> None:
    """Take a parameter that `enqueue` has itself."""


def takes_position(text: str, /) -> None:
    """Take a parameter that cannot be given by name."""


@pytest.mark.parametrize("function", [takes_key, takes_position])
def test_parameters_that_cannot_be_given_by_name_are_refused(
    function: Callable[..., None],
) -> None:
    with pytest.raises(ValueError, match="cannot have a parameter"):
        job("sample.parameters")(function)


def test_a_job_may_be_tried_at_least_once() -> None:
    with pytest.raises(ValueError, match="at least one attempt"):
        job("sample.never", max_attempts=0)


@pytest.mark.parametrize("at", ["3:10", "24:00", "03:60", "0310", "", "03:10 "])
def test_a_time_that_does_not_exist_is_refused(at: str) -> None:
    with pytest.raises(ValueError, match="is no schedule"):
        daily(at)


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_step_of_nothing_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="is no schedule"):
        every(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Winter and summer: the same Dutch time is another moment.
        (datetime(2027, 1, 10, 12, tzinfo=UTC), datetime(2027, 1, 10, 2, 10, tzinfo=UTC)),
        (datetime(2027, 7, 10, 12, tzinfo=UTC), datetime(2027, 7, 10, 1, 10, tzinfo=UTC)),
        # Just before and exactly at the moment.
        (datetime(2027, 1, 10, 2, 9, 59, tzinfo=UTC), datetime(2027, 1, 9, 2, 10, tzinfo=UTC)),
        (datetime(2027, 1, 10, 2, 10, tzinfo=UTC), datetime(2027, 1, 10, 2, 10, tzinfo=UTC)),
        # Shortly after midnight in Amsterdam it is still the day before in UTC.
        (datetime(2027, 1, 9, 23, 30, tzinfo=UTC), datetime(2027, 1, 9, 2, 10, tzinfo=UTC)),
    ],
)
def test_a_daily_job_is_due_at_its_dutch_time(now: datetime, due: datetime) -> None:
    assert registry.last_due(daily("03:10"), now) == due


def test_a_time_that_the_clock_skips_is_due_an_hour_later() -> None:
    now = datetime(2027, 3, 28, 12, tzinfo=UTC)
    assert registry.last_due(daily("02:30"), now) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_due_once() -> None:
    moments = {
        registry.last_due(
            daily("02:30"), datetime(2027, 10, 31, 0, tzinfo=UTC) + timedelta(minutes=n)
        )
        for n in range(0, 240, 5)
    }
    assert moments == {
        datetime(2027, 10, 30, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    }  # fmt: skip


@given(
    # Hypothesis wants limits without a zone.
    start=st.datetimes(
        min_value=datetime(2026, 1, 1),  # noqa: DTZ001
        max_value=datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
def test_every_dutch_day_has_exactly_one_daily_moment(
    start: datetime, hour: int, minute: int
) -> None:
    rule, now = daily(f"{hour:02}:{minute:02}"), start
    due = registry.last_due(rule, now)
    assert due <= now < due + timedelta(hours=25)
    before = registry.last_due(rule, due - timedelta(microseconds=1))
    assert business_date(due) - business_date(before) == timedelta(days=1)


def test_a_step_of_minutes_is_counted_from_the_hour() -> None:
    now = datetime(2027, 1, 10, 12, 29, 59, tzinfo=UTC)
    assert registry.last_due(every(minutes=15), now) == now.replace(minute=15, second=0)


def test_our_own_schedules_and_names_are_right() -> None:
    assert list(checks.check_schedules()) == []
    assert list(checks.check_enqueued_names()) == []


@pytest.mark.parametrize(
    ("specs", "ids"),
    [
        ([ScheduleSpec(job="sample.gone", when="daily 03:10")], ["jobs.E001"]),
        ([ScheduleSpec(job="sample.note", when="sometimes")], ["jobs.E001"]),
        ([ScheduleSpec(job="sample.note", when="every 5")], ["jobs.E001"]),
        ([ScheduleSpec(job="sample.note", when="every 5", arguments={"text": "a"})], []),
        ([ScheduleSpec(job="jobs.prune", when="every 5")] * 2, ["jobs.E002"]),
    ],
)
def test_a_schedule_that_cannot_run_is_found_by_the_system_check(
    specs: list[ScheduleSpec], ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "declared_schedules", lambda: iter(specs))
    assert [message.id for message in checks.check_schedules()] == ids


def test_a_mistyped_name_in_our_code_is_found_by_the_system_check(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "services.py"
    path.write_text(
        "import jobs\n\njobs.enqueue('sample.note', text='a')\nenqueue('sample.nota')\n"
    )
    monkeypatch.setattr(checks, "_own_files", lambda: iter([path]))
    monkeypatch.setattr(checks, "BASE_DIR", tmp_path)
    (error,) = checks.check_enqueued_names()
    assert error.id == "jobs.E003"
    assert error.msg == "services.py:4 enqueues 'sample.nota', which no app has."


def test_names_that_code_makes_up_are_left_to_the_moment_itself() -> None:
    source = "jobs.enqueue(name)\nprint('enqueue(')\nenqueue(name='a.b')\n"
    assert list(checks.names_enqueued_in(source)) == []
