"""Where toolboxes and tools can be read, for other apps and for the header."""

from collections.abc import Collection, Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import NavItem
from toolbox.models import ToolPage


def main(request: HttpRequest) -> list[NavItem]:
    """Return the link that everybody gets."""
    url = reverse("toolbox:tools")
    return [NavItem(label=_("Toolboxes"), url=url, active=request.path.startswith(url))]


def tool_address(code: str) -> str | None:
    """Return where a tool can be read; None when it is not there (now)."""
    return tool_addresses([code]).get(code)


def tool_addresses(codes: Collection[str]) -> Mapping[str, str]:
    """Return where tools can be read, by code, with one question to the database."""
    found = ToolPage.objects.shown().filter(code__in=set(codes))
    return {tool.code: tool.address for tool in found}
