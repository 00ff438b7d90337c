"""The guide: on a page of its own, for one organisation, and in a frame on an intranet.

Which way somebody goes is never asked, told or kept: every answer is the whole tree.
"""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from core import clock
from guidance.models import GuidePage
from guidance.reports.directory import ORGANISATIONS, organisations, unit_choices
from guidance.reports.guide import Leading, guide_tree_view, published_guide
from guidance.reports.leaders import leaders_of
from guidance.reports.own import units_of
from organisations.models import Unit, UnitVersion
from organisations.viewers import person_of

_SECONDS = 300
_MESSAGES = "messages"
EMERGENCY = "112"


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the guide, with the contacts of the reader's own organisation when that is known."""
    page = published_guide()
    if page is None:
        return _absent(request)
    own = units_of(request.user)
    context = _context(
        page,
        unit_ids=own,
        public_only=not request.user.is_authenticated,
        leading=_leading(request, own) if own else None,
    )
    context |= {"organisations": [] if own else organisations(), "is_own": bool(own)}
    return _answer(request, context)


@require_safe
def guide_for(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide with the contacts of one organisation."""
    page = published_guide()
    if page is None:
        return _absent(request)
    is_known = request.user.is_authenticated
    unit = _unit(code, any_kind=is_known)
    context = _context(page, unit_ids=[unit.pk], public_only=not is_known)
    return _answer(request, context | {"organisations": organisations()})


@xframe_options_exempt
@require_safe
def embedded(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Show the guide in a frame: always what everybody may see, whoever is signed in."""

    @csp_replace({"frame-ancestors": [SELF, *settings.GUIDE_EMBED_ORIGINS]})
    def show(asked: HttpRequest) -> HttpResponse:
        return _embedded(asked, code)

    return show(request)


def preview(request: HttpRequest, page: GuidePage) -> HttpResponse:
    """Show a draft to an editor, as somebody who is not signed in would see it."""
    context = _context(page, unit_ids=[], public_only=True) | {"is_preview": True}
    return render(request, "guidance/guide.html", context)


def _embedded(request: HttpRequest, code: str) -> HttpResponse:
    page = published_guide()
    if page is None:
        raise Http404
    unit = _unit(code, any_kind=False) if code else None
    context = _context(page, unit_ids=[unit.pk] if unit else [], public_only=True)
    response = render(request, "guidance/guide_embedded.html", context)
    return _anonymous(response)


def _context(
    page: GuidePage,
    *,
    unit_ids: list[int],
    public_only: bool,
    leading: Leading | None = None,
) -> dict[str, Any]:
    return {
        "page": page,
        "root": guide_tree_view(page, unit_ids=unit_ids, public_only=public_only, leading=leading),
        "places": unit_choices(unit_ids) if unit_ids else [],
        "exit_url": settings.QUICK_EXIT_URL,
        "emergency": EMERGENCY,
    }


def _leading(request: HttpRequest, own: list[int]) -> Leading:
    """Return who leads the reader, at each place where they work."""
    found = leaders_of(unit_ids=own, but=person_of(request.user))
    return Leading(
        manager=tuple(one for place in found for one in place.managers),
        next_higher=tuple(one for place in found for one in place.next_higher),
    )


def _unit(code: str, *, any_kind: bool) -> Unit:
    """Return a unit of today; smaller parts of the organisation only to who is signed in."""
    versions = UnitVersion.objects.current().active_on(clock.today())
    if not any_kind:
        versions = versions.filter(kind__in=ORGANISATIONS)
    unit: Unit = get_object_or_404(Unit.objects.filter(pk__in=versions.values("unit")), code=code)
    return unit


def _absent(request: HttpRequest) -> HttpResponse:
    """Say that there is no guide yet, and who helps meanwhile."""
    return _answer(request, {"exit_url": settings.QUICK_EXIT_URL}, "guidance/guide_absent.html")


def _answer(
    request: HttpRequest, context: dict[str, Any], template: str = "guidance/guide.html"
) -> HttpResponse:
    is_known = request.user.is_authenticated
    # Without the form in the footer there is no token in it, and so no cookie.
    request.is_shared_page = not is_known  # type: ignore[attr-defined]
    personal = (settings.SESSION_COOKIE_NAME, settings.THEME_COOKIE_NAME, _MESSAGES)
    is_shared = not is_known and not any(name in request.COOKIES for name in personal)
    context = {**context, "is_shared": is_shared}
    response = render(request, template, context)
    patch_vary_headers(response, ["Cookie"])
    if is_shared:
        return _anonymous(response)
    patch_cache_control(response, private=True, no_store=True)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _anonymous(response: HttpResponse) -> HttpResponse:
    """Say that everybody gets this page."""
    patch_cache_control(response, public=True, max_age=_SECONDS)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
