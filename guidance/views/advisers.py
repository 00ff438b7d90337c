"""The way to a confidential adviser: one click from every page, also without signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guidance.models import HelpRole
from guidance.reports.directory import (
    ADVISER,
    UnitChoice,
    advisers_of,
    organisations,
    unit_choices,
)
from guidance.reports.leaders import leaders_of
from guidance.reports.own import units_of
from organisations.models import Unit
from organisations.viewers import person_of


@never_cache
@require_safe
def advisers(request: HttpRequest) -> HttpResponse:
    """Show the advisers of one's own unit, or of an organisation that one chooses."""
    choices = organisations()
    chosen = _chosen(request, choices)
    own = units_of(request.user)
    unit_ids = list(Unit.objects.filter(code=chosen.code).values_list("pk", flat=True))
    is_known = request.user.is_authenticated
    cards = advisers_of(unit_ids=unit_ids if chosen.code else own, public_only=not is_known)
    context: dict[str, Any] = {
        "asked": "organisatie" in request.GET,
        "chosen": chosen,
        "choices": choices,
        "own": unit_choices(own) if own and not chosen.code else [],
        "inside": [card for card in cards if not card.is_external],
        "outside": [card for card in cards if card.is_external],
        "has_looked": bool(chosen.code or own),
        "role": HelpRole.objects.filter(key=ADVISER, live=True).first(),
        "leaders": leaders_of(unit_ids=own, but=person_of(request.user)),
    }
    return render(request, "guidance/advisers.html", context)


def _chosen(request: HttpRequest, choices: list[UnitChoice]) -> UnitChoice:
    """Return the organisation of the address; an empty one when there is none such."""
    asked = request.GET.get("organisatie", "")
    return next((one for one in choices if one.code == asked), UnitChoice(code="", name=""))
