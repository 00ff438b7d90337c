"""The personal start page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from home.reports import learning_overview
from organisations.access import person_of
from workshops.reports import next_workshop


@login_required
@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """Show what somebody has to do, by when, and where they were."""
    person = person_of(request.user)
    urls = {
        f"{name}_url": reverse("wagtail_serve", args=[path])
        for name, path in (("catalogue", "leren/"), ("help", "hulp/"), ("sources", "bronnen/"))
    }
    if person is None:
        return render(request, "home/no_person.html", urls)
    overview = learning_overview(person, on=clock.today(person.time_zone))
    context = {"overview": overview, "workshop": next_workshop(person), **urls}
    return render(request, "home/mijn_leren.html", context)
