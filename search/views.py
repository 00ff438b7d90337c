"""The page of the search. What somebody looked for is kept nowhere, and told to no other page."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from design.views import KEYS_OFF
from search.enums import ICONS, Kind
from search.reports.results import LONGEST, results_for


@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, and help when nothing was."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    kind = request.GET.get("soort", "")
    found = None
    if asked:
        found = results_for(asked, request.user, kind=kind, page=request.GET.get("p", "1"))
    chosen = next((one for one in found.choices if one.is_chosen), None) if found else None
    context = {
        "asked": asked,
        "found": found,
        "chosen": chosen,
        "querystring": _query(asked, chosen.kind if chosen else ""),
        "kinds": [(ICONS[one], one.label) for one in Kind],
        "longest": LONGEST,
        "has_keys": request.COOKIES.get(settings.KEYS_COOKIE_NAME) != KEYS_OFF,
    }
    response = render(request, "search/results.html", context)
    # The page that somebody goes on to need not know what they looked for, nor the log of a proxy.
    response.headers["Referrer-Policy"] = "origin"
    return response


def _query(asked: str, kind: str) -> str:
    return urlencode({"q": asked, **({"soort": kind} if kind else {})})
