"""What every form of a trainer does: try a service, and say what happened or why it did not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workshops.errors import BookingRefused
from workshops.models import Event
from workshops.planning.errors import PlanningRefused


def tried(form: forms.Form, work: Callable[[], Any]) -> bool:
    """Do the work of a valid form; a refusal becomes sentences of the form."""
    if not form.is_valid():
        return False
    try:
        work()
    except PlanningRefused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    except BookingRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def done(request: HttpRequest, event: Event, sentence: str) -> HttpResponse:
    """Say what was done and go back to the page of the event."""
    messages.success(request, sentence)
    return redirect("workshops-trainers-event", event.uuid)


def press(request: HttpRequest, event: Event, work: Callable[[], Any], said: str) -> HttpResponse:
    """Do what a button without a form asks, and go back to the page of the event."""
    try:
        work()
    except (PlanningRefused, BookingRefused) as refused:
        messages.error(request, str(refused))
        return redirect("workshops-trainers-event", event.uuid)
    return done(request, event, said)


def shown(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """Show a form; with its errors the answer is 422."""
    status = 422 if form.errors else 200
    return render(
        request, f"workshops/trainers/{template}", {"form": form, **context}, status=status
    )
