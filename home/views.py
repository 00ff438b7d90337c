"""The start page, the pages for an audience and one's own learning."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from home.models import AudiencePage, HomePage
from home.reports import learning_overview
from home.reports.audiences import audience_view
from home.reports.extras import extras_of
from home.reports.front import front_of, own_state
from home.reports.offers import practices_for
from organisations.access import person_of
from workshops.reports import next_workshop


@require_safe
def show_home(request: HttpRequest, page: HomePage, *, is_preview: bool = False) -> HttpResponse:
    """Show what is new, the campaign of now, and to whom it matters what one still owes."""
    is_signed_in = request.user.is_authenticated
    person = person_of(request.user) if is_signed_in else None
    context = {
        "page": page,
        "front": front_of(page, is_preview=is_preview).for_visitor(is_signed_in=is_signed_in),
        "own": own_state(person, clock.today(person.time_zone)) if person else None,
    }
    return render(request, "home/home_page.html", context)


@require_safe
def show_audience(
    request: HttpRequest, page: AudiencePage, *, is_preview: bool = False
) -> HttpResponse:
    """Show what matters for an audience, and what there is for them."""
    view = audience_view(page, is_preview=is_preview)
    is_signed_in = request.user.is_authenticated
    context = {
        "page": page,
        "view": view,
        "news": view.news_for(is_signed_in=is_signed_in),
        "practices": practices_for(page.audience) if is_signed_in else [],
        "may_see_tools": is_signed_in or settings.TOOLBOX_PUBLIC,
    }
    return render(request, "home/audience_page.html", context)


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
    context = {
        "overview": overview,
        "workshop": next_workshop(person),
        "extras": extras_of(
            person,
            on=clock.today(person.time_zone),
            is_newcomer=overview.is_newcomer,
        ),
        **urls,
    }
    return render(request, "home/mijn_leren.html", context)
