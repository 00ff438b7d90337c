"""The one place where Kompas asks what time it is, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_fixed: ContextVar[datetime | None] = ContextVar("kompas_fixed_now", default=None)


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return _fixed.get() or timezone.now()


def business_date(moment: datetime, zone: str = "Europe/Amsterdam") -> date:
    """Return the calendar date of a moment for somebody in `zone` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today(zone: str = "Europe/Amsterdam") -> date:
    """Return today's date in `zone`; figures use Europe/Amsterdam, own pages the person's zone."""
    return business_date(now(), zone)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block. Used by the demo to record history."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
