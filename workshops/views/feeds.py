"""Calendars to subscribe to. Calendar programs cannot sign in: a secret address says who reads."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from workshops.calendars.addresses import feed_from
from workshops.calendars.answers import calendar_answer
from workshops.calendars.feeds import FeedFilters, person_feed, public_feed
from workshops.views.paces import paced


@require_safe
@paced("workshops.own_feed")
def own_feed(request: HttpRequest, uuid: UUID, signature: str) -> HttpResponseBase:
    """Give somebody's own workshops to whoever has the address."""
    feed = feed_from(uuid, signature)
    if feed is None:
        raise Http404
    content = person_feed(feed)
    return calendar_answer(request, content, file_name="mijn-workshops.ics", is_private=True)


@require_safe
@paced("workshops.feed")
def feed(request: HttpRequest) -> HttpResponseBase:
    """Give all public workshops that fit the address."""
    content = public_feed(FeedFilters.from_query(request.GET))
    return calendar_answer(request, content, file_name="workshops.ics", is_private=False)
