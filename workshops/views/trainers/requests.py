"""Requests of managers for their team, for who plans."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from organisations.reports import unit_names
from workshops.access import events_organised_by, planning_units, team_requests_for
from workshops.enums import RequestState
from workshops.models import Event, TeamRequest
from workshops.planning.errors import PlanningRefused
from workshops.planning.teams import answer_request
from workshops.views.asking import acting_person, posted_uuid

SHOWN = 100


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Show what managers ask, and answer: planned on a date, or not possible."""
    if not planning_units(request.user):
        raise Http404
    if request.method == "POST":
        return _answer(request)
    rows = _open(request).select_related("type", "asked_by")
    found = list(rows.order_by("from_on", "pk")[:SHOWN])
    names = unit_names({row.unit_id for row in found}, clock.today())
    events = list(
        events_organised_by(request.user)
        .published()
        .going_on()
        .starting_after(clock.now())
        .filter(type__in={row.type_id for row in found}, is_confidential=False)
        .select_related("type")
        .order_by("starts_at", "pk")
    )
    shown = [
        {
            "request": row,
            "team": names[row.unit_id].name if row.unit_id in names else "",
            "dates": [event for event in events if event.type_id == row.type_id],
        }
        for row in found
    ]
    return render(request, "workshops/trainers/requests.html", {"rows": shown})


def _open(request: HttpRequest) -> QuerySet[TeamRequest]:
    return team_requests_for(request.user).filter(state=RequestState.OPEN)


def _answer(request: HttpRequest) -> HttpResponse:
    row = get_object_or_404(_open(request), uuid=posted_uuid(request, "aanvraag"))
    event: Event | None = None
    if request.POST.get("actie") == "gepland":
        mine = events_organised_by(request.user)
        event = get_object_or_404(mine, uuid=posted_uuid(request, "datum"))
    try:
        answer_request(request=row, event=event, by=acting_person(request))
    except PlanningRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Answered. The manager gets a message."))
    return redirect("workshops-requests")
