"""The page of one event, and its calendar file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organisations.access import person_of
from workshops.access import events_visible_to
from workshops.calendars.answers import calendar_answer
from workshops.calendars.files import NotPublic, event_file
from workshops.models import Event
from workshops.reports.event import event_view


@never_cache
@login_required
@require_safe
def event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one event; a confidential one stands only on the page of its kind."""
    found = _event(request, uuid)
    view = event_view(found, person_of(request.user))
    file_url = reverse("workshops-event-file", args=[found.uuid])
    return render(request, "workshops/event.html", {"event": view, "file_url": file_url})


@login_required
@require_safe
def event_calendar(request: HttpRequest, uuid: UUID, number: int | None = None) -> HttpResponseBase:
    """Give the event, or one session of it, as a file for one's calendar."""
    found = _event(request, uuid)
    try:
        content = event_file(found, for_person=person_of(request.user), number=number)
    except NotPublic as refused:
        raise Http404 from refused
    return calendar_answer(request, content, file_name="workshop.ics", is_private=True)


def _event(request: HttpRequest, uuid: UUID) -> Event:
    rows = events_visible_to(request.user).published().filter(is_confidential=False)
    rows = rows.filter(type__is_confidential=False).select_related("type__activity")
    found: Event = get_object_or_404(rows, uuid=uuid)
    return found
