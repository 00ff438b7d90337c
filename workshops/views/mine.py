"""One's own workshops, and the address of one's own calendar."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organisations.access import person_of
from workshops.calendars.addresses import close_feed, feed_of, feed_path, open_feed
from workshops.doors import gives_workshops, manages_a_team
from workshops.reports.mine import my_workshops
from workshops.views.asking import acting_person
from workshops.views.paces import paced


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is to come, what one waits for, what was, and the address of the calendar."""
    person = person_of(request.user)
    if person is None:
        return render(request, "workshops/no_person.html")
    feed = feed_of(person)
    address = f"{settings.BASE_URL.rstrip('/')}{feed_path(feed)}" if feed else ""
    context = {
        "mine": my_workshops(person),
        "feed": feed,
        "feed_address": address,
        "gives_workshops": gives_workshops(request.user),
        "manages": manages_a_team(request.user),
    }
    return render(request, "workshops/mine.html", context)


@login_required
@require_POST
@paced("workshops.feed")
def own_calendar(request: HttpRequest) -> HttpResponse:
    """Give a new address, which makes the one before worthless; or take it away."""
    person = acting_person(request)
    if request.POST.get("actie") == "intrekken":
        close_feed(person=person)
        messages.success(request, _("The address does not work any more."))
    else:
        open_feed(person=person)
        messages.success(
            request, _("This is your address. Whoever has it can read along: keep it to yourself.")
        )
    return redirect(f"{reverse('workshops-mine')}#agenda")
