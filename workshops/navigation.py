"""The link of the header to the calendar of workshops."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import NavItem


def main(request: HttpRequest) -> list[NavItem]:
    """Return the link that everybody gets."""
    url = reverse("workshops")
    return [NavItem(label=_("Workshops"), url=url, active=request.path.startswith(url))]
