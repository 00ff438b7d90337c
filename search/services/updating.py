"""Bringing what can be found up to date: only what differs is written."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from wagtail.search.backends import get_search_backends

from core import clock
from core.searching import Gate, SearchDocument
from organisations.models import Unit
from search.models import EntryUnit, SearchEntry, SearchWords
from search.services.collecting import Collected, Key, collect, hash_of
from search.stems import Words, stems_of, terms_of, weights_of, words_of

Row = TypeVar("Row")

_AT_ONCE = 500
_FORM = "2"
"""Another one when the form of what is stored changes: everything is then written anew."""

_WRITTEN = (
    *("title", "label", "text", "keywords", "path", "gate"),
    *("terms", "weights", "words", "source", "content_hash", "updated_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What an update did. `failed` are the sources that could not be asked."""

    added: int
    changed: int
    removed: int
    failed: frozenset[str]

    def __str__(self) -> str:
        done = f"{self.added} added, {self.changed} changed, {self.removed} removed"
        return f"{done}, failed: {', '.join(sorted(self.failed))}" if self.failed else done


def update_search() -> Updated:
    """Ask all apps what can be found and store what differs; what failed stays as it was."""
    collected = collect()
    stored = _stored()
    documents = {**_kept(collected, stored), **collected.documents}
    words = _all_words(documents.values())
    sources = {key: entry.source for key, entry in stored.items()} | dict(collected.sources)
    rows = [_row(document, words, sources[key]) for key, document in documents.items()]
    fresh = [row for row in rows if (row.kind, row.key) not in stored]
    other = [row for row in rows if _differs(row, stored)]
    gone = [entry.pk for key, entry in stored.items() if key not in documents]
    for row in other:
        row.pk = stored[row.kind, row.key].pk
    for some in _batches(fresh):
        _write(some, documents, is_new=True)
    for some in _batches(other):
        _write(some, documents, is_new=False)
    for pks in _batches(gone):
        _remove(pks)
    _write_words(documents, {(row.kind, row.key): row.weights for row in rows}, words)
    return Updated(added=len(fresh), changed=len(other), removed=len(gone), failed=collected.failed)


def _stored() -> dict[Key, SearchEntry]:
    rows = SearchEntry.objects.only("kind", "key", "source", "content_hash")
    return {(row.kind, row.key): row for row in rows}


def _kept(collected: Collected, stored: Mapping[Key, SearchEntry]) -> dict[Key, SearchDocument]:
    """Return what is stored of the sources that failed, as documents."""
    pks = [row.pk for row in stored.values() if row.source in collected.failed]
    if not pks:
        return {}
    rows = SearchEntry.objects.filter(source__in=collected.failed).prefetch_related("unit_rows")
    found = {}
    for row in rows:
        found[row.kind, row.key] = SearchDocument(
            kind=row.kind,
            key=row.key,
            title=row.title,
            text=row.text,
            path=row.path,
            keywords=row.keywords,
            label=row.label,
            gate=Gate(row.gate),
            unit_ids=frozenset(link.unit_id for link in row.unit_rows.all()),
        )
    return found


def _all_words(documents: Iterable[SearchDocument]) -> Words:
    known = frozenset(word for document in documents for word in words_of(document))
    return stems_of(known, known)


def _row(document: SearchDocument, words: Words, source: str) -> SearchEntry:
    weights = weights_of(document, words)
    terms = terms_of(document, weights, words)
    return SearchEntry(
        kind=document.kind,
        key=document.key,
        title=document.title[:300],
        label=document.label,
        text=document.text,
        keywords=document.keywords,
        path=document.path,
        gate=document.gate,
        terms=terms,
        weights=weights,
        words=sorted({*words_of(document)}) if document.gate is Gate.UNITS else [],
        source=source,
        content_hash=_hash(document, terms),
        updated_at=clock.now(),
    )


def _hash(document: SearchDocument, terms: str) -> str:
    """Return a word for a document as it is stored: other words elsewhere may change its stems."""
    return hashlib.sha256(f"{_FORM} {hash_of(document)} {terms}".encode()).hexdigest()


def _differs(row: SearchEntry, stored: Mapping[Key, SearchEntry]) -> bool:
    before = stored.get((row.kind, row.key))
    return before is not None and before.content_hash != row.content_hash


@transaction.atomic
def _write(
    rows: Sequence[SearchEntry], documents: Mapping[Key, SearchDocument], *, is_new: bool
) -> None:
    if is_new:
        SearchEntry.objects.bulk_create(rows)
    else:
        SearchEntry.objects.bulk_update(rows, _WRITTEN, batch_size=50)
        EntryUnit.objects.filter(entry__in=rows).delete()
    wanted = [(row, documents[row.kind, row.key].unit_ids) for row in rows]
    ids = {unit for _row, units in wanted for unit in units}
    known = set(Unit.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    EntryUnit.objects.bulk_create(
        EntryUnit(entry=row, unit_id=unit) for row, units in wanted for unit in units & known
    )
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(SearchEntry, rows)


@transaction.atomic
def _remove(pks: Sequence[int]) -> None:
    rows = list(SearchEntry.objects.filter(pk__in=pks).only("pk"))
    for backend in get_search_backends(with_auto_update=True):
        for row in rows:
            backend.delete(row)
    SearchEntry.objects.filter(pk__in=pks).delete()


def _write_words(
    documents: Mapping[Key, SearchDocument],
    weights: Mapping[Key, Mapping[str, float]],
    words: Words,
) -> None:
    """Store the words of what is not bound to units, so that a mistake can be mended."""
    public: set[str] = set()
    signed_in: set[str] = set()
    counts: dict[str, list[int]] = {}
    totals = [0, 0]
    for key, document in documents.items():
        if document.gate is Gate.UNITS:
            continue
        place = int(document.gate is Gate.SIGNED_IN)
        totals[place] += 1
        (signed_in if place else public).update(words_of(document))
        for term in weights[key]:
            counts.setdefault(term, [0, 0])[place] += 1
    found = {word: [int(word not in public), *sorted(words[word])] for word in public | signed_in}
    written = json.dumps([found, counts, totals], sort_keys=True)
    version = hashlib.sha256(f"{_FORM} {written}".encode()).hexdigest()
    if not SearchWords.objects.filter(version=version).exists():
        SearchWords.objects.update_or_create(
            pk=SearchWords.ONLY,
            defaults={"version": version, "words": found, "counts": counts, "totals": totals},
        )


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
