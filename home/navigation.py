"""Links of the header to one's own learning and to all courses."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import NavItem


def main(request: HttpRequest) -> list[NavItem]:
    """Return the links that everybody gets."""
    mine, courses = reverse("mijn-leren"), reverse("wagtail_serve", args=["leren/"])
    return [
        NavItem(label=_("Mijn leren"), url=mine, active=request.path == mine),
        NavItem(label=_("Courses"), url=courses, active=request.path.startswith(courses)),
    ]
