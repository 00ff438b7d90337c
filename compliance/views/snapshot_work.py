"""What a job does with snapshots: how far it is, and what came of it. Can be left and opened again.

While it runs the page asks for its middle part again; when that is done, for the whole page.
"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.enums import CheckKnowledge, CheckOutcome
from compliance.models import SnapshotCheck, SnapshotRequest
from compliance.models.snapshot_work import AskedWork
from compliance.reports.documents import format_moment
from compliance.snapshots.asking import request_check
from compliance.snapshots.checked import (
    STATE_BADGES,
    checked_source,
    shown_reasons,
    who_asked,
)
from compliance.snapshots.comparing import compared
from compliance.snapshots.source import Source
from compliance.views.frozen import found_snapshot, snapshot_context, source_of, taker
from core.dates import format_date
from organisations.access import person_of
from organisations.models import Unit

_PART = "compliance/partials/snapshot_progress.html"


@login_required
@require_safe
def snapshot_request(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how far the freezing of a day is, or what came of it; for who may freeze."""
    taker(request)
    rows = SnapshotRequest.objects.select_related("run", "requested_by", "snapshot")
    asked: SnapshotRequest = get_object_or_404(rows, uuid=uuid)
    day = format_date(asked.reference_date)
    title = _("Correcting the snapshot of %(day)s") if asked.reason else _("Freezing %(day)s")
    context = {
        "asked": asked,
        # Only who may freeze comes here: they work together.
        "who": asked.requested_by.name,
        "title": title % {"day": day},
        "breadcrumbs": [(_("Snapshots"), reverse("peilmomenten")), (day, None)],
        **_progress(asked, reverse("peilmoment-opdracht", args=[uuid])),
    }
    return _answer(request, "compliance/snapshot_request.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask to compute a snapshot again; who follows an old link finds the buttons."""
    found = found_snapshot(request, uuid)
    context = snapshot_context(source_of(request, found), found)
    person = person_of(request.user)
    if request.method != "POST" or person is None:
        url = reverse("peilmoment", args=[uuid])
        return redirect(f"{url}?{context['unit_query']}#controle")
    try:
        knowledge = CheckKnowledge(request.POST.get("kennis", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    check = request_check(snapshot=found, knowledge=knowledge, by=person)
    url = reverse("peilmoment-controle", args=[uuid, check.uuid])
    return redirect(f"{url}?{context['unit_query']}")


@login_required
@require_safe
def check(request: HttpRequest, uuid: UUID, check: UUID) -> HttpResponse:
    """Show how far a check is, or what came out, for a unit under the mandate."""
    found = found_snapshot(request, uuid)
    source = source_of(request, found)
    rows = found.checks.select_related("run", "requested_by", "snapshot")
    asked: SnapshotCheck = get_object_or_404(rows, uuid=check)
    context = snapshot_context(source, found)
    url = f"{reverse('peilmoment-controle', args=[uuid, check])}?{context['unit_query']}"
    is_then = asked.knowledge == CheckKnowledge.THEN
    context |= {
        "asked": asked,
        "who": who_asked(asked, request.user),
        "is_then": is_then,
        "known_at": format_moment(found.known_at),
        **_progress(asked, url),
    }
    if asked.finished_at is not None and not is_then and asked.outcome != CheckOutcome.EQUAL:
        context |= _differences(request, asked, source)
    return _answer(request, "compliance/snapshot_check.html", context)


def _differences(request: HttpRequest, asked: SnapshotCheck, source: Source) -> dict[str, Any]:
    """Return what differed then, and why, for the unit that is looked at."""
    try:
        now = checked_source(request.user, check=asked, frozen=source)
    except Unit.DoesNotExist:
        return {"is_gone": True}
    duties = compared(source, now)
    return {"duties": duties, "reasons": shown_reasons(asked, source.tree.unit.pk, duties)}


def _progress(asked: AskedWork, url: str) -> dict[str, Any]:
    state = asked.state
    badge, icon = STATE_BADGES[state]
    return {
        "state": state,
        "state_badge": badge,
        "state_icon": icon,
        "is_busy": state in {"waiting", "busy"},
        "progress_url": url,
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer the page, or its middle part; when that is no longer busy, ask for the whole page."""
    if request.headers.get("HX-Request") != "true":
        return render(request, template, context)
    response = render(request, _PART, context)
    if not context["is_busy"]:
        response["HX-Refresh"] = "true"
    return response
