"""Asking for another facilitator, and what a coordinator sees of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from organisations.reports import unit_names
from toolbox.access.requests import coordinators_of, is_coordinator, requests_seen_by
from toolbox.access.teams import is_member, may_run, teams_read_by
from toolbox.enums import RequestState
from toolbox.models import FacilitatorRequest
from toolbox.reports.facilitator_requests import shown_requests
from toolbox.services.requests import ask_for_facilitator, handle_request, withdraw_request
from toolbox.views.sessions.asking import acting_person, pressed


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for another facilitator; the page says first who gets to know it."""
    unit, by = get_object_or_404(teams_read_by(request.user), code=code), acting_person(request)
    if not is_member(by, unit) or may_run(by, unit):
        # Who plans the session chooses who leads it.
        raise Http404
    if request.method == "POST":
        return pressed(
            request,
            code,
            lambda: ask_for_facilitator(unit=unit, by=by),
            _("Asked. The coordinator gets in touch with you."),
        )
    context = {
        "unit": unit,
        "name": unit_names([unit.pk], clock.today())[unit.pk].name,
        "coordinators": coordinators_of(unit, but=by),
    }
    return render(request, "toolbox/sessions/ask.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one's own request back."""
    by = acting_person(request)
    rows = FacilitatorRequest.objects.filter(asked_by=by, state=RequestState.OPEN)
    found = get_object_or_404(rows.select_related("unit"), uuid=uuid)
    return pressed(
        request,
        found.unit.code,
        lambda: withdraw_request(request=found, by=by),
        _("Taken back. Nothing of it is kept."),
    )


@never_cache
@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show a coordinator who asks for another facilitator."""
    if not is_coordinator(request.user):
        raise Http404
    context = {"requests": shown_requests(request.user)}
    return render(request, "toolbox/sessions/requests.html", context)


@login_required
@require_POST
def handled(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note that a request was handled."""
    found = get_object_or_404(requests_seen_by(request.user), uuid=uuid)
    handle_request(request=found, by=acting_person(request))
    messages.success(request, _("Noted as handled."))
    return redirect("toolbox:facilitator-requests")
