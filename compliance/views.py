"""Pages of managers and others with a mandate. Forbidden and unknown both give 404."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from compliance import access, reports
from compliance.forms import OrganisationForm, TeamForm
from compliance.models import Requirement
from core.spreadsheets import csv_response
from organisations.access import listable_units
from organisations.models import Unit

PAGE_SIZE = 25
COLUMNS = [
    ("done", gettext_lazy("Finished")),
    ("open", gettext_lazy("To do")),
    ("in_grace", gettext_lazy("In days of grace")),
    ("overdue", gettext_lazy("Late")),
    ("newcomer_in_term", gettext_lazy("New, still in term")),
    ("exempt", gettext_lazy("Exempt")),
    ("paused", gettext_lazy("Postponed")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """What both the page and its export need."""

    form: TeamForm
    team: access.SeenUnit
    teams: Sequence[access.SeenUnit]
    report: reports.TeamReport


@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show the people of the team: who still has to do what, and by when."""
    page = _team_page(request)
    rows = Paginator(page.report.shown, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": rows,
        "querystring": _without(request.GET, "p"),
        "sort": page.form.cleaned_data.get("sort") or "datum",
        "sort_urls": _sort_urls(request),
        "export_url": f"{reverse('mijn-team-export')}?{_without(request.GET, 'p')}",
        "states": {state: _with(request, status=state) for state in ("open", "soon", "late")},
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
        [p.name, page.team.name, ", ".join(p.todo), p.due_on, p.badge.text, day]
        for p in page.report.shown
    )
    return csv_response(filename=f"mijn-team-{day}.csv", header=header, rows=rows)


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Go to the highest unit that somebody may see; offer a choice when there are several."""
    form = OrganisationForm(request.GET, requirements=[])
    form.is_valid()
    tops = access.top_units_of(request.user, on=form.day)
    if not tops:
        raise Http404
    if len(tops) == 1:
        return redirect("organisatie-onderdeel", code=tops[0].code)
    return render(request, "compliance/choose_unit.html", {"units": tops})


@login_required
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures of a unit and of the units right below it."""
    return render(request, "compliance/organisation.html", _organisation_context(request, code))


@login_required
@require_safe
def organisation_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give the table of the page as a CSV file; small groups stay hidden."""
    context = _organisation_context(request, code)
    header = [_("Unit"), *(str(label) for _field, label in COLUMNS), _("Reference date")]
    return csv_response(
        filename=f"{code}-{context['day']}.csv",
        header=header,
        rows=_organisation_rows(context),
    )


def _organisation_rows(context: dict[str, Any]) -> Iterator[list[Any]]:
    report, day = context["report"], context["day"]
    bars = [*report.children, reports.Bar(label=context["unit"].name, url="", counts=report.total)]
    for bar in bars:
        if bar.counts is None:
            cells = [_("Group too small to show"), *[""] * (len(COLUMNS) - 1)]
        else:
            cells = [getattr(bar.counts, field) for field, _label in COLUMNS]
        yield [bar.label, *cells, day]


def _organisation_context(request: HttpRequest, code: str) -> dict[str, Any]:
    duties = access.requirements()
    form = OrganisationForm(request.GET, requirements=duties)
    form.is_valid()
    day = form.day
    try:
        tree = access.unit_tree(request.user, code=code, on=day)
    except Unit.DoesNotExist as unknown:
        raise Http404 from unknown
    query = request.GET.urlencode()
    duty = _chosen(duties, form.cleaned_data.get("onderdeel")) or (duties[0] if duties else None)
    report = duty and reports.organisation_report(
        tree=tree,
        as_of=day,
        requirement=duty,
        requirements=duties,
        unit_url=lambda unit: _unit_url(unit, query),
        requirement_url=lambda row: _with(request, onderdeel=row.key),
    )
    above = [(unit.name, _unit_url(unit, query)) for unit in tree.chain[:-1]]
    return {
        "form": form,
        "unit": tree.unit,
        "day": day,
        "duty": duty,
        "report": report,
        "breadcrumbs": [*above, (tree.unit.name, None)],
        "lists_people": listable_units(request.user).filter(pk=tree.unit.pk).exists(),
        "team_url": f"{reverse('mijn-team')}?{_replaced(request.GET, team=code)}",
        "export_url": f"{reverse('organisatie-export', args=[code])}?{query}",
    }


def _unit_url(unit: access.SeenUnit, query: str) -> str:
    url = reverse("organisatie-onderdeel", args=[unit.code])
    return f"{url}?{query}" if query else url


def _team_page(request: HttpRequest) -> TeamPage:
    duties = access.requirements()
    form = TeamForm(request.GET, requirements=duties)
    form.is_valid()
    teams = access.teams_of(request.user, on=form.day)
    if not teams:
        raise Http404
    code = request.GET.get("team") or teams[0].code
    chosen = next((row for row in teams if row.code == code), None)
    if chosen is None:
        raise Http404
    values = form.cleaned_data
    report = reports.team_report(
        unit_id=chosen.pk,
        as_of=form.day,
        requirements=duties,
        requirement=_chosen(duties, values.get("onderdeel")),
        search=values.get("q") or "",
        state=values.get("status") or "",
        sort=values.get("sort") or "datum",
        url_of=lambda row: _with(request, onderdeel=row.key),
    )
    return TeamPage(form=form, team=chosen, teams=teams, report=report)


def _chosen(duties: Sequence[Requirement], key: str | None) -> Requirement | None:
    return next((row for row in duties if row.key == key), None)


def _with(request: HttpRequest, **changes: str) -> str:
    return f"?{_replaced(request.GET, **changes)}"


def _sort_urls(request: HttpRequest) -> dict[str, str]:
    now = request.GET.get("sort") or "datum"
    return {
        name: _with(request, sort=f"-{name}" if now == name else name) for name in ("naam", "datum")
    }


def _replaced(query: QueryDict, **changes: str) -> str:
    copy = query.copy()
    copy.pop("p", None)
    for name, value in changes.items():
        copy[name] = value
    return copy.urlencode()


def _without(query: QueryDict, name: str) -> str:
    copy = query.copy()
    copy.pop(name, None)
    return copy.urlencode()
