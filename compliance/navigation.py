"""Links of the header: the team and the organisation, and the admin for compliance officers."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import NavItem


def main(request: HttpRequest) -> list[NavItem]:
    """Return the links that the mandates of this visitor allow."""
    if not request.user.is_authenticated:
        return []
    team, organisation = reverse("mijn-team"), reverse("organisatie")
    links = []
    if getattr(request.user, "sees_people", False):
        links.append(_link(request, _("Mijn team"), team, "users"))
    if getattr(request.user, "sees_figures", False):
        links.append(_link(request, _("Organisation"), organisation, "building-2"))
    if getattr(request.user, "watches_compliance", False):
        links.append(_link(request, _("Administration"), reverse("requirement:index"), "settings"))
    return [
        NavItem(label=row.label, url=row.url, icon=row.icon, active=row.active, push=not place)
        for place, row in enumerate(links)
    ]


def _link(request: HttpRequest, label: str, url: str, icon: str) -> NavItem:
    return NavItem(label=label, url=url, icon=icon, active=request.path.startswith(url))
