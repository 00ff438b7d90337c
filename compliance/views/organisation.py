"""The figures of a part of the organisation."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import access, reports
from compliance.figures.daily import last_month_end
from compliance.forms import OrganisationForm
from compliance.views.addresses import replaced, with_changes
from compliance.views.choices import chosen
from core import clock
from core.spreadsheets import csv_response
from design import navigation
from organisations.models import Unit


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
    context = figures_context(request, code)
    if context["coarse_url"]:
        return redirect(context["coarse_url"])
    context["elsewhere"] = navigation.items(request, "ORGANISATION_NAVIGATION")
    return render(request, "compliance/organisation.html", context)


@login_required
@require_safe
def organisation_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give the table of the page as a CSV file; small groups stay hidden."""
    context = figures_context(request, code)
    if context["coarse_url"]:
        return redirect(context["coarse_url"])
    header = [
        _("Unit"),
        *(str(heading) for _name, heading in reports.NUMBERS),
        _("Percentage"),
        _("Duty"),
        _("Reference date"),
        _("Known at"),
    ]
    return csv_response(
        filename=f"{code}-{context['day']}.csv", header=header, rows=_export_rows(context)
    )


def _export_rows(context: dict[str, Any]) -> Iterator[list[Any]]:
    report, day, duty = context["report"], context["day"], context["duty"]
    if report is None:
        return
    total = reports.Bar(label=context["unit"].name, url="", counts=report.total)
    for bar in (*report.rows, total):
        if bar.counts is None:
            cells = [_("Group too small to show"), *[""] * len(reports.NUMBERS)]
        else:
            cells = [*bar.numbers, bar.percentage]
        yield [bar.label, *cells, duty.title, day, report.counted_at or context["now"]]


def figures_context(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return what a page with the figures of a unit shows, or 404 for who may not see it.

    `coarse_url` is where to go instead when the day is too fine a step for the groups shown.
    """
    duties, of_teams = access.all_requirements()
    form = OrganisationForm(request.GET, requirements=duties)
    form.is_valid()
    day, query = form.day, request.GET.urlencode()
    tree = _tree(request, code, day)
    duty = chosen(duties, form.cleaned_data.get("onderdeel")) or (duties[0] if duties else None)
    report = duty and reports.organisation_report(
        tree=tree,
        as_of=day,
        requirement=duty,
        requirements=duties,
        unit_url=lambda unit: _unit_url(unit, query),
        requirement_url=lambda row: with_changes(request, onderdeel=row.key),
        rest_label=_("The rest of %(unit)s") % {"unit": tree.unit.name},
    )
    team_duties = reports.team_duties(
        tree=tree, as_of=day, requirements=of_teams, unit_url=lambda unit: _unit_url(unit, query)
    )
    return {
        "form": form,
        "unit": tree.unit,
        "day": day,
        "now": clock.now(),
        "duty": duty,
        "duties": duties,
        "report": report,
        "team_duties": team_duties,
        "asked_day": _asked_day(request),
        "coarse_url": _coarse_url(request, day) if report and report.is_too_fine else "",
        **_ways(request, tree, day),
    }


def _tree(request: HttpRequest, code: str, day: date) -> access.UnitTree:
    try:
        return access.unit_tree(request.user, code=code, on=day)
    except Unit.DoesNotExist as unknown:
        raise Http404 from unknown


def _ways(request: HttpRequest, tree: access.UnitTree, day: date) -> dict[str, Any]:
    """Return where one can go from here: up, to the people, to files, to the ministries."""
    query, code = request.GET.urlencode(), tree.unit.code
    above = [(unit.name, _unit_url(unit, query)) for unit in tree.chain[:-1]]
    return {
        "breadcrumbs": [*above, (tree.unit.name, None)],
        "people_url": _people_url(request, tree),
        "export_url": f"{reverse('organisatie-export', args=[code])}?{query}",
        "export_choices": {"onderdeel": code, "peildatum": day.isoformat(), "bron": "nu"},
        "rijk_url": f"{reverse('rijk')}?{query}" if tree.unit.is_rijk else "",
    }


def _people_url(request: HttpRequest, tree: access.UnitTree) -> str:
    """Return where the people of this unit are listed, for who may see them."""
    if tree.lists_everybody:
        return f"{reverse('organisatie-personen', args=[tree.unit.code])}?{request.GET.urlencode()}"
    if tree.lists_people and len(tree.chain) == 1:
        return f"{reverse('mijn-team')}?{replaced(request.GET, team=tree.unit.code)}"
    return ""


def _coarse_url(request: HttpRequest, day: date) -> str:
    """Return this address as of the end of the month before."""
    changed = with_changes(request, peildatum=str(last_month_end(day)), gevraagd=str(day))
    return f"{request.path}{changed}"


def _asked_day(request: HttpRequest) -> date | None:
    """Return the day that was asked for, when another is shown."""
    try:
        return date.fromisoformat(request.GET.get("gevraagd", ""))
    except ValueError:
        return None


def _unit_url(unit: access.SeenUnit, query: str) -> str:
    url = reverse("organisatie-onderdeel", args=[unit.code])
    return f"{url}?{query}" if query else url
