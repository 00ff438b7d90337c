"""Pages as readers will see them, for the editor."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from core import clock
from toolbox.enums import Audience
from toolbox.models import ToolboxIndexPage, ToolboxPage, ToolPage
from toolbox.reports.tool import tool_view
from toolbox.reports.tools import Box, toolboxes
from toolbox.views.tools import pages


def index(request: HttpRequest, page: ToolboxIndexPage) -> HttpResponse:
    """Show the toolboxes with another introduction."""
    return pages.show_index(request, replace(toolboxes(), title=page.title, lead=page.lead))


def box(request: HttpRequest, page: ToolboxPage) -> HttpResponse:
    """Show a toolbox, with the tools that are published."""
    found = toolboxes().box(page.slug)
    tools = found.tools if found else ()
    audience = Audience(page.audience or Audience.EVERYONE)
    shown = Box(
        path=page.path,
        slug=page.slug,
        title=page.title,
        lead=page.lead,
        audience=audience,
        tools=tools,
    )
    return pages.show_box(request, shown)


def tool(request: HttpRequest, page: ToolPage) -> HttpResponse:
    """Show a tool that may not be published yet."""
    return pages.show_tool(request, tool_view(page, toolboxes(), clock.today()))
