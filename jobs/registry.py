"""Which jobs there are and when they run by themselves: data, declared in each app's tasks.py."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from inspect import Parameter, signature
from types import ModuleType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_NAME = re.compile(r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
_RULE = re.compile(
    r"^(?:daily (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)|every (?P<every>[1-9]\d*))$"
)
RESERVED = frozenset({"key", "run_after", "name"})

Function = TypeVar("Function", bound=Callable[..., Any])


class UnknownJob(LookupError):
    """No app has a job of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function with what must happen when it fails."""

    name: str
    function: Callable[..., Any]
    max_attempts: int
    backoff: timedelta
    time_limit: timedelta

    @property
    def wants_progress(self) -> bool:
        """Tell whether the function takes the handle to report how far it is."""
        return "progress" in signature(self.function).parameters

    def pause_after(self, attempt: int) -> timedelta:
        """Return the pause after a failed attempt: twice as long each time, at most a day."""
        doubled: timedelta = self.backoff * 2 ** (attempt - 1)
        return min(doubled, timedelta(days=1))

    def accepts(self, arguments: Mapping[str, Any]) -> None:
        """Raise TypeError when the function cannot be called with these arguments."""
        own = {"progress": None} if self.wants_progress else {}
        signature(self.function).bind(**arguments, **own)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSpec:
    """A job that runs by itself; `when` is `daily("03:10")` (Dutch time) or `every(minutes=15)`."""

    job: str
    when: str
    name: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the name of the schedule: that of its job unless it has one of its own."""
        return self.name or self.job


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    max_attempts: int = 5,
    backoff: timedelta = timedelta(minutes=1),
    time_limit: timedelta = timedelta(minutes=30),
) -> Callable[[Function], Function]:
    """Register a function as a job; the function itself stays what it was."""
    if not _NAME.match(name):
        raise ValueError(f"'{name}' is no name for a job: write '<app>.<what>' in small letters.")
    if max_attempts < 1:
        raise ValueError(f"'{name}' must be allowed at least one attempt.")

    def register(function: Function) -> Function:
        _refuse_second(name, function)
        _refuse_parameters(name, function)
        _jobs[name] = Job(
            name=name,
            function=function,
            max_attempts=max_attempts,
            backoff=backoff,
            time_limit=time_limit,
        )
        return function

    return register


def _refuse_second(name: str, function: Callable[..., Any]) -> None:
    other = _jobs.get(name)
    if other is None:
        return
    places = [(f.__module__, f.__qualname__) for f in (other.function, function)]
    if places[0] != places[1]:
        raise ValueError(f"Two jobs are called '{name}': {places[0]} and {places[1]}.")


def _refuse_parameters(name: str, function: Callable[..., Any]) -> None:
    for parameter in signature(function).parameters.values():
        if parameter.name in RESERVED or parameter.kind is Parameter.POSITIONAL_ONLY:
            raise ValueError(f"'{name}' cannot have a parameter '{parameter.name}'.")


def get_job(name: str) -> Job:
    """Return the job of this name, or raise UnknownJob."""
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(name) from None


def job_names() -> frozenset[str]:
    """Return the names of all jobs."""
    return frozenset(_jobs)


def discover() -> None:
    """Import the tasks.py of every app, which registers its jobs."""
    autodiscover_modules("tasks")


def declared_schedules() -> Iterator[ScheduleSpec]:
    """Yield what the apps declare in `SCHEDULES` of their tasks.py."""
    for config in apps.get_app_configs():
        yield from getattr(_tasks_of(config.name), "SCHEDULES", ())


def _tasks_of(app: str) -> ModuleType | None:
    try:
        return import_module(f"{app}.tasks")
    except ModuleNotFoundError as error:
        if error.name != f"{app}.tasks":
            raise
        return None


def daily(at: str) -> str:
    """Return the rule for once a day at HH:MM, Dutch time, summer and winter."""
    return checked_rule(f"daily {at}")


def every(*, minutes: int) -> str:
    """Return the rule for once per that many minutes."""
    return checked_rule(f"every {minutes}")


def checked_rule(rule: str) -> str:
    """Return the rule, or raise ValueError when it says nothing."""
    if not _RULE.match(rule):
        raise ValueError(f"'{rule}' is no schedule: use daily('HH:MM') or every(minutes=15).")
    return rule


def last_due(rule: str, now: datetime) -> datetime:
    """Return the latest moment, up to and including `now`, at which the rule asks for a run.

    A daily rule has one moment on each Dutch calendar day: a time that the clock skips in March
    falls an hour later, one that comes twice in October counts the first time.
    """
    match = _RULE.match(checked_rule(rule))
    assert match is not None  # noqa: S101 - checked_rule has looked
    if match["every"]:
        step = int(match["every"]) * 60
        return datetime.fromtimestamp(int(now.timestamp()) // step * step, UTC)
    at = time(int(match["hour"]), int(match["minute"]))
    day = now.astimezone(_AMSTERDAM).date()
    today = datetime.combine(day, at, _AMSTERDAM).astimezone(UTC)
    if today <= now:
        return today
    return datetime.combine(day - timedelta(days=1), at, _AMSTERDAM).astimezone(UTC)
