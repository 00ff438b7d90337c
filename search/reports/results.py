"""What somebody gets who searches: one list, the best first, with what was hit marked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from core.language.asking import mended
from core.language.marking import excerpt, mark
from design.navigation import in_language
from organisations.viewers import Viewer
from search.enums import ICONS, Kind
from search.finding import Ranked, find
from search.models import SearchEntry

LONGEST = 100
"""How many letters of a question are read."""

ON_A_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One hit, with the words that were looked for marked."""

    kind: str
    key: str
    kind_label: str
    icon: str
    label: str
    title: SafeString
    text: SafeString
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A kind to look at alone, with how many hits it has. Empty `kind`: everything."""

    kind: str
    label: str
    icon: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All hits of a question. `meant` is what was typed with its mistakes mended, or empty.

    `total` counts all kinds, `page` holds those of the kind that was chosen.
    """

    asked: str
    meant: str
    total: int
    choices: Sequence[Choice]
    page: Page[SearchEntry]
    results: Sequence[Result]


def results_for(text: str, user: Viewer, *, kind: str = "", page: str = "1") -> Results:
    """Return what somebody may find of what they typed."""
    asked = text.strip()[:LONGEST]
    ranked = find(asked, user)
    counts = Counter(entry.kind for entry in ranked.entries)
    chosen = kind if kind in Kind.values else ""
    entries = [entry for entry in ranked.entries if chosen in {"", entry.kind}]
    shown = Paginator(entries, ON_A_PAGE).get_page(page)
    return Results(
        asked=asked,
        meant=mended(asked, ranked.question),
        total=len(ranked.entries),
        choices=_choices(counts, chosen),
        page=shown,
        results=_results(list(shown.object_list), ranked),
    )


def _choices(counts: Counter[str], chosen: str) -> tuple[Choice, ...]:
    rows = [Kind(kind) for kind in Kind.values if counts[kind] or kind == chosen]
    return tuple(
        Choice(
            kind=kind,
            label=str(kind.label),
            icon=ICONS[kind],
            count=counts[kind],
            is_chosen=kind == chosen,
        )
        for kind in rows
    )


def _results(entries: Sequence[SearchEntry], ranked: Ranked) -> tuple[Result, ...]:
    """Return one page of hits; only of those the texts are read."""
    terms, vocabulary = ranked.question.terms, ranked.known.vocabulary
    pks = [entry.pk for entry in entries]
    texts = dict(SearchEntry.objects.filter(pk__in=pks).values_list("pk", "text"))

    def hit(word: str) -> bool:
        return not terms.isdisjoint(vocabulary.terms_of(word))

    return tuple(
        Result(
            kind=entry.kind,
            key=entry.key,
            kind_label=str(Kind(entry.kind).label),
            icon=ICONS[Kind(entry.kind)],
            label=entry.label,
            title=mark(entry.title, hit),
            text=mark(excerpt(texts.get(entry.pk, ""), hit), hit),
            url=in_language(entry.path),
        )
        for entry in entries
    )
