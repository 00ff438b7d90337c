"""Takes the official text over into the working texts of an edition, as drafts."""

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from gir.importing.articles import OfficialText
from gir.importing.parts import Fault, ImportRefused
from gir.models import ArticlePage, Edition, EditionPage

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What an import did, or would do: the numbers of the articles that get another text."""

    edition: str
    changed: tuple[str, ...]
    unchanged: int


def page_for_import(code: str = "") -> EditionPage | None:
    """Return the proposal with this code; without one that of the edition in force today."""
    if code:
        found: EditionPage | None = EditionPage.objects.filter(code=code, alias_of=None).first()
        return found
    current = Edition.objects.in_force_on(clock.today()).first()
    return EditionPage.objects.filter(pk=current.page_id).first() if current else None


def labels_of(page: EditionPage) -> list[str]:
    """Return the numbers of the articles of an edition, in the order of the code."""
    drafts = sorted(_drafts(page), key=lambda one: (one.position, one.key))
    return [draft.label for draft in drafts]


@transaction.atomic(durable=True)
def take_over_official_text(
    *, page: EditionPage, text: OfficialText, dry_run: bool = False
) -> TakenOver:
    """Save a draft of each article whose official text differs; nobody sees it until approved."""
    drafts = {draft.label.casefold(): draft for draft in _drafts(page)}
    differing = [
        (drafts[article.label.casefold()], article)
        for article in text.articles
        if drafts[article.label.casefold()].official_text != article.html
    ]
    locked = [
        Fault(article.line, _("Article %(label)s is locked on the site.") % {"label": draft.label})
        for draft, article in differing
        if draft.locked
    ]
    if locked:
        raise ImportRefused(locked)
    for draft, article in () if dry_run else differing:
        if not draft.official_text or not draft.change_note:
            draft.change_note = _("The official text stands here now, beside the plain words.")
        draft.official_text = article.html
        draft.save_revision(clean=False)
    if differing and not dry_run:
        logger.info("official text imported", edition=page.code, articles=len(differing))
    return TakenOver(
        edition=page.code,
        changed=tuple(draft.label for draft, _article in differing),
        unchanged=len(text.articles) - len(differing),
    )


def _drafts(page: EditionPage) -> list[ArticlePage]:
    found = ArticlePage.objects.child_of(page).select_related("latest_revision")
    return [one.get_latest_revision_as_object() for one in found]
