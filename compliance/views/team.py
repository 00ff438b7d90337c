"""Mijn team: the people of one's teams and who still has to do what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import access, reports
from compliance.forms import TeamForm
from compliance.views.addresses import team_why_urls, why_urls, with_changes, without
from compliance.views.choices import chosen
from core.spreadsheets import csv_response
from design import navigation

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """What both the page and its export need; `team` is None when all teams are shown."""

    form: TeamForm
    team: access.SeenUnit | None
    teams: Sequence[access.SeenUnit]
    report: reports.TeamReport


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the people of the teams: who still has to do what, and by when."""
    page = _team_page(request)
    rows = Paginator(page.report.shown, PAGE_SIZE).get_page(request.GET.get("p"))
    states = ("open", "soon", "late")
    context = {
        "page": page,
        "rows": rows,
        "querystring": without(request.GET, "p"),
        "sort": page.form.cleaned_data.get("sort") or "datum",
        "sort_urls": _sort_urls(request),
        "everybody_url": f"?team={page.team.code}" if page.team else "?",
        "all_teams_url": with_changes(request, team=""),
        "export_url": f"{reverse('mijn-team-export')}?{without(request.GET, 'p')}",
        "states": {state: with_changes(request, status=state) for state in states},
        "elsewhere": navigation.items(request, "TEAM_NAVIGATION"),
    }
    return render(request, "compliance/team.html", context)


@login_required
@require_safe
def team_export(request: HttpRequest) -> HttpResponseBase:
    """Give what the page shows as a CSV file: same people, same order, same day."""
    page = _team_page(request)
    header = [_("Name"), _("Team"), _("To do"), _("Due by"), _("Status"), _("Reference date")]
    day = page.form.day
    rows = (
        [p.name, ", ".join(p.units), ", ".join(p.todo), p.due_on, p.badge.text, day]
        for p in page.report.shown
    )
    return csv_response(filename=f"mijn-team-{day}.csv", header=header, rows=rows)


def _team_page(request: HttpRequest) -> TeamPage:
    duties, of_teams = access.all_requirements()
    form = TeamForm(request.GET, requirements=duties)
    form.is_valid()
    teams = access.teams_of(request.user, on=form.day)
    shown = _shown_team(teams, request.GET.get("team"))
    values = form.cleaned_data
    report = reports.team_report(
        teams=teams,
        shown=[shown.pk] if shown else [row.pk for row in teams],
        as_of=form.day,
        requirements=duties,
        requirement=chosen(duties, values.get("onderdeel")),
        search=values.get("q") or "",
        state=values.get("status") or "",
        sort=values.get("sort") or "datum",
        url_of=lambda row: with_changes(request, onderdeel=row.key),
        team_url=lambda row: with_changes(request, team=row.code),
        why_url=why_urls(form.day),
        team_why_url=team_why_urls(form.day),
        team_requirements=of_teams,
    )
    return TeamPage(form=form, team=shown, teams=teams, report=report)


def _shown_team(teams: Sequence[access.SeenUnit], code: str | None) -> access.SeenUnit | None:
    """Return the team that was asked for, the only one, or None for all of them."""
    if not teams:
        raise Http404
    if not code:
        return teams[0] if len(teams) == 1 else None
    found = next((row for row in teams if row.code == code), None)
    if found is None:
        raise Http404
    return found


def _sort_urls(request: HttpRequest) -> dict[str, str]:
    now = request.GET.get("sort") or "datum"
    return {
        name: with_changes(request, sort=f"-{name}" if now == name else name)
        for name in ("naam", "datum")
    }
