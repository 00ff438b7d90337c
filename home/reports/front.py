"""The start page: what is the same for everybody, and the one line on what somebody still owes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from compliance.enums import Status
from compliance.figures.units import own_duties
from core import clock
from design.navigation import in_language
from home.memory import remembered
from home.models import AudiencePage, HomePage
from home.reports.learning import duty_line
from home.reports.news import NewsItem, news_on, target_of
from organisations.models import Person
from toolbox.enums import Audience
from workshops.models import CampaignPage
from workshops.reports.calendar import Kind, kind_of, page_url

MOST_NEWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card that leads somewhere. `is_dutch`: written by an editor, whatever the frame."""

    title: str
    text: str
    url: str
    icon: str
    is_dutch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignNow:
    """A campaign from its announcement to its last day, with its workshops."""

    title: str
    summary: str
    url: str
    shown_from: date
    from_on: date
    until_on: date
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the start page shows to everybody; `quick` are the ways to help, in one click."""

    news: tuple[NewsItem, ...]
    campaigns: tuple[CampaignNow, ...]
    quick: tuple[Card, ...]
    cards: tuple[Card, ...]
    audiences: tuple[Card, ...]

    def for_visitor(self, *, is_signed_in: bool) -> "Front":
        """Return what this visitor sees of the news, the latest few."""
        news = [one for one in self.news if is_signed_in or not one.is_internal]
        return replace(self, news=tuple(news[:MOST_NEWS]))


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnState:
    """How somebody's compulsory parts stand, in one line."""

    text: str
    is_late: bool
    is_done: bool


def front_of(page: HomePage, *, is_preview: bool = False) -> Front:
    """Return the shared part of the start page, built once after every change."""
    if is_preview:
        return build_front(page)
    return remembered(("front", page.pk), lambda: build_front(page))


def build_front(page: HomePage) -> Front:
    """Read everything that the start page shows to everybody."""
    today = clock.today()
    written = [_written(block.value) for block in page.cards if block.block_type == "card"]
    return Front(
        news=news_on(today, page),
        campaigns=tuple(campaigns_on(today)),
        quick=tuple(_quick()),
        cards=tuple(card for card in written if card.url) or tuple(_default_cards()),
        audiences=tuple(_audiences()),
    )


def own_state(person: Person, on: date) -> OwnState:
    """Return the line on somebody's compulsory parts."""
    todo = [duty for duty in own_duties(person, on) if duty.is_to_do]
    late = [duty for duty in todo if duty.status in {Status.OVERDUE, Status.IN_GRACE}]
    first = min((duty.due_on for duty in todo), default=None)
    return OwnState(
        text=duty_line(len(todo), first_due=first, is_late=bool(late)),
        is_late=bool(late),
        is_done=not todo,
    )


def campaigns_on(day: date) -> list[CampaignNow]:
    """Return the campaigns that are announced and not over; nothing of a confidential workshop."""
    pages = CampaignPage.objects.live().filter(
        until_on__gte=day, locale__language_code=settings.LANGUAGE_CODE
    )
    return [
        CampaignNow(
            title=page.title,
            summary=page.summary,
            url=page_url(page),
            shown_from=page.shown_from,
            from_on=page.from_on,
            until_on=page.until_on,
            kinds=tuple(_kinds(page)),
        )
        for page in pages.order_by("from_on", "pk")
        if page.is_shown_on(day)
    ]


def _kinds(page: CampaignPage) -> list[Kind]:
    chosen = [block.value for block in page.workshops if block.block_type == "workshop"]
    pages = [one.specific for one in chosen if one is not None and one.live]
    return [kind_of(one) for one in pages if not one.is_confidential]


def _written(value: Any) -> Card:
    return Card(
        title=value["title"],
        text=value["text"],
        url=target_of(value),
        icon=value["icon"],
        is_dutch=True,
    )


def _audiences() -> list[Card]:
    order = {key: number for number, key in enumerate(Audience.values)}
    pages = AudiencePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    found = sorted(pages, key=lambda page: order.get(page.audience, len(order)))
    return [
        Card(
            title=page.title,
            text=page.summary,
            url=in_language(f"/{page.slug}/"),
            icon=AUDIENCE_ICONS.get(page.audience, "users"),
            is_dutch=True,
        )
        for page in found
    ]


AUDIENCE_ICONS = {
    Audience.MANAGERS.value: "compass",
    Audience.BYSTANDERS.value: "eye",
    Audience.FRONT_OFFICE.value: "store",
    Audience.ADVISERS.value: "ear",
    Audience.NEWCOMERS.value: "sprout",
    Audience.EXTERNALS.value: "briefcase",
}


def _quick() -> Sequence[Card]:
    """Return the two ways to help that everybody must find in one click."""
    bystanders = AudiencePage.objects.live().filter(audience=Audience.BYSTANDERS).first()
    return (
        Card(
            title=_("Find your confidential adviser"),
            text=_("Somebody who listens and thinks along. What you say stays between you."),
            url=reverse("guidance:advisers"),
            icon="ear",
        ),
        Card(
            title=_("I saw something"),
            text=_("You saw or heard something that was not right. This is what you can do."),
            url=in_language(f"/{bystanders.slug}/") if bystanders else in_language("/hulp/"),
            icon="eye",
        ),
    )


def _default_cards() -> Sequence[Card]:
    cards = (
        Card(
            title=_("Courses"),
            text=_("Everything that you can learn here, compulsory or not."),
            url=in_language("/leren/"),
            icon="book-open",
        ),
        Card(
            title=_("Workshops"),
            text=_("Practise together with colleagues, near you or online."),
            url=reverse("workshops"),
            icon="users",
        ),
        Card(
            title=_("Code of conduct (GIR)"),
            text=_("What is allowed, what is not, and how to make up your mind."),
            url=reverse("gir:index"),
            icon="scale",
        ),
        Card(
            title=_("Toolboxes"),
            text=_("Short steps and sentences that help, for when it matters."),
            url=reverse("toolbox:tools"),
            icon="wrench",
        ),
        Card(
            title=_("Kennishuis"),
            text=_("Stories, good practices and knowledge of colleagues."),
            url=in_language("/kennishuis/"),
            icon="lightbulb",
        ),
        Card(
            title=_("Sources"),
            text=_("Where the facts and figures in the courses come from."),
            url=in_language("/bronnen/"),
            icon="library",
        ),
    )
    places = [in_language(f"/{slug}/") for slug in _missing()]
    return [card for card in cards if card.url not in places]


def _missing() -> set[str]:
    """Return which of the pages that cards lead to this site does not have."""
    wanted = {"leren", "kennishuis", "bronnen"}
    there = Page.objects.live().filter(slug__in=wanted).values_list("slug", flat=True)
    return wanted - set(there)
