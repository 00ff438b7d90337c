"""The Atom feed of what is new, for intranets: only what who is not signed in sees too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.dates import start_of_day
from home.models import HomePage
from home.reports.front import CampaignNow, front_of
from home.reports.news import NewsItem

_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the feed."""

    key: str
    title: str
    text: str
    url: str
    since: date


class NewsFeed(Feed[Entry, HomePage]):
    """The campaign of now, and what is new."""

    feed_type = Atom1Feed
    language = "nl"

    def get_object(self, request: HttpRequest) -> HomePage:
        """Return the Dutch start page."""
        del request
        page: HomePage | None = (
            HomePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
        )
        if page is None:
            raise Http404
        return page

    def title(self) -> str:
        """Name the feed."""
        return _("What is new in Kompas")

    def link(self) -> str:
        """Lead to the start page."""
        return "/"

    def feed_guid(self) -> str:
        """Return what stays the same when the address changes."""
        return _tag("")

    def items(self, page: HomePage) -> Sequence[Entry]:
        """Return what is public, campaigns first."""
        front = front_of(page)
        campaigns = [_of_campaign(one) for one in front.campaigns]
        return [*campaigns, *(_of_news(one) for one in front.news if not one.is_internal)]

    def item_title(self, item: Entry) -> str:
        """Return the title."""
        return item.title

    def item_description(self, item: Entry) -> str:
        """Return the text."""
        return item.text

    def item_link(self, item: Entry) -> str:
        """Lead to where it is told; without an address to the start page."""
        return item.url or "/"

    def item_guid(self, item: Entry) -> str:
        """Return what stays the same when the text changes."""
        return _tag(item.key)

    def item_pubdate(self, item: Entry) -> datetime:
        """Return from when it is news."""
        return start_of_day(item.since)

    def item_updateddate(self, item: Entry) -> datetime:
        """Return the same."""
        return start_of_day(item.since)


def _of_campaign(campaign: CampaignNow) -> Entry:
    return Entry(
        key=f"campagne{campaign.url}",
        title=campaign.title,
        text=campaign.summary,
        url=campaign.url,
        since=campaign.shown_from,
    )


def _of_news(item: NewsItem) -> Entry:
    return Entry(key=item.key, title=item.title, text=item.text, url=item.url, since=item.since)


def _tag(what: str) -> str:
    """Return a name that stays (RFC 4151), whatever the address of the site becomes."""
    host = urlsplit(settings.BASE_URL).hostname or "kompas"
    return f"tag:{host},2026:nieuws/{what.strip('/')}"


_FEED = NewsFeed()


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Give the feed to everybody, in Dutch, with what tells that it did not change."""
    with override(settings.LANGUAGE_CODE):
        response: HttpResponse = _FEED(request)
    response["ETag"] = etag = quote_etag(sha256(response.content).hexdigest()[:32])
    patch_cache_control(response, public=True, max_age=_SECONDS)
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response
