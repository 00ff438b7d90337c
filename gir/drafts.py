"""The working texts of an edition beside what would be in force on its first day without it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from gir.contents import Content, content_of_page, content_of_version
from gir.models.editions import ArticleVersion, Edition
from gir.models.pages import ArticlePage, EditionPage


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedArticle:
    """An article that an edition makes new, changes or removes; the other side is None."""

    key: str
    label: str
    before: ArticleVersion | None
    draft: ArticlePage | None

    @property
    def lacks_note(self) -> bool:
        """Whether the text changes and nobody says why."""
        changed = self.before is not None and self.draft is not None
        return changed and not self.draft.change_note.strip()  # type: ignore[union-attr]


def drafts_of(page: EditionPage) -> list[ArticlePage]:
    """Return the articles of an edition as they were saved last, in the order of the code."""
    rows = ArticlePage.objects.child_of(page).filter(alias_of=None)
    drafts = [row.get_latest_revision_as_object() for row in rows.select_related("latest_revision")]
    return sorted(drafts, key=lambda draft: (draft.position, draft.key))


def differing(page: EditionPage, drafts: Sequence[ArticlePage]) -> list[DraftedArticle]:
    """Return what an edition makes new, changes and removes, in the order of the code."""
    before = {row.key: row for row in ArticleVersion.objects.in_force_on(page.valid_from)}
    rows = [
        (draft.position, DraftedArticle(key=draft.key, label=draft.label, before=old, draft=draft))
        for draft in drafts
        if (old := before.get(draft.key)) is None or _differs(old, content_of_page(draft))
    ]
    kept = {draft.key for draft in drafts}
    rows += [
        (old.position, DraftedArticle(key=key, label=old.label, before=old, draft=None))
        for key, old in before.items()
        if key not in kept
    ]
    return [row for _place, row in sorted(rows, key=lambda row: (row[0], row[1].key))]


def problems_of(page: EditionPage) -> list[str]:
    """Return in sentences what must be mended before an edition can be approved."""
    drafts = drafts_of(page)
    problems = [*problems_of_head(page), *_double(drafts)]
    if not drafts:
        problems.append(_("This edition has no articles. Approving it would remove the code."))
        return problems
    silent = [row.label for row in differing(page, drafts) if row.lacks_note]
    if silent:
        text = ngettext(
            "Article %(labels)s reads differently, but nobody wrote what changed and why.",
            "Articles %(labels)s read differently, but nobody wrote what changed and why.",
            len(silent),
        )
        problems.append(text % {"labels": ", ".join(silent)})
    return problems


def problems_of_head(page: EditionPage) -> list[str]:
    """Return what is wrong with the code and the first day of an edition."""
    problems = []
    approved = Edition.objects.exclude(page_id=page.pk) if page.pk else Edition.objects.all()
    if approved.filter(code=page.code).exists():
        problems.append(code_is_taken(page.code))
    standing = approved.standing()
    # A form with a wrong day still asks what else is wrong.
    if not page.valid_from:
        return problems
    if standing.filter(valid_from=page.valid_from).exists():
        problems.append(_("Another edition comes into force on this day. Choose another day."))
    elif page.valid_from < clock.today() and standing.exists():
        problems.append(_("The first day has passed. What people read before cannot be changed."))
    return problems


def code_is_taken(code: str) -> str:
    """Return the sentence for a code that stands already."""
    text = _("There is an edition with the code “%(code)s” already. Choose another code.")
    return text % {"code": code}


def _differs(old: ArticleVersion, content: Content) -> bool:
    return content_of_version(old) != content


def _double(drafts: Sequence[ArticlePage]) -> list[str]:
    times: Mapping[str, int] = Counter(draft.key for draft in drafts)
    text = _("The key “%(key)s” stands in two articles of this edition.")
    return [text % {"key": key} for key, number in times.items() if number > 1]
