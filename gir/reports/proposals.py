"""What an edition that editors work on would change, before anybody approves it."""

from gir.contents import content_of_page
from gir.drafts import DraftedArticle, differing, drafts_of
from gir.models import ArticlePage, ArticleVersion, EditionPage
from gir.reports.article import legal_basis, role_names
from gir.reports.comparing import ArticleDifference, Comparison, difference_of
from gir.reports.days import day_before


def proposed_changes(page: EditionPage) -> Comparison:
    """Return how the code would read on the first day, beside how it reads without the edition."""
    drafts = drafts_of(page)
    rows = differing(page, drafts)
    came_or_differ = sum(row.draft is not None for row in rows)
    days = (day_before(page.valid_from), page.valid_from)
    return Comparison(
        earlier=days[0],
        later=days[1],
        articles=tuple(_difference(row, page) for row in rows),
        same=len(drafts) - came_or_differ,
    )


def as_version(draft: ArticlePage) -> ArticleVersion:
    """Return a working text in the shape in which readers get it; nothing is stored."""
    return ArticleVersion(key=draft.key, position=draft.position, **content_of_page(draft))


def preview_of(draft: ArticlePage) -> dict[str, object]:
    """Return what the page of an article shows of a working text."""
    version = as_version(draft)
    return {
        "version": version,
        "legal_basis": legal_basis(version.legal_refs),
        "roles": role_names(version.roles),
    }


def _difference(row: DraftedArticle, page: EditionPage) -> ArticleDifference:
    note = row.draft.change_note if row.draft else page.summary
    new = as_version(row.draft) if row.draft else None
    days = (day_before(page.valid_from), page.valid_from)
    return difference_of(row.before, new, (note,) if note else (), days)
