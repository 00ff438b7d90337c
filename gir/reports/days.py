"""On which day somebody wants to read the code."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from gir.errors import NoSuchDay

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The day that is read, beside today."""

    day: date
    today: date

    @property
    def is_today(self) -> bool:
        """Whether the code is read as it is in force now."""
        return self.day == self.today


def asked(text: str | None) -> Asked:
    """Return the day of "2020-06-01", or today when nothing was asked."""
    today = clock.today()
    return Asked(day=day_of(text) if text else today, today=today)


def day_of(text: str) -> date:
    """Return the day that a text says; raise `NoSuchDay` with the text when it says none."""
    if not _DAY.fullmatch(text):
        raise NoSuchDay(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoSuchDay(text) from error


def day_before(day: date) -> date:
    """Return the day before; the first day of all stays itself."""
    return day if day == date.min else day - timedelta(days=1)
