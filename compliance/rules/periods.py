"""Arithmetic with periods of days: the first day is in, the end is not; no end is `FOREVER`."""

from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date, date]
FOREVER = date.max
ALWAYS: Period = (date.min, FOREVER)


def period(start: date, until: date | None) -> Period:
    """Return the period of a dated row, whose missing end means: no end."""
    return start, FOREVER if until is None else until


def until_of(end: date) -> date | None:
    """Return the end as the database keeps it."""
    return None if end == FOREVER else end


def union(periods: Iterable[Period], *, bridge_days: int = 0) -> list[Period]:
    """Return the same days as separate periods in order; gaps up to `bridge_days` are filled."""
    bridge = timedelta(days=bridge_days)
    joined: list[Period] = []
    for start, end in sorted(periods):
        if joined and (joined[-1][1] == FOREVER or start <= joined[-1][1] + bridge):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def intersect(first: Iterable[Period], second: Iterable[Period]) -> list[Period]:
    """Return the days that are in both."""
    others = list(second)
    common = (
        (max(start, other_start), min(end, other_end))
        for start, end in first
        for other_start, other_end in others
    )
    return union((start, end) for start, end in common if start < end)


def subtract(first: Iterable[Period], second: Iterable[Period]) -> list[Period]:
    """Return the days that are in the first and not in the second."""
    left = union(first)
    for gone_start, gone_end in union(second):
        left = [
            part
            for start, end in left
            for part in ((start, min(end, gone_start)), (max(start, gone_end), end))
            if part[0] < part[1]
        ]
    return left
