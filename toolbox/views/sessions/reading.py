"""The session of one's own team, and which teams below a unit held theirs."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from compliance.access import UnitTree, top_units_of, unit_tree
from core import clock
from organisations.models import Unit
from toolbox.access.requests import is_coordinator
from toolbox.access.teams import teams_read_by
from toolbox.reports.session_overview import session_overview
from toolbox.reports.sessions import team_lines, team_page
from toolbox.views.sessions.asking import acting_person

PAGE_SIZE = 50
_EARLIEST = 2020


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Go to one's own team; offer a choice when there are several, and say so when none."""
    lines = team_lines(request.user)
    coordinates = is_coordinator(request.user)
    if len(lines) == 1 and not coordinates:
        return redirect("toolbox:team-session", lines[0].code)
    context = {"lines": lines, "coordinates": coordinates, "year": clock.today().year}
    return render(request, "toolbox/sessions/index.html", context)


@never_cache
@login_required
@require_safe
def team(request: HttpRequest, code: str) -> HttpResponse:
    """Show a team its sessions and agreements; to everybody else there is nothing here."""
    unit = get_object_or_404(teams_read_by(request.user), code=code)
    page = team_page(unit, acting_person(request))
    context = {"page": page, "agreement_years": settings.AGREEMENT_YEARS}
    return render(request, "toolbox/sessions/team.html", context)


@never_cache
@login_required
@require_safe
def overviews(request: HttpRequest) -> HttpResponse:
    """Go to the highest unit that somebody may see; offer a choice when there are several."""
    tops = top_units_of(request.user, on=clock.today())
    if not tops:
        raise Http404
    if len(tops) == 1:
        return redirect("toolbox:team-sessions", tops[0].code)
    return render(request, "toolbox/sessions/choose_unit.html", {"units": tops})


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Show which teams below a unit held their session in a year."""
    year = _year(request)
    report = session_overview(tree=_tree(request, code), user=request.user, year=year)
    rows = Paginator(report.lines or (), PAGE_SIZE).get_page(request.GET.get("p"))
    this_year = clock.today().year
    context = {
        "report": report,
        "rows": rows,
        "querystring": f"jaar={year}",
        "years": [one for one in (this_year, this_year - 1, this_year - 2) if one != year],
    }
    return render(request, "toolbox/sessions/overview.html", context)


def _tree(request: HttpRequest, code: str) -> UnitTree:
    try:
        return unit_tree(request.user, code=code, on=clock.today())
    except Unit.DoesNotExist:
        raise Http404 from None


def _year(request: HttpRequest) -> int:
    """Return the year that was asked for; anything else is this one."""
    this_year, asked = clock.today().year, request.GET.get("jaar", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else 0
    return year if _EARLIEST <= year <= this_year else this_year
