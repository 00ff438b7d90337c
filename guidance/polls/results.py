"""What compliance officer, works council and auditor see of polls: per organisation, in batches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from core import clock
from guidance.enums import PollOption
from guidance.models import Poll, PollCount
from guidance.polls.batches import Result, shown, together
from organisations.access import Viewer, mandates_of
from organisations.enums import MandateKind
from organisations.models import Unit, UnitVersion

READERS = (MandateKind.COMPLIANCE_OFFICER, MandateKind.WORKS_COUNCIL, MandateKind.AUDITOR)
Figure = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationResult:
    """The answers of one organisation; without any that may be seen `result.n` is 0."""

    unit_id: int
    name: str
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """The answers to one poll, beside what research found: value, text, year and source."""

    poll: Poll
    figures: tuple[Figure, ...]
    rijk: Result
    rows: tuple[OrganisationResult, ...]


def may_read(user: Viewer) -> bool:
    """Tell whether somebody holds a mandate with which results are read."""
    return mandates_of(user).filter(kind__in=READERS).exists()


def poll_results(user: Viewer) -> tuple[PollResult, ...]:
    """Return the polls with the organisations under the mandates of somebody, and the Rijk.

    As many queries, however many organisations there are.
    """
    today = clock.today()
    polls = list(Poll.objects.order_by("position", "pk"))
    counters = _counters()
    seen = _seen(user, today)
    figures = _figures([key for poll in polls for key in poll.figure_keys])
    return tuple(_result(poll, counters.get(poll.pk, {}), seen, figures, today) for poll in polls)


def _result(
    poll: Poll,
    counters: Mapping[int, Mapping[date, Mapping[str, int]]],
    seen: Mapping[int, str],
    figures: Mapping[str, Figure],
    today: date,
) -> PollResult:
    results = {unit: shown(months, today=today) for unit, months in counters.items()}
    rows = [
        OrganisationResult(unit_id=unit, name=name, result=results.get(unit, Result()))
        for unit, name in seen.items()
    ]
    return PollResult(
        poll=poll,
        figures=tuple(figures[key] for key in poll.figure_keys if key in figures),
        rijk=together(results.values()),
        rows=tuple(rows),
    )


def _counters() -> dict[int, dict[int, dict[date, dict[str, int]]]]:
    """Return the numbers by poll, organisation, month and option."""
    found: dict[int, dict[int, dict[date, dict[str, int]]]] = {}
    rows = PollCount.objects.values_list("poll_id", "organisation_id", "month", "option", "n")
    for poll, unit, month, option, number in rows.order_by("pk"):
        months = found.setdefault(poll, {}).setdefault(unit, {})
        months.setdefault(month, dict.fromkeys(PollOption.values, 0))[option] = number
    return found


def _seen(user: Viewer, today: date) -> dict[int, str]:
    """Return the organisations with answers under the mandates of somebody, by name."""
    mandates = mandates_of(user).filter(kind__in=READERS)
    counted = PollCount.objects.order_by().values("organisation")
    units = Unit.objects.under(mandates, on=today).filter(pk__in=counted)
    names = UnitVersion.objects.current().active_on(today).filter(unit__in=units.values("pk"))
    return dict(names.order_by("name", "unit").values_list("unit_id", "name"))


@cache
def _source(name: str) -> Callable[[Sequence[str]], Mapping[str, Figure]]:
    found: Callable[[Sequence[str]], Mapping[str, Figure]] = import_string(name)
    return found


def _figures(keys: Sequence[str]) -> Mapping[str, Figure]:
    """Return the figures from research, kept in one place by an app above this one."""
    return _source(settings.POLL_FIGURES)(keys) if settings.POLL_FIGURES and keys else {}
