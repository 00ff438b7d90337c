"""The page of a manager: requests to decide, who goes where, and asking for the team."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.models import Person
from workshops.access import requests_for
from workshops.booking import decide_request
from workshops.enums import RequestState
from workshops.errors import BookingRefused
from workshops.forms.people import RequestForm
from workshops.models import TeamRequest
from workshops.planning.errors import PlanningRefused
from workshops.planning.teams import ask_for_team, withdraw_request
from workshops.reports.teams import managed_teams, team_workshops
from workshops.views.asking import acting_person, posted_uuid
from workshops.views.trainers.answers import tried


@never_cache
@login_required
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show a manager what there is to decide and to know."""
    teams = managed_teams(request.user)
    if not teams:
        raise Http404
    context = {"team": team_workshops(request.user)}
    return render(request, "workshops/team.html", context)


@login_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or decline a request of somebody of the team."""
    by = acting_person(request)
    booking = get_object_or_404(requests_for(request.user), uuid=posted_uuid(request, "booking"))
    try:
        decide_request(booking=booking, approved=request.POST.get("actie") == "ja", by=by)
    except BookingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Decided. The participant gets a message."))
    return redirect("workshops-team")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a workshop for a team."""
    teams = managed_teams(request.user)
    if not teams:
        raise Http404
    by = acting_person(request)
    form = RequestForm(
        request.POST or None,
        teams=teams,
        initial={"kind": request.GET.get("soort", "").replace("\x00", ""), "language": "nl"},
    )
    if tried(form, lambda: _ask(form, by)):
        messages.success(request, _("Asked. You get a message when it is planned."))
        return redirect("workshops-team")
    status = 422 if form.errors else 200
    return render(request, "workshops/team_ask.html", {"form": form}, status=status)


def _ask(form: RequestForm, by: Person) -> None:
    data = form.cleaned_data
    ask_for_team(
        type=data["kind"],
        unit=data["unit"],
        participants=data["participants"],
        from_on=data["from_on"],
        until_on=data["until_on"],
        region=data["region"],
        language=data["language"],
        wants_outside_trainer=data["wants_outside_trainer"],
        by=by,
    )


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back a request that nobody answered."""
    by = acting_person(request)
    rows = TeamRequest.objects.filter(unit__in=managed_teams(request.user), state=RequestState.OPEN)
    row = get_object_or_404(rows, uuid=posted_uuid(request, "aanvraag"))
    try:
        withdraw_request(request=row, by=by)
    except PlanningRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The request was taken back."))
    return redirect("workshops-team")
