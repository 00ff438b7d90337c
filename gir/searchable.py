"""What people can find of the code: articles in force, themes, questions and the dilemma."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.searching import Gate, SearchDocument
from gir.models import ArticleVersion
from gir.searching.corpus import Corpus, Document, address_of, corpus_of, state_on
from gir.searching.corpus import Kind as Part

KIND = "code"


def documents() -> Iterator[SearchDocument]:
    """Yield what is in force today; for everybody when the organisation made the code public."""
    gate = Gate.PUBLIC if settings.GIR_PUBLIC else Gate.SIGNED_IN
    today = clock.today()
    corpus = corpus_of(state_on(today))
    words = _words(corpus)
    for document in corpus.documents:
        yield _of(document, words, gate)
    if ArticleVersion.objects.in_force_on(today).exists():
        yield from _doors(gate)


def _words(corpus: Corpus) -> Mapping[str, list[str]]:
    """Return the words by which people look for each article."""
    found: dict[str, list[str]] = defaultdict(list)
    for group in corpus.groups:
        for key in group.article_keys:
            found[key] += group.words
    return found


def _of(document: Document, words: Mapping[str, list[str]], gate: Gate) -> SearchDocument:
    keys = document.article_keys if document.kind is Part.ARTICLE else ()
    return SearchDocument(
        kind=KIND,
        key=f"{document.kind}-{document.key}",
        label=document.label,
        title=document.title,
        text=document.text,
        keywords=", ".join(word for key in keys for word in words[key]),
        path=address_of(document),
        gate=gate,
    )


def _doors(gate: Gate) -> Iterator[SearchDocument]:
    """Yield the ways in to the whole code."""
    rows = (
        ("index", "Gedragscode Integriteit Rijk", "GIR, gedragscode, integriteitscode, regels"),
        ("dilemma", _("Dilemma of the week"), "dilemma, stelling, kaartje, gesprek"),
    )
    for name, title, words in rows:
        yield SearchDocument(
            kind=KIND,
            key=name,
            title=title,
            text="",
            keywords=words,
            path=reverse(f"gir:{name}"),
            gate=gate,
        )
