"""What changed lately in the code, and what is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from gir.enums import ChangeKind
from gir.models import ArticleVersion
from gir.reports.days import day_before
from gir.reports.editions import Editions


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedArticle:
    """An article that became different on a day."""

    key: str
    label: str
    title: str
    change: ChangeKind
    note: str

    @property
    def change_label(self) -> str:
        """New, changed or removed, in words."""
        return str(self.change.label)

    @property
    def is_removed(self) -> bool:
        """Whether it went."""
        return self.change == ChangeKind.REMOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All articles that became different on one day."""

    day: date
    before: date
    articles: Sequence[ChangedArticle]


def latest_changes(day: date, editions: Editions) -> Changes | None:
    """Return what changed last up to a day; None when nothing did since the first edition."""
    first = editions.first
    if first is None:
        return None
    rows = ArticleVersion.objects.standing()
    since = rows.filter(valid_from__gt=first.valid_from, valid_from__lte=day)
    last = since.aggregate(last=Max("valid_from"))["last"]
    return None if last is None else _on(last)


def coming_changes(editions: Editions) -> Changes | None:
    """Return what the next edition changes; None when none was approved yet."""
    coming = editions.coming
    return None if coming is None else _on(coming.valid_from)


def _on(day: date) -> Changes:
    rows = ArticleVersion.objects.standing().filter(valid_from=day)
    names = ("key", "label", "title", "change", "change_note", "number")
    found: dict[str, dict[str, object]] = {}
    for row in rows.order_by("position", "key", "number").values(*names):
        found[row["key"]] = row
    articles = tuple(
        ChangedArticle(
            key=str(row["key"]),
            label=str(row["label"]),
            title=str(row["title"]),
            change=ChangeKind(str(row["change"])),
            note=str(row["change_note"]),
        )
        for row in found.values()
    )
    return Changes(day=day, before=day_before(day), articles=articles)
