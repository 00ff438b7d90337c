"""Starts a new edition: the articles as they are in force, as drafts for the editors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from django.db import transaction

from gir.contents import content_of_version
from gir.errors import CodeTaken, DayTaken
from gir.models import ArticlePage, ArticleVersion, Edition, EditionPage, GirIndexPage
from gir.services.versions import one_at_a_time

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """What an edition says about itself."""

    code: str
    title: str
    valid_from: date
    change_class: str
    stcrt_ref: str = ""
    summary: str = ""


@transaction.atomic(durable=True)
def draft_edition(*, index: GirIndexPage, asked: NewEdition, user: Any) -> EditionPage:
    """Return a proposal with every article as it would read on the first day without it.

    Notes on changes stay behind: whoever changes a text says why. Raises `CodeTaken` for a code
    that an edition or another proposal has, and `DayTaken` for a first day.
    """
    one_at_a_time()
    _refuse_taken(asked)
    page = EditionPage(
        code=asked.code,
        slug=asked.code,
        title=asked.title,
        valid_from=asked.valid_from,
        change_class=asked.change_class,
        stcrt_ref=asked.stcrt_ref,
        summary=asked.summary,
        declaration_url=_declaration(asked.valid_from),
        live=False,
        owner=user,
        locale=index.locale,
    )
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    for version in ArticleVersion.objects.in_force_on(asked.valid_from):
        _copy(version, page, user)
    logger.info("edition drafted", edition=asked.code, page=page.pk)
    return page


def _refuse_taken(asked: NewEdition) -> None:
    same = EditionPage.objects.filter(code=asked.code, alias_of=None)
    if same.exists() or Edition.objects.filter(code=asked.code).exists():
        raise CodeTaken(asked.code)
    if Edition.objects.standing().filter(valid_from=asked.valid_from).exists():
        raise DayTaken(asked.valid_from)


def _declaration(day: date) -> str:
    before = Edition.objects.in_force_on(day).first()
    return before.declaration_url if before else ""


def _copy(version: ArticleVersion, page: EditionPage, user: Any) -> None:
    draft = ArticlePage(
        key=version.key,
        slug=version.key,
        position=version.position,
        live=False,
        owner=user,
        locale=page.locale,
        **content_of_version(version),
    )
    page.add_child(instance=draft)
    # Nobody wrote this text now, so nobody is kept from approving it.
    draft.save_revision(changed=False)
