"""Links to workshops: in the header, above "Mijn team" and on the pages of the organisation."""

from collections.abc import Collection

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from design.navigation import NavItem, in_language
from workshops.doors import manages_a_team
from workshops.models import WorkshopType


def main(request: HttpRequest) -> list[NavItem]:
    """Return the link that everybody gets."""
    url = reverse("workshops")
    return [NavItem(label=_("Workshops"), url=url, active=request.path.startswith(url))]


def organisation(_request: HttpRequest) -> list[NavItem]:
    """Return the link to what participants think, for whoever sees figures."""
    url = reverse("workshops-results")
    return [NavItem(label=_("What participants think"), url=url, icon="list-checks")]


def team(request: HttpRequest) -> list[NavItem]:
    """Return the link to what a manager decides and arranges for the team."""
    if not manages_a_team(request.user):
        return []
    url = reverse("workshops-team")
    return [NavItem(label=_("Workshops of my team"), url=url, icon="calendar-days")]


def kinds(keys: Collection[str]) -> list[NavItem]:
    """Return the links to kinds of workshops that are offered; never to a confidential one."""
    rows = WorkshopType.objects.filter(key__in=keys, is_offered=True, is_confidential=False)
    return [
        NavItem(label=row.title, url=in_language(row.path))
        for row in rows.order_by("title")
        if row.path
    ]
