"""Atom feeds of changes and of the dilemma, for intranets: only of a code that is public."""

from collections.abc import Sequence
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.dates import start_of_day
from gir.models import ArticleVersion, DilemmaWeek
from gir.services.dilemmas import monday_of

MOST = 50
_SECONDS = 900


class _Atom(Atom1Feed):
    """Atom with the language of the texts: those of the code are Dutch, whatever the page is."""


class ChangesFeed(Feed[ArticleVersion, None]):
    """What came, changed or went in the code, the latest first."""

    feed_type = _Atom
    language = "nl"

    def title(self) -> str:
        """Name the feed."""
        return _("Changes in the code of conduct (GIR)")

    def subtitle(self) -> str:
        """Say what is in it."""
        return _("Articles that are new, changed or gone, from the day on which that holds.")

    def link(self) -> str:
        """Lead to the code."""
        return reverse("gir:index")

    def feed_guid(self) -> str:
        """Return what stays the same when the address changes."""
        return _tag("wijzigingen")

    def items(self) -> Sequence[ArticleVersion]:
        """Return what holds by today."""
        rows = ArticleVersion.objects.changed_until(clock.today())
        return list(rows.order_by("-valid_from", "-pk")[:MOST])

    def item_title(self, item: ArticleVersion) -> str:
        """Return number, title, and what happened."""
        return f"{item.label} {item.title} ({item.get_change_display()})"

    def item_description(self, item: ArticleVersion) -> str:
        """Return why."""
        return item.change_note

    def item_link(self, item: ArticleVersion) -> str:
        """Lead to the text as it was from then on."""
        return f"{item.get_absolute_url()}?op={item.valid_from}"

    def item_guid(self, item: ArticleVersion) -> str:
        """Return what stays the same for a version."""
        return _tag(f"{item.key}/{item.number}")

    def item_pubdate(self, item: ArticleVersion) -> datetime:
        """Return from when it holds."""
        return start_of_day(item.valid_from)

    def item_updateddate(self, item: ArticleVersion) -> datetime:
        """Return the same: a version never changes."""
        return start_of_day(item.valid_from)


class DilemmaFeed(Feed[DilemmaWeek, None]):
    """The dilemma of each week, this week's first."""

    feed_type = _Atom
    language = "nl"

    def title(self) -> str:
        """Name the feed."""
        return _("Dilemma of the week")

    def link(self) -> str:
        """Lead to the page."""
        return reverse("gir:dilemma")

    def feed_guid(self) -> str:
        """Return what stays the same when the address changes."""
        return _tag("dilemma")

    def items(self) -> Sequence[DilemmaWeek]:
        """Return the weeks up to this one."""
        monday = monday_of(clock.today())
        weeks = DilemmaWeek.objects.filter(monday__lte=monday, dilemma__live=True)
        return list(weeks.select_related("dilemma").order_by("-monday")[:MOST])

    def item_title(self, item: DilemmaWeek) -> str:
        """Return the title of the dilemma."""
        return item.dilemma.title

    def item_description(self, item: DilemmaWeek) -> str:
        """Return the situation with its question; not the options, those are for the page."""
        return f"{item.dilemma.situation} {item.dilemma.question}"

    def item_link(self, item: DilemmaWeek) -> str:
        """Lead to that dilemma, also when another week has come."""
        return reverse("gir:dilemma-earlier", args=[item.dilemma.key])

    def item_guid(self, item: DilemmaWeek) -> str:
        """Return what stays the same for a week."""
        return _tag(f"dilemma/{item.monday}")

    def item_pubdate(self, item: DilemmaWeek) -> datetime:
        """Return when the week began."""
        return start_of_day(item.monday)

    def item_updateddate(self, item: DilemmaWeek) -> datetime:
        """Return the same."""
        return start_of_day(item.monday)


def _tag(what: str) -> str:
    """Return a name that stays (RFC 4151), whatever the address of the site becomes."""
    host = urlsplit(settings.BASE_URL).hostname or "kompas"
    return f"tag:{host},2026:gir/{what}"


def public_feed(feed: Feed[Any, Any]) -> Any:
    """Give a feed to everybody when the code is public, with what tells that it did not change."""

    @require_safe
    @wraps(type(feed).__call__)
    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.GIR_PUBLIC:
            raise Http404
        response: HttpResponse = feed(request)
        response["ETag"] = etag = quote_etag(sha256(response.content).hexdigest()[:32])
        patch_cache_control(response, public=True, max_age=_SECONDS)
        found = get_conditional_response(request, etag=etag, response=response)
        return found or response

    return answer


changes = public_feed(ChangesFeed())
dilemmas = public_feed(DilemmaFeed())
