"""The list from A to Z: articles, themes, and words that people use for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from django.urls import reverse

from core.language.words import fold
from gir.reports.outline import ArticleLine
from gir.reports.ways_in import ThemeLine
from gir.searching.synonyms import word_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A word in the list; `also` names the article that it leads to."""

    text: str
    url: str
    also: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All that begins with one letter."""

    letter: str
    entries: Sequence[Entry]


def alphabet(articles: Sequence[ArticleLine], themes: Iterable[ThemeLine]) -> tuple[Letter, ...]:
    """Return all entries by their first letter."""
    entries = [*_articles(articles), *_themes(themes), *_words(articles)]
    rows = sorted(entries, key=lambda entry: (_sorted_as(entry.text), entry.also))
    groups = groupby(rows, key=lambda entry: _sorted_as(entry.text)[:1].upper())
    return tuple(Letter(letter=letter, entries=tuple(found)) for letter, found in groups if letter)


def _sorted_as(text: str) -> str:
    bare = fold(text).lstrip("'’‘\"(… ")
    article = next((one for one in ("de ", "het ", "een ") if bare.startswith(one)), "")
    return bare.removeprefix(article)


def _articles(articles: Iterable[ArticleLine]) -> Iterable[Entry]:
    for one in articles:
        yield Entry(text=one.title, url=reverse("gir:article", args=[one.key]), also=one.label)


def _themes(themes: Iterable[ThemeLine]) -> Iterable[Entry]:
    for one in themes:
        yield Entry(text=one.title, url=reverse("gir:theme", args=[one.key]))


def _words(articles: Sequence[ArticleLine]) -> Iterable[Entry]:
    """Yield the words of each group: to its article when there is one, else to a search."""
    known = {one.key: one for one in articles}
    titles = {fold(one.title) for one in articles}
    for group in word_groups():
        found = [known[key] for key in group.article_keys if key in known]
        for word in group.words if found else ():
            if fold(word) not in titles:
                yield _word(word[:1].upper() + word[1:], found)


def _word(word: str, found: Sequence[ArticleLine]) -> Entry:
    if len(found) == 1:
        only = found[0]
        url = reverse("gir:article", args=[only.key])
        return Entry(text=word, url=url, also=f"{only.label} {only.title}")
    return Entry(text=word, url=f"{reverse('gir:search')}?q={quote(word)}")
