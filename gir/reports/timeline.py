"""The versions of one article, each with the period in which it was, is or will be in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.dates import last_day
from gir.enums import ChangeKind
from gir.models import ArticleVersion


class Standing(StrEnum):
    """What a version is today."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A version in force, or the article gone, from a day up to, not including, another."""

    version: ArticleVersion
    valid_from: date
    valid_until: date | None

    @property
    def is_removed(self) -> bool:
        """Whether the article is not in force in this stretch."""
        return self.version.change == ChangeKind.REMOVED

    @property
    def last_day(self) -> date | None:
        """The last day of it; None when no end is known."""
        return last_day(self.valid_until)

    @property
    def change_label(self) -> str:
        """New, changed or removed, in words."""
        return str(ChangeKind(self.version.change).label)

    def holds_on(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def standing(self, today: date) -> Standing:
        """Return what this version is on a day."""
        if self.holds_on(today):
            return Standing.NOW
        return Standing.COMING if today < self.valid_from else Standing.PAST


Timeline = Sequence[Stretch]


def timeline_of(key: str) -> Timeline:
    """Return the versions of an article that were ever in force or will be, earliest first.

    Of two that start on one day only the one recorded last ever was.
    """
    rows = ArticleVersion.objects.standing().filter(key=key).select_related("edition")
    last: dict[date, ArticleVersion] = {}
    for version in rows.order_by("valid_from", "number"):
        last[version.valid_from] = version
    starts = [*last, None]
    return [
        Stretch(version=version, valid_from=start, valid_until=after)
        for (start, version), after in zip(last.items(), starts[1:], strict=True)
    ]


def stretch_on(timeline: Timeline, day: date) -> Stretch | None:
    """Return what holds on a day; None before the first version."""
    return next((one for one in timeline if one.holds_on(day)), None)
