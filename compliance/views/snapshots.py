"""Snapshots: the list, one of them, computed again, beside another one, taken and corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.errors import RefusedChange
from compliance.models import Snapshot
from compliance.reports.documents import format_moment
from compliance.snapshots.comparing import compared
from compliance.snapshots.explaining import explained
from compliance.snapshots.forms import CompareForm, CorrectForm, TakeForm
from compliance.snapshots.handed import coverage_document
from compliance.snapshots.rebuilding import recompute_as_known_now, recompute_as_known_then
from compliance.snapshots.source import Source, frozen_source, frozen_tops, live_source
from compliance.snapshots.takers import may_take
from compliance.snapshots.taking import correct_snapshot, take_snapshot
from core.dates import format_date
from organisations.access import mandates_of, person_of
from organisations.models import Person, Unit


@login_required
@require_safe
def snapshots(request: HttpRequest) -> HttpResponse:
    """Show which days were frozen."""
    return _list_page(request, TakeForm())


@login_required
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a day."""
    by = _taker(request)
    form = TakeForm(request.POST)
    if form.is_valid():
        try:
            made = take_snapshot(reference_date=form.cleaned_data["peildatum"], by=by)
        except RefusedChange as refused:
            form.add_error("peildatum", str(refused))
        else:
            messages.success(request, _("The figures of this day are frozen."))
            return redirect("peilmoment", uuid=made.uuid)
    return _list_page(request, form, status=422)


@login_required
@require_safe
def snapshot(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the frozen figures of a unit under the mandate."""
    return _snapshot_page(request, _found(request, uuid), CorrectForm())


@login_required
@require_POST
def correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Freeze the same day anew, with the reason."""
    by = _taker(request)
    found = _found(request, uuid)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            made = correct_snapshot(snapshot=found, reason=form.cleaned_data["reden"], by=by)
        except RefusedChange as refused:
            form.add_error("reden", str(refused))
        else:
            messages.success(
                request, _("The correction is frozen. The old figures stay to be seen.")
            )
            return redirect("peilmoment", uuid=made.uuid)
    return _snapshot_page(request, found, form, status=422)


@login_required
@require_safe
def rebuilt(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Compute a snapshot again, with the knowledge of then (must be equal) or of now."""
    found = _found(request, uuid)
    source = _source(request, found)
    is_then = request.GET.get("kennis") != "nu"
    outcome = recompute_as_known_then(found) if is_then else recompute_as_known_now(found)
    context = {
        **_context(source, found),
        "is_then": is_then,
        "outcome": outcome,
        "known_at": format_moment(found.known_at),
    }
    if not is_then:
        context |= _explanation(request, source)
    return render(request, "compliance/snapshot_rebuilt.html", context)


@login_required
@require_safe
def comparison(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show two snapshots side by side, the older one first."""
    found = _found(request, uuid)
    form = CompareForm(request.GET, snapshot=found)
    if not form.is_valid():
        return redirect("peilmoment", uuid=uuid)
    order = sorted([found, form.cleaned_data["met"]], key=lambda s: (s.reference_date, s.taken_at))
    older, newer = order
    code = _code(request, newer)
    before, after = (_source(request, one, code=code) for one in (older, newer))
    context = {
        **_context(after, found),
        "duties": compared(before, after),
        "older": older,
        "newer": newer,
    }
    return render(request, "compliance/snapshot_comparison.html", context)


def _list_page(request: HttpRequest, form: TakeForm, status: int = 200) -> HttpResponse:
    if not mandates_of(request.user).exists():
        raise Http404
    rows = Snapshot.objects.select_related("correction").order_by("-reference_date", "-taken_at")
    context = {"snapshots": rows, "form": form, "may_take": may_take(request.user)}
    return render(request, "compliance/snapshots.html", context, status=status)


def _snapshot_page(
    request: HttpRequest, found: Snapshot, form: CorrectForm, status: int = 200
) -> HttpResponse:
    source = _source(request, found)
    correction = Snapshot.objects.filter(corrects=found).first()
    others = Snapshot.objects.exclude(pk=found.pk).exists()
    context = {
        **_context(source, found),
        "document": coverage_document(source),
        "form": form,
        "correction": correction,
        "compare_form": CompareForm(None, snapshot=found) if others else None,
        "may_correct": correction is None and may_take(request.user),
        "below": [(row.name, _url(found, row.code)) for row in _opened(source)],
    }
    return render(request, "compliance/snapshot.html", context, status=status)


def _context(source: Source, found: Snapshot) -> dict[str, Any]:
    above = [(unit.name, _url(found, unit.code)) for unit in source.tree.chain[:-1]]
    title = _("Snapshot of %(day)s") % {"day": format_date(found.reference_date)}
    start = (_("Snapshots"), reverse("peilmomenten"))
    here = (source.tree.unit.name, None)
    return {
        "snapshot": found,
        "title": title,
        "unit": source.tree.unit,
        "breadcrumbs": [start, *above, here],
        "unit_query": urlencode({"onderdeel": source.tree.unit.code}),
        "export_choices": {"onderdeel": source.tree.unit.code, "momentopname": found.uuid},
    }


def _opened(source: Source) -> list[Any]:
    """Return the units below whose own page would show something."""
    duties = [duty["id"] for duty in source.basis.duties]
    return [row for row in source.tree.rows if any(source.shown(row, duty) for duty in duties)]


def _explanation(request: HttpRequest, source: Source) -> dict[str, Any]:
    """Return what differs now, and why, for the unit that is looked at."""
    frozen = source.snapshot
    if frozen is None:
        return {}
    unit = source.tree.unit
    try:
        now = live_source(request.user, code=unit.code, day=frozen.reference_date)
    except Unit.DoesNotExist:
        return {"is_gone": True}
    path = frozen.units.get(unit=unit.pk).path
    there = frozen.units.filter(path__startswith=path).values("unit")
    moved = Unit.objects.get(pk=unit.pk)
    today = Unit.objects.within(moved, on=frozen.reference_date).values("pk")
    ids = set(Unit.objects.filter(Q(pk__in=there) | Q(pk__in=today)).values_list("pk", flat=True))
    return {"duties": compared(source, now), "reasons": explained(frozen, ids)}


def _found(request: HttpRequest, uuid: UUID) -> Snapshot:
    if not mandates_of(request.user).exists():
        raise Http404
    rows = Snapshot.objects.select_related("corrects", "correction")
    found: Snapshot = get_object_or_404(rows, uuid=uuid)
    return found


def _code(request: HttpRequest, found: Snapshot) -> str:
    """Return the asked unit, or the highest one that the visitor sees."""
    asked = request.GET.get("onderdeel")
    if asked:
        return asked
    tops = frozen_tops(request.user, snapshot=found)
    if not tops:
        raise Http404
    return tops[0].code


def _source(request: HttpRequest, found: Snapshot, *, code: str = "") -> Source:
    try:
        return frozen_source(request.user, snapshot=found, code=code or _code(request, found))
    except Unit.DoesNotExist as unknown:
        raise Http404 from unknown


def _taker(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None or not may_take(request.user):
        raise Http404
    return person


def _url(found: Snapshot, code: str) -> str:
    return f"{reverse('peilmoment', args=[found.uuid])}?{urlencode({'onderdeel': code})}"
