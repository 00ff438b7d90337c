"""The toolboxes, one toolbox with its filter, and one tool."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core import clock
from organisations.access import person_of
from toolbox.enums import TeamTrait, Theme
from toolbox.models import ToolPage
from toolbox.reports.favourites import kept_tools
from toolbox.reports.filtering import ToolFilter, filtered
from toolbox.reports.incidents import incident_way
from toolbox.reports.tool import ToolView, tool_view
from toolbox.reports.tools import Box, Toolboxes, chosen, toolboxes
from toolbox.views.door import reading


@reading
def index(request: HttpRequest) -> HttpResponse:
    """Show the toolboxes."""
    return show_index(request, toolboxes())


def show_index(request: HttpRequest, found: Toolboxes) -> HttpResponse:
    """Show the toolboxes, also in a preview."""
    context = {"toolboxes": found, "may_keep": person_of(request.user) is not None}
    return render(request, "toolbox/tools/index.html", context)


@reading
def box(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tools of one toolbox."""
    found = toolboxes().box(slug)
    if found is None:
        raise Http404
    return show_box(request, found)


def show_box(request: HttpRequest, found: Box) -> HttpResponse:
    """Show a toolbox, also in a preview."""
    asked = _asked(request)
    context = {
        "box": found,
        "asked": asked,
        "tools": filtered(found.tools, asked),
        "themes": [theme for theme in Theme if any(theme in one.themes for one in found.tools)],
        "traits": [trait for trait in TeamTrait if any(trait in one.traits for one in found.tools)],
        "incident": incident_way(found.audience, request.user),
        **_own(request),
    }
    return render(request, "toolbox/tools/box.html", context)


def _asked(request: HttpRequest) -> ToolFilter:
    """Read the filter from the address; what is unknown asks nothing."""
    themes = chosen([request.GET.get("thema", "")], Theme)
    traits = chosen(request.GET.getlist("team"), TeamTrait)
    return ToolFilter(theme=themes[0] if themes else None, traits=traits)


@reading
def tool(request: HttpRequest, box: str, slug: str) -> HttpResponse:
    """Show one tool."""
    found = toolboxes()
    line = next((one for one in found.lines() if (one.box_slug, one.slug) == (box, slug)), None)
    if line is None:
        raise Http404
    page = get_object_or_404(ToolPage.objects.live(), pk=line.pk)
    return show_tool(request, tool_view(page, found, clock.today()))


def show_tool(request: HttpRequest, view: ToolView) -> HttpResponse:
    """Show a tool, also in a preview."""
    audience = view.box.audience if view.box else None
    context = {
        "tool": view,
        "page": view.page,
        "is_due": view.is_due(clock.today()),
        "incident": incident_way(audience, request.user),
        **_own(request),
    }
    return render(request, "toolbox/tools/tool.html", context)


def _own(request: HttpRequest) -> dict[str, object]:
    """Return what is this person's own: nobody else is ever asked about."""
    person = person_of(request.user)
    kept = kept_tools(person) if person else frozenset()
    return {"may_keep": person is not None, "kept": kept}
