"""The history of one article: its versions, and what the reader's own organisation added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from gir.reports.local import LocalRule, Reader, local_history
from gir.reports.timeline import Standing, Stretch, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A version in the list, with the one before it to compare with."""

    stretch: Stretch
    standing: Standing
    before_from: date | None

    @property
    def is_now(self) -> bool:
        """Whether it is in force today."""
        return self.standing is Standing.NOW

    @property
    def is_coming(self) -> bool:
        """Whether it will be in force later."""
        return self.standing is Standing.COMING


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """All versions of an article, newest first."""

    key: str
    label: str
    title: str
    lines: Sequence[HistoryLine]
    local: Sequence[LocalRule]


def history_view(key: str, *, reader: Reader) -> HistoryView | None:
    """Return the history of an article; None for an unknown one."""
    timeline = timeline_of(key)
    if not timeline:
        return None
    today = clock.today()
    starts = [None, *(one.valid_from for one in timeline)]
    lines = [
        HistoryLine(stretch=one, standing=one.standing(today), before_from=before)
        for one, before in zip(timeline, starts, strict=False)
    ]
    named = next((one for one in timeline if one.holds_on(today)), timeline[-1]).version
    return HistoryView(
        key=key,
        label=named.label,
        title=named.title,
        lines=tuple(reversed(lines)),
        local=local_history(key, reader=reader),
    )
