"""Recommending something voluntary, and putting a recommendation away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from organisations.models import Unit
from toolbox.access.suggestions import (
    people_to_suggest_to,
    suggestions_in_team_of,
    suggestions_made_for,
)
from toolbox.access.teams import teams_managed_by
from toolbox.forms.suggestions import SuggestForm
from toolbox.reports.suggestions import choices, suggestions_made_by_managers_of
from toolbox.services.suggestions import (
    NotInYourTeam,
    hide_suggestion,
    show_suggestion,
    suggest,
    withdraw_suggestion,
)
from toolbox.views.sessions.asking import acting_person


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: HttpRequest) -> HttpResponse:
    """Let a manager recommend something, and show what was recommended in the team."""
    if not teams_managed_by(request.user).exists():
        raise Http404
    by = acting_person(request)
    people, offered = people_to_suggest_to(request.user), choices()
    form = SuggestForm(request.POST or None, people=people, offered=offered)
    if request.method == "POST" and form.is_valid():
        person, unit = form.person_and_unit
        try:
            suggest(person=person, unit=Unit.objects.get(pk=unit), what=form.chosen, by=by)
        except NotInYourTeam:
            raise Http404 from None
        said = _("Recommended to %(name)s. What happens with it is theirs.")
        messages.success(request, said % {"name": person.name})
        return redirect("toolbox:suggestions")
    context = {
        "form": form,
        "has_people": bool(people),
        "has_choices": bool(offered),
        "made": suggestions_made_by_managers_of(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "toolbox/suggestions/suggestions.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a recommendation back."""
    found = get_object_or_404(suggestions_in_team_of(request.user), uuid=uuid)
    withdraw_suggestion(suggestion=found)
    messages.success(request, _("Taken back. It is gone from their page."))
    return redirect("toolbox:suggestions")


@login_required
@require_POST
def hide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put a recommendation to oneself away, or take it out again."""
    found = get_object_or_404(suggestions_made_for(request.user), uuid=uuid)
    if "undo" in request.POST:
        show_suggestion(suggestion=found)
        messages.success(request, _("It is back."))
    else:
        hide_suggestion(suggestion=found)
        messages.success(request, _("Put away. Your manager does not see this."))
    return redirect("mijn-leren")
