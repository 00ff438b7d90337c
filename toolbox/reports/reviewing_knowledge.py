"""What of the kennishuis and the links must be looked at again by a day."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from core.reviewing import ReviewItem
from toolbox.models import KnowledgePage, Link


def knowledge_to_review() -> Iterable[ReviewItem]:
    """Return the pages of the kennishuis and the links, with their days; dead links say so."""
    pages = KnowledgePage.objects.live().filter(alias_of=None).defer("body")
    for page in pages.order_by("review_on", "pk"):
        yield ReviewItem(
            title=page.title,
            kind=_("Page of the kennishuis"),
            review_on=page.review_on,
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            owner=page.maintained_by,
        )
    for link in Link.objects.order_by("review_on", "pk"):
        yield ReviewItem(
            title=link.title,
            kind=_("Link"),
            review_on=link.review_on,
            edit_url=reverse("wagtailsnippets_toolbox_link:edit", args=[link.pk]),
            why=_("This link no longer works.") if link.is_dead else "",
        )
