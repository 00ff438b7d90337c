"""What is new: what editors write, and what the site knows by itself. The same for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from core import clock
from design.navigation import in_language
from gir.models import Edition
from home.models import HomePage
from toolbox.enums import Audience

SHOWN_DAYS = timedelta(days=91)
"""How long an item without a last day is shown."""
AHEAD, AFTER = timedelta(days=60), timedelta(days=30)
"""How long before and after its first day an edition of the code is news."""
NEW_PAGE = timedelta(days=30)
"""How long a course or a workshop is new."""
_STARTED = timedelta(days=1)
"""What came along with the site itself is not new."""
_PAGES = {
    ("lms", "coursepage"): ("book-open", gettext_noop("New course: %(title)s")),
    ("workshops", "workshoppage"): ("users", gettext_noop("New workshop: %(title)s")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """Something new. `is_internal`: only for who is signed in; `is_dutch`: written by editors."""

    key: str
    title: str
    text: str
    url: str
    since: date
    icon: str = "megaphone"
    audience: str = Audience.EVERYONE.value
    is_internal: bool = False
    is_dutch: bool = False

    @property
    def for_whom(self) -> str:
        """For whom it is, in words; empty for everybody."""
        if self.audience == Audience.EVERYONE or self.audience not in Audience.values:
            return ""
        return str(Audience(self.audience).label)


def news_on(day: date, page: HomePage) -> tuple[NewsItem, ...]:
    """Return all that is new on a day, the latest first."""
    found = [*_written(page, day), *_editions(day), *_new_pages(page, day)]
    return tuple(sorted(found, key=lambda item: item.since, reverse=True))


def target_of(value: Any) -> str:
    """Return where an item or a card leads to, in the language of the reader."""
    page = value["page"]
    if page is not None:
        return in_language(page.get_url()) if page.live and page.get_url() else ""
    address: str = value["address"] or ""
    return in_language(address) if address.startswith("/") else address


def _written(page: HomePage, day: date) -> Iterator[NewsItem]:
    for block in page.news:
        if block.block_type != "item":
            continue
        value = block.value
        until = value["until_on"] or value["from_on"] + SHOWN_DAYS
        if value["from_on"] <= day <= until:
            yield NewsItem(
                key=f"bericht/{block.id}",
                title=value["title"],
                text=value["text"],
                url=target_of(value),
                since=value["from_on"],
                audience=value["audience"],
                is_internal=value["is_internal"],
                is_dutch=True,
            )


def _editions(day: date) -> Iterator[NewsItem]:
    """Yield editions of the code that come or just came; of several on one day the last."""
    rows = Edition.objects.standing().filter(
        valid_from__gt=day - AFTER, valid_from__lte=day + AHEAD
    )
    by_day = {row.valid_from: row for row in rows.order_by("valid_from", "pk")}
    for row in by_day.values():
        on = {"day": date_format(row.valid_from, "j F Y")}
        is_coming = row.valid_from > day
        yield NewsItem(
            key=f"gir/{row.code}" + ("/komt" if is_coming else ""),
            title=_("A new code of conduct comes into force on %(day)s") % on
            if is_coming
            else _("The code of conduct is new since %(day)s") % on,
            text=_("Look at what changes for you.") if is_coming else row.summary,
            url=reverse("gir:index"),
            since=min(day, row.valid_from) if not is_coming else _told_on(row, day),
            icon="scale",
            is_internal=not settings.GIR_PUBLIC,
        )


def _told_on(edition: Edition, day: date) -> date:
    """Return from which day a coming edition is news: when it is known and near enough."""
    return min(max(clock.business_date(edition.recorded_at), edition.valid_from - AHEAD), day)


def _new_pages(home: HomePage, day: date) -> Iterator[NewsItem]:
    start = home.first_published_at or clock.now()
    apps, models = zip(*_PAGES, strict=True)
    rows = (
        Page.objects.live()
        .public()
        .filter(
            locale__language_code=settings.LANGUAGE_CODE,
            content_type__app_label__in=apps,
            content_type__model__in=models,
            first_published_at__gt=max(start + _STARTED, clock.now() - NEW_PAGE),
        )
    )
    for page in rows.select_related("content_type").order_by("-first_published_at", "pk"):
        kind = page.content_type
        icon, words = _PAGES[kind.app_label, kind.model]
        if page.first_published_at is not None and page.get_url():
            yield NewsItem(
                key=f"pagina/{page.translation_key}",
                title=_(words) % {"title": page.title},
                text=getattr(page.specific, "summary", ""),
                url=in_language(page.get_url()),
                since=min(clock.business_date(page.first_published_at), day),
                icon=icon,
                is_internal=True,
            )
