"""Which outcomes of the guide should have been read again by now."""

from dataclasses import dataclass
from datetime import date

from guidance.models import GuidePage
from guidance.reports.guide import published_guide


@dataclass(frozen=True, slots=True, kw_only=True)
class DueOutcome:
    """An outcome whose review date has come."""

    key: str
    title: str
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideReview:
    """The published guide, with what is due; the longest due first."""

    page: GuidePage
    due: tuple[DueOutcome, ...]


def guide_review(day: date) -> GuideReview | None:
    """Return what is due on a day; None when there is no guide, or nothing is due."""
    page = published_guide()
    if page is None:
        return None
    due = [
        DueOutcome(key=one.key, title=one.title, owner=one.owner, review_on=one.review_on)
        for one in page.tree.outcomes
        if one.review_on is not None and one.review_on <= day
    ]
    due.sort(key=lambda one: (one.review_on, one.key))
    return GuideReview(page=page, due=tuple(due)) if due else None
