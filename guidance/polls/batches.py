"""What of the counters may be seen: whole months, in batches of at least ten answers.

What is promised: the difference between any two reports, of any two days and about any
organisations together, is about nobody or about at least ten answers. A month is added when it is
over, and only together with so many months that they are ten answers; whoever compares yesterday's
report with today's never finds a smaller group. Of organisations with fewer answers nothing is
shown, also not in the total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guidance.enums import PollOption

SMALLEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Answers that may be seen, up to and including a month. `n` is ten or more, or 0."""

    yes: int = 0
    partly: int = 0
    no: int = 0
    through: date | None = None

    @property
    def n(self) -> int:
        """How many answers."""
        return self.yes + self.partly + self.no

    @property
    def shares(self) -> list[tuple[PollOption, int, int]]:
        """Each option with its number and its part in whole per cents."""
        numbers = zip(PollOption, (self.yes, self.partly, self.no), strict=True)
        return [(option, count, round(100 * count / self.n)) for option, count in numbers if self.n]

    @property
    def percentage(self) -> int | None:
        """The part that said yes; None: nothing can be shown."""
        return round(100 * self.yes / self.n) if self.n else None

    def __add__(self, other: "Result") -> "Result":
        months = [month for month in (self.through, other.through) if month]
        return Result(
            yes=self.yes + other.yes,
            partly=self.partly + other.partly,
            no=self.no + other.no,
            through=max(months, default=None),
        )


def shown(months: Mapping[date, Mapping[str, int]], *, today: date) -> Result:
    """Return what may be seen of the counters of one organisation, by month and option."""
    total = waiting = Result()
    for month in sorted(months):
        if month >= today.replace(day=1):
            break
        waiting += _of_month(month, months[month])
        if waiting.n >= SMALLEST:
            total, waiting = total + waiting, Result()
    return total


def together(results: Iterable[Result]) -> Result:
    """Return the total of what is shown of each, and of nothing else."""
    return sum(results, Result())


def _of_month(month: date, counts: Mapping[str, int]) -> Result:
    return Result(**{name: counts.get(name, 0) for name in PollOption.values}, through=month)
