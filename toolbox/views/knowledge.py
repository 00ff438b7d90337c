"""The kennishuis: its list, one page of it, and the register of links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from toolbox.access.knowledge import pages_read_by
from toolbox.forms.knowledge import KnowledgeFilters
from toolbox.models import KnowledgeIndexPage, KnowledgePage
from toolbox.reports.knowledge import found_pages, link_groups, page_lines, page_view
from toolbox.views.door import reading


@reading
def index(request: HttpRequest) -> HttpResponse:
    """Show the kennishuis, also before an editor made the page above it."""
    rows = KnowledgeIndexPage.objects.live().filter(alias_of=None)
    return _index(request, rows.first())


@reading
def show_index(
    request: HttpRequest, page: KnowledgeIndexPage, *, is_preview: bool = False
) -> HttpResponse:
    """Show an editor the same, with what they work on."""
    del is_preview
    return _index(request, page)


def _index(request: HttpRequest, page: KnowledgeIndexPage | None) -> HttpResponse:
    form = KnowledgeFilters(request.GET)
    lines = found_pages(
        request.user,
        theme=form.chosen("thema"),
        audience=form.chosen("doelgroep"),
        kind=form.chosen("soort"),
    )
    context = {
        "page": page,
        "form": form,
        "lines": lines,
        "is_filtered": any(form.chosen(name) for name in form.fields),
    }
    return render(request, "toolbox/knowledge/index.html", context)


@reading
def show_page(
    request: HttpRequest, page: KnowledgePage, *, is_preview: bool = False
) -> HttpResponse:
    """Show one page; a procedure of another organisation does not exist for this reader."""
    original = page.alias_of_id or page.pk
    if not is_preview and not pages_read_by(request.user).filter(pk=original).exists():
        raise Http404
    related = [] if is_preview else _related(request, page, original)
    context = {"page": page, "view": page_view(page), "related": related}
    return render(request, "toolbox/knowledge/page.html", context)


@reading
def links(request: HttpRequest) -> HttpResponse:
    """Show the register of links."""
    return render(request, "toolbox/knowledge/links.html", {"groups": link_groups()})


def _related(request: HttpRequest, page: KnowledgePage, original: int) -> list[object]:
    """Return a few other pages about the first subject of this one."""
    theme = page.themes[0] if page.themes else ""
    rows = pages_read_by(request.user).about(theme=theme).exclude(pk=original)
    return [*page_lines(rows.defer("body").order_by("title", "pk")[:4])] if theme else []
