"""Writes versions of articles. What was published for a day stays so, whatever comes in between."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from gir.contents import Content, content_of_page, content_of_version, hash_of
from gir.enums import ChangeKind
from gir.models import ArticlePage, ArticleVersion, Edition, GirIndexPage
from organisations.models import Person

Versions = Mapping[str, ArticleVersion]
Published = Sequence[tuple[Edition, Versions]]


def one_at_a_time() -> None:
    """Wait for whoever else publishes: a version is compared with what is in force without it."""
    list(GirIndexPage.objects.select_for_update(of=("self",)).order_by("pk"))


def in_force(day: date) -> Versions:
    """Return the versions in force on a day by key."""
    return {version.key: version for version in ArticleVersion.objects.in_force_on(day)}


def append_page(
    page: ArticlePage,
    *,
    edition: Edition,
    day: date,
    before: ArticleVersion | None,
    approver: Person | None,
) -> ArticleVersion | None:
    """Write what an editor made of an article; None when a reader would see no difference."""
    content = content_of_page(page)
    if before is not None and content_of_version(before) == content:
        return None
    return _write(
        page.key,
        content,
        edition=edition,
        valid_from=day,
        change=ChangeKind.CHANGED if before else ChangeKind.NEW,
        change_note=page.change_note,
        position=page.position,
        page_id=page.pk,
        revision_id=page.latest_revision_id,
        approved_by=approver,
    )


def append_removal(before: ArticleVersion, *, edition: Edition, approver: Person | None) -> None:
    """Write that an edition no longer has an article."""
    _copy(
        before,
        edition=edition,
        change=ChangeKind.REMOVED,
        change_note=edition.summary,
        page_id=None,
        revision_id=None,
        approved_by=approver,
    )


def as_published(editions: Iterable[Edition]) -> Published:
    """Remember what readers will see on the first day of editions that come later."""
    return [(edition, in_force(edition.valid_from)) for edition in editions]


def keep(published: Published) -> None:
    """Write what it takes for readers to see on those days what was published for them.

    An edition only holds what differs from the one before it. So when something is published or
    taken back before its first day, that must not shine through.
    """
    for edition, wanted in published:
        found = in_force(edition.valid_from)
        for key in sorted({*wanted, *found}):
            _keep_article(edition, wanted.get(key), found.get(key))


def _keep_article(
    edition: Edition, wanted: ArticleVersion | None, found: ArticleVersion | None
) -> None:
    if wanted is None:
        if found is not None:
            append_removal(found, edition=edition, approver=edition.approved_by)
    elif found is None:
        _copy(wanted, edition=edition, change=ChangeKind.NEW)
    elif content_of_version(found) != content_of_version(wanted):
        _copy(wanted, edition=edition, change=ChangeKind.CHANGED)


def _copy(version: ArticleVersion, *, edition: Edition, **values: Any) -> None:
    kept = ("change_note", "position", "page_id", "revision_id", "approved_by")
    _write(
        version.key,
        content_of_version(version),
        edition=edition,
        valid_from=edition.valid_from,
        **({name: getattr(version, name) for name in kept} | values),
    )


def _write(key: str, content: Content, **values: Any) -> ArticleVersion:
    last = ArticleVersion.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    version: ArticleVersion = ArticleVersion.objects.create(
        key=key, number=last + 1, content_hash=hash_of(content), **content, **values
    )
    return version
