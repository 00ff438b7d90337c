"""From headings and blocks to the articles of an edition, with everything that is wrong."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.translation import gettext as _

from gir.importing.parts import Block, Fault, Heading, Part

ANNEX = "Bijlage"
_ARTICLE = re.compile(
    r"(?:§|paragraaf|artikel)?\s*(\d{1,2})\.(\d{1,2})\.?(?:\s+.*)?", re.IGNORECASE
)
_CHAPTER = re.compile(r"(?:hoofdstuk\s+)?(\d{1,2})\.?(?:\s+.*)?", re.IGNORECASE)
_ANNEX = re.compile(r"(?:bijlage|model\s+integriteitsverklaring)\b.*", re.IGNORECASE)


@dataclass(slots=True)
class OfficialArticle:
    """An article as the file has it."""

    line: int
    label: str
    chapter: str
    blocks: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "".join(self.blocks)


@dataclass(slots=True)
class OfficialText:
    """What a file holds: its articles, in its order, and lines with text outside of them."""

    articles: list[OfficialArticle] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)


def collect(parts: Iterable[Part]) -> OfficialText:
    """Return the articles. What comes before the first, or between, belongs to none of them."""
    text = OfficialText()
    current: OfficialArticle | None = None
    chapter = ""
    for part in parts:
        if isinstance(part, Block):
            if current is None:
                text.outside.append(part.line)
            else:
                current.blocks.append(part.html)
        elif label := _label(part, text):
            current = OfficialArticle(part.line, label, "" if label == ANNEX else chapter)
            text.articles.append(current)
        elif found := _CHAPTER.fullmatch(part.text.strip()):
            chapter = found[1]
            current = None
        elif current is not None:
            current.blocks.append(f"<h3>{escape(part.text.strip())}</h3>")
    return text


def faults_of(text: OfficialText, labels: Sequence[str]) -> list[Fault]:
    """Return what is wrong, compared with the articles of the edition in their order."""
    if not text.articles:
        return [Fault(0, _("There is no article in this file, such as 4.1 with its text."))]
    known = {label.casefold(): place for place, label in enumerate(labels)}
    seen: set[str] = set()
    faults: list[Fault] = []
    for article in text.articles:
        name = article.label.casefold()
        if name not in known:
            faults.append(_fault(article, _("The edition has no article %(label)s.")))
        elif name in seen:
            faults.append(_fault(article, _("Article %(label)s stands here a second time.")))
        seen.add(name)
        faults.extend(_faults_inside(article))
    faults.extend(_faults_of_order(text, known))
    last = text.articles[-1].line
    for label in labels:
        if label.casefold() not in seen:
            line = _line_after(text, known, known[label.casefold()])
            sentence = _("Article %(label)s is missing.")
            if line:
                sentence = _("Article %(label)s is missing. It should stand before this line.")
            faults.append(Fault(line or last, sentence % {"label": label}))
    return faults


def _faults_inside(article: OfficialArticle) -> list[Fault]:
    faults = []
    if not article.html:
        faults.append(_fault(article, _("Article %(label)s has no text.")))
    own = article.label.partition(".")[0]
    if article.chapter and own != article.chapter:
        sentence = _("Article %(label)s stands in chapter %(chapter)s. The number is wrong.")
        faults.append(_fault(article, sentence, chapter=article.chapter))
    return faults


def _faults_of_order(text: OfficialText, known: Mapping[str, int]) -> list[Fault]:
    faults = []
    before: OfficialArticle | None = None
    for article in text.articles:
        place = known.get(article.label.casefold())
        if place is None:
            continue
        if before is not None and place < known[before.label.casefold()]:
            sentence = _("Article %(label)s stands after %(before)s. The order is wrong.")
            faults.append(_fault(article, sentence, before=before.label))
        before = article
    return faults


def _line_after(text: OfficialText, known: Mapping[str, int], place: int) -> int:
    """Return where the first article that comes later in the edition stands."""
    return next(
        (one.line for one in text.articles if known.get(one.label.casefold(), -1) > place), 0
    )


def _fault(article: OfficialArticle, sentence: str, **values: object) -> Fault:
    return Fault(article.line, sentence % {"label": article.label, **values})


def _label(heading: Heading, text: OfficialText) -> str:
    """Return the number of the article that a heading starts, or nothing.

    The code itself may be an annex to a decision; the annex of the code comes after its articles.
    """
    if found := _ARTICLE.fullmatch(heading.text.strip()):
        return f"{int(found[1])}.{int(found[2])}"
    if text.articles and _ANNEX.fullmatch(heading.text.strip()):
        return ANNEX
    return ""
