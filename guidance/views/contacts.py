"""The whole directory: of one's own unit, or of another."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from guidance.access import own_contacts, units_coordinated_by
from guidance.reports.directory import (
    MOST_FOUND,
    ORGANISATIONS,
    directory_of,
    organisations,
    unit_choices,
    unit_name,
    units_called,
)
from guidance.reports.leaders import leaders_of
from guidance.reports.own import units_of
from organisations.models import Unit, UnitVersion
from organisations.viewers import person_of

LONGEST = 80


@never_cache
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show who can be reached for the reader, and the way to other units."""
    own = units_of(request.user)
    is_known = request.user.is_authenticated
    asked = request.GET.get("q", "").strip()[:LONGEST] if is_known else ""
    found = units_called(asked)
    context = {
        "groups": None if asked else directory_of(unit_ids=own, public_only=not is_known),
        "own": unit_choices(own) if own else [],
        "leaders": [] if asked else leaders_of(unit_ids=own, but=person_of(request.user)),
        "organisations": organisations(),
        "asked": asked,
        "found": found,
        "longest": LONGEST,
        "is_cut_off": len(found) == MOST_FOUND,
        "keeps": is_known and units_coordinated_by(request.user).exists(),
        "is_listed": is_known and own_contacts(request.user).exists(),
    }
    return render(request, "guidance/contacts.html", context)


@never_cache
@require_safe
def unit_contacts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the directory of a unit; smaller parts only to who is signed in."""
    versions = UnitVersion.objects.current().active_on(clock.today())
    unit = get_object_or_404(Unit.objects.filter(pk__in=versions.values("unit")), code=code)
    is_known = request.user.is_authenticated
    if not is_known and not versions.filter(unit=unit, kind__in=ORGANISATIONS).exists():
        return redirect_to_login(request.get_full_path())
    own = [unit.pk] if unit.pk in units_of(request.user) else []
    context = {
        "name": unit_name(unit),
        "code": unit.code,
        "may_add": is_known and units_coordinated_by(request.user).filter(pk=unit.pk).exists(),
        "groups": directory_of(unit_ids=[unit.pk], public_only=not is_known),
        "leaders": leaders_of(unit_ids=own, but=person_of(request.user)),
    }
    return render(request, "guidance/unit_contacts.html", context)
