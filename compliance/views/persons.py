"""Everybody below a unit, for its compliance officer. Every reading is an event in the log."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import access, reports
from compliance.figures.directory import Directory, Place, place_of
from compliance.forms import PersonsForm
from compliance.models import Requirement
from compliance.privacy.sight import officer_unit
from compliance.views.addresses import replaced, why_urls, with_changes
from compliance.views.choices import chosen
from core.spreadsheets import csv_response
from organisations.access import person_of
from organisations.models import UnitVersion

logger = structlog.get_logger(__name__)
FILTERS = ("q", "status", "onderdeel", "soort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which people of which unit somebody asked for."""

    form: PersonsForm
    unit: UnitVersion
    persons: reports.Persons

    @property
    def day(self) -> date:
        """The reference date."""
        return self.form.day


@login_required
@require_safe
def persons(request: HttpRequest, code: str) -> HttpResponse:
    """Show the people below a unit: who stands where with what."""
    choice = _choice(request, code)
    page = reports.persons_page(choice.persons, after=_place(request.GET.get("na")))
    _log(request, "persons listed", choice, shown=len(page.people))
    organisation = reverse("organisatie-onderdeel", args=[code])
    context = {
        "form": choice.form,
        "unit": choice.unit,
        "day": choice.day,
        "page": page,
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "everybody_url": f"?{urlencode(_day(request))}",
        "is_first": "na" not in request.GET,
        "first_url": f"?{_kept(request)}",
        "next_url": with_changes(request, na=page.next_after),
        "export_choices": _export_choices(choice, code),
        "export_url": f"{reverse('organisatie-personen-export', args=[code])}?{_kept(request)}",
        "breadcrumbs": [(choice.unit.name, organisation), (_("Persons"), None)],
    }
    return render(request, "compliance/persons.html", context)


def _export_choices(choice: Choice, code: str) -> dict[str, str]:
    """Return what this page shows as choices of a file; a wrong choice showed everybody."""
    values = choice.form.cleaned_data
    chosen_here = {name: values[name] for name in FILTERS if values.get(name)}
    return {"onderdeelcode": code, "peildatum": choice.day.isoformat(), **chosen_here}


@login_required
@require_safe
def persons_export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give everybody whom the filter leaves as a CSV file, written while it is read."""
    choice = _choice(request, code)
    _log(request, "persons exported", choice)
    return csv_response(
        filename=f"{code}-{_('persons')}-{choice.day}.csv",
        header=reports.person_header(choice.persons),
        rows=reports.person_cells(choice.persons),
    )


def _choice(request: HttpRequest, code: str) -> Choice:
    duties = access.requirements()
    form = PersonsForm(request.GET, requirements=duties)
    form.is_valid()
    try:
        unit = officer_unit(request.user, code=code, on=form.day)
    except UnitVersion.DoesNotExist as unknown:
        raise Http404 from unknown
    values = form.cleaned_data
    requirement: Requirement | None = chosen(duties, values.get("onderdeel"))
    found = reports.Persons(
        directory=Directory(
            unit_id=unit.unit_id,
            as_of=form.day,
            search=values.get("q") or "",
            kind=values.get("soort") or "",
        ),
        requirements=[requirement] if requirement else duties,
        state=values.get("status") or "",
        why_url=why_urls(form.day),
    )
    return Choice(form=form, unit=unit, persons=found)


def _place(uuid: str | None) -> Place | None:
    """Return where the page starts; an address with a wrong place starts at the beginning."""
    try:
        return place_of(UUID(uuid)) if uuid else None
    except ValueError:
        return None


def _kept(request: HttpRequest) -> str:
    """Return the choices without the place in the list."""
    query = request.GET.copy()
    query.pop("na", None)
    return replaced(query)


def _day(request: HttpRequest) -> dict[str, str]:
    """Return the day that was asked for, as it was asked."""
    asked = request.GET.get("peildatum")
    return {"peildatum": asked} if asked else {}


def _log(request: HttpRequest, event: str, choice: Choice, **facts: int) -> None:
    """Note who read whose data (BIO2 8.15.01): ids and which filters, never what was typed."""
    reader = person_of(request.user)
    logger.info(
        event,
        reader=reader and reader.pk,
        unit=choice.unit.unit_id,
        as_of=str(choice.day),
        filters=[name for name in FILTERS if request.GET.get(name)],
        **facts,
    )
