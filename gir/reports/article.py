"""An article as a reader sees it on a day: the text of the Rijk, and what is around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gir.models import ArticleVersion
from gir.reports.days import Asked
from gir.reports.editions import EditionLine, editions_on
from gir.reports.local import LocalRule, Reader, local_rules
from gir.reports.outline import ArticleLine, articles_on, neighbours
from gir.reports.timeline import Standing, Stretch, Timeline, stretch_on, timeline_of
from gir.reports.ways_in import (
    QuestionLine,
    ThemeLine,
    about_article,
    question_lines,
    theme_lines,
)
from guidance.navigation import role_addresses
from organisations.enums import RoleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A law or rule that an article rests on."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLink:
    """A role that can help, with the page that explains it; the address may be empty."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article in force on a day, with its place in time."""

    version: ArticleVersion
    stretch: Stretch
    standing: Standing
    asked: Asked
    now: Stretch | None
    previous: Stretch | None
    following: Stretch | None
    edition: EditionLine | None
    local: Sequence[LocalRule]
    legal_basis: Sequence[LegalBasis]
    roles: Sequence[RoleLink]
    themes: Sequence[ThemeLine]
    questions: Sequence[QuestionLine]
    before: ArticleLine | None
    after: ArticleLine | None
    declaration_url: str

    @property
    def is_now(self) -> bool:
        """Whether this is the version in force today."""
        return self.standing is Standing.NOW

    @property
    def chapter_label(self) -> str:
        """The chapter that it stands in."""
        return f"{self.version.chapter}. {self.version.chapter_title}"

    @property
    def chapter_anchor(self) -> str:
        """Where that chapter stands on the front page."""
        return f"#hoofdstuk-{self.version.chapter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInForce:
    """An article that there is no text of on a day: it is gone, or does not exist yet."""

    key: str
    label: str
    title: str
    asked: Asked
    stretch: Stretch | None
    now: Stretch | None
    last: Stretch | None
    coming: Stretch | None

    @property
    def is_removed(self) -> bool:
        """Whether it was in force before."""
        return self.stretch is not None


def article_view(key: str, *, asked: Asked, reader: Reader) -> ArticleView | NotInForce | None:
    """Return an article as it was, is or will be in force on a day; None for an unknown one."""
    timeline = timeline_of(key)
    if not timeline:
        return None
    stretch = stretch_on(timeline, asked.day)
    if stretch is None or stretch.is_removed:
        return _not_in_force(timeline, stretch, asked)
    place = timeline.index(stretch)
    editions = editions_on(asked.day)
    outline = articles_on(asked.day)
    before, after = neighbours(outline, key)
    version = stretch.version
    edition = editions.of_the_day
    return ArticleView(
        version=version,
        stretch=stretch,
        standing=stretch.standing(asked.today),
        asked=asked,
        now=_in_force(timeline, asked),
        previous=timeline[place - 1] if place else None,
        following=timeline[place + 1] if place + 1 < len(timeline) else None,
        edition=edition,
        local=local_rules(key, reader=reader, day=asked.day),
        legal_basis=legal_basis(version.legal_refs),
        roles=role_links(version.roles),
        themes=about_article(theme_lines(), key),
        questions=about_article(question_lines(), key),
        before=before,
        after=after,
        declaration_url=edition.declaration_url if edition and reader.is_hired else "",
    )


def legal_basis(refs: Iterable[Any]) -> tuple[LegalBasis, ...]:
    """Return the laws of a version; each was stored as a name, or as a name with an address.

    Editors type this list as it is stored, so an address that is none is left out.
    """
    rows = [ref if isinstance(ref, Mapping) else {"name": str(ref)} for ref in refs]
    return tuple(
        LegalBasis(name=str(row.get("name", "")), url=_web_address(row.get("url"))) for row in rows
    )


def _web_address(url: Any) -> str:
    text = str(url or "")
    return text if text.startswith(("https://", "http://")) else ""


def role_links(roles: Sequence[str]) -> tuple[RoleLink, ...]:
    """Return the roles that can help, with the page that explains each when there is one."""
    known = dict(RoleKind.choices)
    addresses = role_addresses(roles) if roles else {}
    return tuple(
        RoleLink(name=str(known[role]), url=addresses.get(role, ""))
        for role in roles
        if role in known
    )


def role_names(roles: Iterable[str]) -> tuple[str, ...]:
    """Return the roles that can help, in words; one that is no longer known is left out."""
    known = dict(RoleKind.choices)
    return tuple(str(known[role]) for role in roles if role in known)


def _in_force(timeline: Timeline, asked: Asked) -> Stretch | None:
    found = stretch_on(timeline, asked.today)
    return None if found is None or found.is_removed else found


def _not_in_force(timeline: Timeline, stretch: Stretch | None, asked: Asked) -> NotInForce:
    earlier = [one for one in timeline if one.valid_from <= asked.day and not one.is_removed]
    later = [one for one in timeline if one.valid_from > asked.day and not one.is_removed]
    about = (earlier[-1] if earlier else later[0]).version
    return NotInForce(
        key=about.key,
        label=about.label,
        title=about.title,
        asked=asked,
        stretch=stretch,
        now=_in_force(timeline, asked),
        last=earlier[-1] if earlier else None,
        coming=later[0] if later else None,
    )
