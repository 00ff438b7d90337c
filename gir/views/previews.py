"""Working texts as readers will see them; only for editors, in the preview of the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gir.models import ArticlePage, EditionPage
from gir.reports.proposals import preview_of, proposed_changes


def edition(request: HttpRequest, page: EditionPage) -> HttpResponse:
    """Show what an edition makes new, changes and removes."""
    comparison = proposed_changes(page) if page.pk and page.valid_from else None
    context = {"page": page, "comparison": comparison}
    return render(request, "gir/admin/edition_preview.html", context)


def article(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """Show an article without what is only known of one that was approved."""
    return render(request, "gir/admin/article_preview.html", {"page": page, **preview_of(page)})
