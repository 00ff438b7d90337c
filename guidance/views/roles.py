"""The roles that help, explained for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidance.models import HelpRole
from guidance.reports.contacts import contacts_by_role
from guidance.reports.directory import roles_by_side
from guidance.reports.leaders import FROM_MANDATES, leaders_of
from guidance.reports.own import units_of
from organisations.viewers import person_of


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """List the roles."""
    return render(request, "guidance/roles.html", {"sides": roles_by_side()})


@never_cache
@require_safe
def role(request: HttpRequest, key: str) -> HttpResponse:
    """Explain one role, with who it is for the reader."""
    found = get_object_or_404(HelpRole.objects.filter(live=True), key=key)
    own = units_of(request.user)
    cards = contacts_by_role(
        unit_ids=own, roles=[key], public_only=not request.user.is_authenticated
    )
    is_leader = key in FROM_MANDATES
    context = {
        "role": found,
        "cards": cards.get(key, ()),
        "has_units": bool(own),
        "is_leader": is_leader,
        "leaders": leaders_of(unit_ids=own, but=person_of(request.user)) if is_leader else [],
    }
    return render(request, "guidance/role.html", context)
