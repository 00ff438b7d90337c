"""From an approved page to an immutable version. What is published is never changed again."""

from collections import Counter
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import structlog
from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision, TaskState, WorkflowState

from core import clock
from gir.errors import CodeTaken, DayTaken, DoubleArticle, EditionInForce
from gir.models import ArticlePage, ArticleVersion, Edition, EditionPage, EditionWithdrawal
from gir.services.versions import (
    append_page,
    append_removal,
    as_published,
    in_force,
    keep,
    one_at_a_time,
)
from organisations.models import Person

logger = structlog.get_logger(__name__)

# Wagtail tells of articles that an edition makes live as of any other: they are written already.
_with_edition: ContextVar[bool] = ContextVar("with_edition", default=False)
_COPIED = ("code", "title", "stcrt_ref", "official_url", "declaration_url", "summary")


@transaction.atomic
def publish_edition(page: EditionPage, *, revision: Revision | None = None) -> Edition:
    """Write the edition of an approved page, with each article that it makes, changes or removes.

    An edition is written once: publishing its page again changes nothing. The articles are compared
    with what would be in force on its first day without it.
    """
    one_at_a_time()
    known: Edition | None = Edition.objects.standing().filter(page_id=page.pk).first()
    if known is not None:
        return known
    _refuse_taken(page)
    pages = _articles(page)
    later = as_published(Edition.objects.coming_after(page.valid_from))
    before = in_force(page.valid_from)
    edition = Edition.objects.create(
        **{name: getattr(page, name) for name in _COPIED},
        change_class=page.change_class,
        valid_from=page.valid_from,
        page_id=page.pk,
        revision_id=revision.pk if revision else None,
        proposed_by=_proposer(page),
        approved_by=_approver(revision),
    )
    for article in pages:
        append_page(
            article,
            edition=edition,
            day=edition.valid_from,
            before=before.get(article.key),
            approver=edition.approved_by,
        )
    for key in before.keys() - {article.key for article in pages}:
        append_removal(before[key], edition=edition, approver=edition.approved_by)
    keep(later)
    _make_live(pages)
    logger.info("edition published", edition=edition.code, articles=len(pages))
    return edition


@transaction.atomic
def publish_article(
    page: ArticlePage, *, revision: Revision | None = None
) -> ArticleVersion | None:
    """Write the version of an article that was approved by itself, within its edition.

    None: nothing differs for a reader, or the edition is not approved or no longer the latest. An
    edition that was approved and comes later keeps its own text.
    """
    if _with_edition.get():
        return None
    one_at_a_time()
    edition = Edition.objects.standing().filter(page_id=page.get_parent().pk).first()
    if edition is None:
        return None
    day = max(clock.today(), edition.valid_from)
    if Edition.objects.in_force_on(day).first() != edition:
        return None
    later = as_published(Edition.objects.coming_after(day))
    version = append_page(
        page,
        edition=edition,
        day=day,
        before=ArticleVersion.objects.in_force_on(day).filter(key=page.key).first(),
        approver=_approver(revision),
    )
    if version is not None:
        keep(later)
    return version


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: Person | None) -> EditionWithdrawal:
    """Take back an approved edition; from its first day on that is too late.

    Editions that come later keep the texts that were approved for them.
    """
    one_at_a_time()
    if edition.valid_from <= clock.today():
        raise EditionInForce(edition)
    known = EditionWithdrawal.objects.filter(edition=edition).first()
    if known is not None:
        return known
    later = as_published(Edition.objects.coming_after(edition.valid_from))
    withdrawal = EditionWithdrawal.objects.create(edition=edition, reason=reason, by=by)
    keep(later)
    logger.info("edition withdrawn", edition=edition.code)
    return withdrawal


def _refuse_taken(page: EditionPage) -> None:
    if Edition.objects.filter(code=page.code).exists():
        raise CodeTaken(page.code)
    if Edition.objects.standing().filter(valid_from=page.valid_from).exists():
        raise DayTaken(page.valid_from)


def _articles(page: EditionPage) -> list[ArticlePage]:
    """Return the working texts as they were saved last, in the order of the code."""
    drafts = ArticlePage.objects.child_of(page).select_related("latest_revision")
    pages = [draft.get_latest_revision_as_object() for draft in drafts]
    double = [key for key, times in Counter(one.key for one in pages).items() if times > 1]
    if double:
        raise DoubleArticle(double[0])
    return sorted(pages, key=lambda one: (one.position, one.key))


def _make_live(pages: Iterable[ArticlePage]) -> None:
    """Let the pages that editors see say that they are published."""
    token = _with_edition.set(True)
    try:
        for page in pages:
            revision = page.latest_revision or page.save_revision()
            if not page.live or page.live_revision_id != revision.pk:
                revision.publish()
    finally:
        _with_edition.reset(token)


def _approver(revision: Revision | None) -> Person | None:
    """Return who finished the workflow; without one who published, or else who saved it."""
    finished = (
        TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
        .order_by("-finished_at", "-pk")
        .first()
        if revision
        else None
    )
    users = (
        finished and finished.finished_by,
        get_active_log_context().user,
        revision and revision.user,
    )
    return _person(next((user for user in users if user), None))


def _proposer(page: EditionPage) -> Person | None:
    """Return who sent the page into the workflow; without one who made the page."""
    asked = WorkflowState.objects.for_instance(page).order_by("-created_at", "-pk").first()
    return _person(asked.requested_by if asked else page.owner)


def _person(user: Any) -> Person | None:
    return getattr(user, "person", None)
