"""The calendar: a month as weeks of days, or a list; what comes first; campaigns that are on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.formats import date_format
from wagtail.models import Locale

from core import clock
from design.navigation import in_language
from organisations.viewers import Viewer
from workshops.models import CampaignPage, WorkshopIndexPage, WorkshopPage
from workshops.models.pages import CATALOGUE_SLUG
from workshops.reports.listing import (
    Choices,
    SessionRow,
    found_events,
    own_states,
    series_sizes,
    session_rows,
    sessions_after,
    sessions_between,
)
from workshops.reports.moments import length_text

MOST_IN_A_DAY = 4
NEXT = 5
PER_PAGE = 40
_WORKDAYS, _WEEK = 5, 7
_ZONES_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A cell of the month; `more` is how many sessions do not fit in it."""

    day: date
    is_off: bool
    is_today: bool
    rows: tuple[SessionRow, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month as a table. Saturday and Sunday are columns only when something is on then."""

    first: date
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Day, ...], ...]
    rows: tuple[SessionRow, ...]
    total: int

    @property
    def name(self) -> str:
        """December 2026."""
        text = str(date_format(self.first, "F Y"))
        return text[:1].upper() + text[1:]

    @property
    def before(self) -> str:
        """The month before, as it stands in an address."""
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after, as it stands in an address."""
        return f"{next_month(self.first):%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign that people see today."""

    title: str
    summary: str
    url: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of workshop in the catalogue."""

    title: str
    url: str
    summary: str
    for_whom: str
    length: str
    is_confidential: bool
    is_pilot: bool


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def month_of(user: Viewer, choices: Choices, first: date) -> Month:
    """Return a month; two queries, however much is on."""
    start, end = first, next_month(first)
    grid = start - timedelta(days=start.weekday()), end + timedelta(days=_WEEK)
    sessions = sessions_between(found_events(user, choices), *_moments(*grid))
    rows = session_rows(sessions, own_states(user))
    days: defaultdict[date, list[SessionRow]] = defaultdict(list)
    for row in rows:
        days[row.day].append(row)
    inside = [row for row in rows if start <= row.day < end]
    width = _WEEK if any(row.day.weekday() >= _WORKDAYS for row in inside) else _WORKDAYS
    mondays = _mondays(start, end, width)
    return Month(
        first=first,
        weekdays=tuple(
            str(date_format(mondays[0] + timedelta(days=n), "D")).rstrip(".").lower()
            for n in range(width)
        ),
        weeks=tuple(_week(monday, width, first, days) for monday in mondays),
        rows=tuple(inside[:PER_PAGE]),
        total=len(inside),
    )


def list_of(user: Viewer, choices: Choices, first: date, number: Any) -> Page[SessionRow]:
    """Return the sessions from a month on, in this month from now on, a page at a time."""
    is_this_month = first == clock.today().replace(day=1)
    moment = clock.now() if is_this_month else _moments(first, first)[0] + _ZONES_DIFFER
    sessions = sessions_after(found_events(user, choices), moment)
    page = Paginator(sessions, PER_PAGE).get_page(number)
    found = list(page.object_list)
    page.object_list = session_rows(found, own_states(user), series_sizes(found))
    return page


def coming_up(user: Viewer, choices: Choices) -> list[SessionRow]:
    """Return what comes first from now on, whatever the month that is shown."""
    sessions = list(sessions_after(found_events(user, choices), clock.now())[:NEXT])
    return session_rows(sessions, own_states(user), series_sizes(sessions))


def campaigns_on(day: date) -> list[Campaign]:
    """Return the campaigns that people see on a day."""
    pages = CampaignPage.objects.live().filter(locale=Locale.get_default(), until_on__gte=day)
    shown = [page for page in pages.order_by("from_on", "pk") if page.is_shown_on(day)]
    return [
        Campaign(
            title=page.title,
            summary=page.summary,
            url=page_url(page),
            from_on=page.from_on,
            until_on=page.until_on,
        )
        for page in shown
    ]


def kinds(choices: Choices) -> list[Kind]:
    """Return the catalogue, as far as it fits what somebody looks for; the free places do not."""
    pages = WorkshopPage.objects.live().filter(locale=Locale.get_default()).order_by("title", "pk")
    if choices.kind:
        pages = pages.filter(key=choices.kind)
    for word in choices.q.split()[:8]:
        pages = pages.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return [
        kind_of(page)
        for page in pages
        if not choices.audience or {choices.audience, "everyone"} & set(page.audiences)
    ]


def kind_of(page: WorkshopPage) -> Kind:
    """Return what a card of the catalogue says."""
    return Kind(
        title=page.title,
        url=page_url(page),
        summary=page.summary,
        for_whom=page.for_whom,
        length=length_text(page.minutes, page.sessions),
        is_confidential=page.is_confidential,
        is_pilot=page.is_pilot,
    )


def introduction() -> str:
    """Return what the editor wrote above the calendar."""
    page = WorkshopIndexPage.objects.live().filter(locale=Locale.get_default()).first()
    return page.lead if page else ""


def page_url(page: Any) -> str:
    """Return the address of a page of the catalogue in the language of the reader."""
    _home, _slash, path = page.url_path.partition(f"/{CATALOGUE_SLUG}/")
    return in_language(f"/{CATALOGUE_SLUG}/{path}")


def _moments(start: date, end: date) -> tuple[datetime, datetime]:
    """Return the moments around days, wide enough for every time zone."""
    midnight = time(tzinfo=clock.AMSTERDAM)
    first = datetime.combine(start, midnight) - _ZONES_DIFFER
    return first, datetime.combine(end, midnight) + _ZONES_DIFFER


def _mondays(start: date, end: date, width: int) -> Sequence[date]:
    """Return the Mondays of the weeks that show a day of the month."""
    monday = start - timedelta(days=start.weekday())
    if monday + timedelta(days=width) <= start:
        monday += timedelta(days=_WEEK)
    found = []
    while monday < end:
        found.append(monday)
        monday += timedelta(days=_WEEK)
    return found


def _week(
    monday: date, width: int, first: date, days: Mapping[date, Sequence[SessionRow]]
) -> tuple[Day, ...]:
    today = clock.today()
    cells = []
    for number in range(width):
        day = monday + timedelta(days=number)
        rows = days.get(day, ())
        cells.append(
            Day(
                day=day,
                is_off=day.month != first.month,
                is_today=day == today,
                rows=tuple(rows[:MOST_IN_A_DAY]),
                more=max(len(rows) - MOST_IN_A_DAY, 0),
            )
        )
    return tuple(cells)
