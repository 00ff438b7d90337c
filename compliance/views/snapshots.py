"""Snapshots: the list, one of them, beside another one, taken and corrected."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.errors import RefusedChange
from compliance.models import Snapshot, SnapshotRequest
from compliance.snapshots.asking import request_correction, request_snapshot
from compliance.snapshots.checked import listed_checks
from compliance.snapshots.comparing import compared
from compliance.snapshots.forms import CompareForm, CorrectForm, TakeForm
from compliance.snapshots.handed import coverage_document
from compliance.snapshots.source import Source
from compliance.snapshots.takers import may_take
from compliance.views.frozen import (
    asked_code,
    found_snapshot,
    snapshot_context,
    snapshot_url,
    source_of,
    taker,
)
from organisations.access import mandates_of


@login_required
@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    """Show which days were frozen."""
    return _list_page(request, TakeForm())


@login_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Ask to freeze the figures of a day."""
    by = taker(request)
    form = TakeForm(request.POST)
    if form.is_valid():
        try:
            asked = request_snapshot(reference_date=form.cleaned_data["peildatum"], by=by)
        except RefusedChange as refused:
            form.add_error("peildatum", str(refused))
        else:
            return redirect("peilmoment-opdracht", uuid=asked.uuid)
    return _list_page(request, form, status=422)


@login_required
@require_safe
def snapshot(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the frozen figures of a unit under the mandate."""
    return _snapshot_page(request, found_snapshot(request, uuid), CorrectForm())


@login_required
@require_POST
def correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask to freeze the same day anew, with the reason."""
    by = taker(request)
    found = found_snapshot(request, uuid)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            asked = request_correction(snapshot=found, reason=form.cleaned_data["reden"], by=by)
        except RefusedChange as refused:
            form.add_error("reden", str(refused))
        else:
            return redirect("peilmoment-opdracht", uuid=asked.uuid)
    return _snapshot_page(request, found, form, status=422)


@login_required
@require_safe
def comparison(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show two snapshots side by side, the older one first."""
    found = found_snapshot(request, uuid)
    form = CompareForm(request.GET, snapshot=found)
    if not form.is_valid():
        return redirect("peilmoment", uuid=uuid)
    order = sorted([found, form.cleaned_data["met"]], key=lambda s: (s.reference_date, s.taken_at))
    older, newer = order
    code = asked_code(request, newer)
    before, after = (source_of(request, one, code=code) for one in (older, newer))
    context = {
        **snapshot_context(after, found),
        "duties": compared(before, after),
        "older": older,
        "newer": newer,
    }
    return render(request, "compliance/snapshot_comparison.html", context)


def _list_page(request: HttpRequest, form: TakeForm, status: int = 200) -> HttpResponse:
    if not mandates_of(request.user).exists():
        raise Http404
    rows = Snapshot.objects.select_related("correction").order_by("-reference_date", "-taken_at")
    may = may_take(request.user)
    context = {
        "snapshots": rows,
        "form": form,
        "may_take": may,
        "requests": _unfinished() if may else [],
    }
    return render(request, "compliance/snapshots.html", context, status=status)


def _unfinished() -> list[SnapshotRequest]:
    """Return the days that are still to be frozen, the newest first; not those asked for anew."""
    frozen = Snapshot.objects.values("reference_date")
    rows = SnapshotRequest.objects.filter(finished_at=None).select_related("run", "requested_by")
    rows = rows.exclude(corrects=None, reference_date__in=frozen)
    rows = rows.exclude(corrects__correction__isnull=False)
    return list(rows.order_by("-requested_at", "-pk"))


def _snapshot_page(
    request: HttpRequest, found: Snapshot, form: CorrectForm, status: int = 200
) -> HttpResponse:
    source = source_of(request, found)
    correction = Snapshot.objects.filter(corrects=found).first()
    others = Snapshot.objects.exclude(pk=found.pk).exists()
    context = {
        **snapshot_context(source, found),
        "document": coverage_document(source),
        "form": form,
        "correction": correction,
        "checks": listed_checks(found, request.user),
        "compare_form": CompareForm(None, snapshot=found) if others else None,
        "may_correct": correction is None and may_take(request.user),
        "below": [(row.name, snapshot_url(found, row.code)) for row in _opened(source)],
    }
    return render(request, "compliance/snapshot.html", context, status=status)


def _opened(source: Source) -> list[Any]:
    """Return the units below whose own page would show something."""
    duties = [duty["id"] for duty in source.basis.duties]
    return [row for row in source.tree.rows if any(source.shown(row, duty) for duty in duties)]
