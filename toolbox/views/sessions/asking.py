"""What the pages of the team session share: who asks, for which team, and what was refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from organisations.models import Person, Unit
from organisations.viewers import person_of
from toolbox.access.teams import teams_run_by
from toolbox.session_errors import SessionRefused


def acting_person(request: HttpRequest) -> Person:
    """Return who asks; for who has no record as a person there is nothing here."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def team_to_run(request: HttpRequest, code: str) -> Unit:
    """Return a team for which the visitor plans and records."""
    return get_object_or_404(teams_run_by(request.user), code=code)


def tried(form: forms.Form, work: Callable[[], Any]) -> bool:
    """Do the work of a posted form; a refusal becomes a sentence of the form."""
    if not form.is_valid():
        return False
    try:
        work()
    except SessionRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def pressed(request: HttpRequest, code: str, work: Callable[[], Any], said: str) -> HttpResponse:
    """Do what a button asks, and go back to the page of the team with what came of it."""
    try:
        work()
    except SessionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("toolbox:team-session", code)


def form_page(
    request: HttpRequest, template: str, form: forms.Form, **context: Any
) -> HttpResponse:
    """Show a form, with 422 when something in it is not right."""
    page = f"toolbox/sessions/{template}.html"
    status = 422 if form.errors else 200
    shown = {"form": form, "agreement_years": settings.AGREEMENT_YEARS, **context}
    return render(request, page, shown, status=status)
