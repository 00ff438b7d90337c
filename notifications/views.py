"""The messages to who is signed in, and the door through which mail that came back is reported."""

import json
from secrets import compare_digest
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.access import notices_of
from notifications.forms import WantedForm
from notifications.listing import lines_of
from notifications.services.bounces import record_bounce
from notifications.services.choosing import choose_messages
from organisations.access import person_of

PAGE_SIZE = 25


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_messages(request: HttpRequest) -> HttpResponse:
    """Show what was sent to the visitor and when; let them choose what they want to receive."""
    person = person_of(request.user)
    if person is None:
        return render(request, "notifications/messages.html", {"has_person": False})
    data = request.POST if request.method == "POST" else None
    form = WantedForm(data, person=person)
    if form.is_valid():
        choose_messages(person=person, wanted=form.cleaned_data["wanted"], offered=form.kinds)
        messages.success(request, _("Your choice is saved."))
        return redirect("mijn-berichten")
    rows = notices_of(request.user).order_by("-queued_at", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    lines = lines_of(page.object_list)
    return render(
        request,
        "notifications/messages.html",
        {
            "has_person": True,
            "form": form,
            "page": page,
            "lines": lines,
            "address_fails": page.number == 1 and any(line.address_fails for line in lines[:1]),
            "email": person.email,
        },
    )


@csrf_exempt
def report_bounce(request: HttpRequest) -> HttpResponse:
    """Take from a mail server, with our token, that a message came back for good.

    Body: `{"notice": "<hexadecimal of the Message-ID>"}`. Also a message that we do not know gives
    204: whoever asks learns nothing. Without our token there is nothing here.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.BOUNCE_TOKEN or not compare_digest(given, settings.BOUNCE_TOKEN.encode()):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        token = UUID(json.loads(request.body)["notice"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"detail": 'Send {"notice": "..."}.'}, status=400)
    record_bounce(token=token)
    return HttpResponse(status=204)
