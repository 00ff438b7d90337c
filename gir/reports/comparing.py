"""What differs between the code on two days: exactly the articles that changed, word by word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from core.language.differences import ComparedBlock, Fate, Piece, compare_html, compare_words
from gir.contents import Content, content_of_version
from gir.enums import ChangeKind
from gir.models import ArticleVersion
from gir.models.editions import TEXTS
from gir.reports.article import legal_basis, role_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPart:
    """A part of an article in which something differs."""

    heading: str
    blocks: Sequence[ComparedBlock]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDifference:
    """An article that is new, changed or gone."""

    key: str
    label: str
    title: Sequence[Piece]
    name: str
    chapter: str
    change: ChangeKind
    notes: Sequence[str]
    parts: Sequence[ComparedPart]
    read_on: date

    @property
    def change_label(self) -> str:
        """New, changed or removed, in words."""
        return str(self.change.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The code on two days beside each other."""

    earlier: date
    later: date
    articles: Sequence[ArticleDifference]
    same: int

    def counted(self, change: ChangeKind) -> int:
        """Return how many articles are new, changed or gone."""
        return sum(one.change == change for one in self.articles)

    @property
    def new(self) -> int:
        """How many articles came."""
        return self.counted(ChangeKind.NEW)

    @property
    def changed(self) -> int:
        """How many articles read differently."""
        return self.counted(ChangeKind.CHANGED)

    @property
    def removed(self) -> int:
        """How many articles went."""
        return self.counted(ChangeKind.REMOVED)


def compare(first: date, second: date, *, only: str = "") -> Comparison:
    """Compare the code on two days, the earlier one first; `only` keeps one article."""
    earlier, later = sorted((first, second))
    old, new = _versions(earlier, only), _versions(later, only)
    changed = [key for key in _order(old, new) if _hash_in(old, key) != _hash_in(new, key)]
    notes = _notes(earlier, later, changed)
    return Comparison(
        earlier=earlier,
        later=later,
        articles=tuple(
            difference_of(old.get(key), new.get(key), notes.get(key, ()), (earlier, later))
            for key in changed
        ),
        same=len(set(old) & set(new)) - sum(key in old and key in new for key in changed),
    )


def _versions(day: date, only: str) -> Mapping[str, ArticleVersion]:
    rows = ArticleVersion.objects.in_force_on(day)
    return {row.key: row for row in (rows.filter(key=only) if only else rows)}


def _order(old: Mapping[str, ArticleVersion], new: Mapping[str, ArticleVersion]) -> list[str]:
    """Return all keys in the order of the code; what went stands where it stood."""
    every = {**old, **new}
    return sorted(every, key=lambda key: (every[key].position, key))


def _hash_in(versions: Mapping[str, ArticleVersion], key: str) -> str | None:
    version = versions.get(key)
    return version.content_hash if version else None


def _notes(earlier: date, later: date, keys: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return why each article changed, in the order in which that happened."""
    rows = ArticleVersion.objects.standing().filter(
        key__in=list(keys), valid_from__gt=earlier, valid_from__lte=later
    )
    found: dict[str, list[str]] = {}
    ordered = rows.exclude(change_note="").order_by("valid_from", "number")
    for key, note in ordered.values_list("key", "change_note"):
        found.setdefault(key, []).append(note)
    return found


def difference_of(
    old: ArticleVersion | None,
    new: ArticleVersion | None,
    notes: Sequence[str],
    days: tuple[date, date],
) -> ArticleDifference:
    """Return how an article differs; one of the two is absent when it came or went."""
    shown = new or old
    assert shown is not None  # noqa: S101  a key comes from one of the two
    change = ChangeKind.CHANGED
    if old is None or new is None:
        change = ChangeKind.NEW if old is None else ChangeKind.REMOVED
    before = content_of_version(old) if old else {}
    after = content_of_version(new) if new else {}
    return ArticleDifference(
        key=shown.key,
        label=shown.label,
        title=_title(before, after),
        name=shown.title,
        chapter=f"{shown.chapter}. {shown.chapter_title}",
        change=change,
        notes=notes,
        parts=tuple(_parts(before, after)),
        read_on=days[0] if new is None else days[1],
    )


def _title(before: Content, after: Content) -> Sequence[Piece]:
    if not before or not after:
        fate = Fate.ADDED if after else Fate.REMOVED
        return (Piece(fate, str((after or before)["title"])),)
    return compare_words(before["title"], after["title"])


def _parts(before: Content, after: Content) -> Iterable[ComparedPart]:
    """Yield what differs; of an article that came or went only its texts."""
    is_whole = not before or not after
    for heading, name in _headings().items():
        if is_whole and name not in TEXTS:
            continue
        old, new = _html(name, before), _html(name, after)
        if old != new:
            blocks = compare_html(old, new)
            if any(block.has_changed for block in blocks):
                yield ComparedPart(heading=heading, blocks=blocks)


def _headings() -> Mapping[str, str]:
    return {
        _("Number"): "label",
        _("Chapter"): "chapter_title",
        _("What is the rule?"): "rule",
        _("What do we expect of you?"): "expected",
        _("Example"): "example",
        _("Where can you go?"): "where_to_go",
        _("Who can help"): "roles",
        _("Legal basis"): "legal_refs",
        _("Official text"): "official_text",
        _("Official publication"): "official_url",
    }


def _html(name: str, content: Content) -> str:
    """Return any part of an article as HTML, so that all are compared in one way."""
    value: Any = content.get(name, "")
    if name == "chapter_title" and value:
        value = f"{content['chapter']}. {value}"
    if name == "roles":
        return _list(role_names(value or ()))
    if name == "legal_refs":
        rows = legal_basis(value or ())
        return _list(f"{row.name} ({row.url})" if row.url else row.name for row in rows)
    if name in {"label", "chapter_title", "official_url"}:
        return f"<p>{escape(value)}</p>" if value else ""
    return str(value)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""
