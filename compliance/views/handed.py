"""Reports that are handed over: the page is the report, and every file says the same."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from compliance.enums import ExportFormat, Rhythm
from compliance.exports.errors import NotAllowed, WrongChoice
from compliance.exports.files import CONTENT_TYPES, document_bytes, file_name
from compliance.exports.kinds import kind_of
from compliance.forms import ReferenceDateForm
from compliance.models import Snapshot
from compliance.snapshots.forms import QuarterForm, last_year_end
from compliance.tables import Document
from core import clock


@login_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Show who finished what, per ministry, on a day; one click gives it in every file type."""
    form = ReferenceDateForm(request.GET)
    form.is_valid()
    choices = {"peildatum": form.day.isoformat(), "bron": request.GET.get("bron", "")}
    days = [last_year_end(clock.today()), clock.today()]
    snapshots = Snapshot.objects.filter(correction__isnull=True).order_by("-reference_date")
    context = {
        "days": days,
        "snapshots": snapshots[:5],
        "file_url": lambda name: reverse("kamervraag-bestand", args=[name]),
    }
    return _page(request, form, kind="kamervraag", choices=choices, context=context)


@login_required
@require_safe
def coverage_file(request: HttpRequest, file_type: str) -> HttpResponse:
    """Give the report as a file."""
    return _file(request, "kamervraag", file_type, dict(request.GET.items()))


@login_required
@require_safe
def quarter(request: HttpRequest, code: str) -> HttpResponse:
    """Show the report of a quarter of a unit, for works council and planning and control."""
    form = QuarterForm(request.GET)
    form.is_valid()
    choices = {
        "onderdeel": code,
        "peildatum": form.day.isoformat(),
        "bron": request.GET.get("bron", ""),
    }
    context = {"file_url": lambda name: reverse("kwartaal-bestand", args=[code, name])}
    return _page(request, form, kind="kwartaal", choices=choices, context=context)


@login_required
@require_safe
def quarter_file(request: HttpRequest, code: str, file_type: str) -> HttpResponse:
    """Give the report as a file."""
    return _file(request, "kwartaal", file_type, {**request.GET.dict(), "onderdeel": code})


@login_required
@require_safe
def improvement(request: HttpRequest, code: str) -> HttpResponse:
    """Show plan, do, check and act of a unit as a report, in the year of a day."""
    form = ReferenceDateForm(request.GET)
    form.is_valid()
    choices = {
        "onderdeel": code,
        "peildatum": form.day.isoformat(),
        "bron": request.GET.get("bron", ""),
    }
    context = {
        "days": [last_year_end(clock.today()), clock.today()],
        "file_url": lambda name: reverse("verbeteren-bestand", args=[code, name]),
    }
    return _page(request, form, kind="verbeteren", choices=choices, context=context)


@login_required
@require_safe
def improvement_file(request: HttpRequest, code: str, file_type: str) -> HttpResponse:
    """Give the report as a file."""
    return _file(request, "verbeteren", file_type, {**request.GET.dict(), "onderdeel": code})


def _page(
    request: HttpRequest,
    form: ReferenceDateForm,
    *,
    kind: str,
    choices: Mapping[str, str],
    context: dict[str, Any],
) -> HttpResponse:
    spec = kind_of(kind)
    document = _document(request, kind, choices)
    kept = spec.kept(choices)
    query = urlencode(kept)
    file_url = context.pop("file_url")
    context |= {
        "form": form,
        "kind": spec,
        "document": document,
        "choices": kept,
        "is_live": not choices["bron"],
        "files": [(ExportFormat(name), f"{file_url(name)}?{query}") for name in spec.formats],
        "rhythms": Rhythm.choices,
    }
    return render(request, "compliance/document.html", context)


def _file(
    request: HttpRequest, kind: str, file_type: str, choices: Mapping[str, Any]
) -> HttpResponse:
    spec = kind_of(kind)
    if file_type not in spec.formats:
        raise Http404
    document = _document(request, kind, spec.kept(choices))
    disposition = content_disposition_header(
        as_attachment=True, filename=file_name(document, file_type)
    )
    return HttpResponse(
        document_bytes(document, file_type),
        content_type=CONTENT_TYPES[ExportFormat(file_type)],
        headers={"Content-Disposition": disposition or "attachment"},
    )


def _document(request: HttpRequest, kind: str, choices: Mapping[str, str]) -> Document:
    try:
        made = kind_of(kind).build(request.user, choices)
    except (NotAllowed, WrongChoice) as refused:
        raise Http404 from refused
    if not isinstance(made, Document):
        raise Http404
    return made
