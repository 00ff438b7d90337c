"""The calendar: a month as weeks of days, or a list; what comes first; campaigns that are on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.formats import date_format

from core import clock
from design.navigation import in_language
from workshops.models import CampaignPage, WorkshopIndexPage, WorkshopPage
from workshops.models.pages import CATALOGUE_SLUG
from workshops.querysets import EventQuerySet, SessionQuerySet
from workshops.reports.listing import (
    Choices,
    SessionRow,
    series_sizes,
    session_rows,
    sessions_after,
    sessions_between,
    sessions_with,
)
from workshops.reports.moments import length_text

MOST_IN_A_DAY = 4
NEXT = 5
PER_PAGE = 40
FEW_IN_A_MONTH = 20
"""Of a month with more than fit below one another: the rest is in the list."""
_WORKDAYS, _WEEK = 5, 7
_ZONES_DIFFER = timedelta(days=1)
# As a condition, and not asked for as a row first.
_IN_DUTCH = {"locale__language_code": settings.LANGUAGE_CODE}


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


def month_of(events: EventQuerySet, first: date, *, own: Mapping[int, str]) -> Month:
    """Return a month of these events; two queries, and only what is shown is read whole."""
    start, end = first, next_month(first)
    grid = start - timedelta(days=start.weekday()), end + timedelta(days=_WEEK)
    sessions = sessions_between(events, *_moments(*grid))
    on_days = _on_days(sessions)
    inside = [pk for day in sorted(on_days) if start <= day < end for pk in on_days[day]]
    in_cells = {day: pks[:MOST_IN_A_DAY] for day, pks in on_days.items()}
    in_rows = inside if len(inside) <= PER_PAGE else inside[:FEW_IN_A_MONTH]
    read = sessions_with({pk for pks in in_cells.values() for pk in pks} | {*in_rows})
    rows = dict(zip([one.pk for one in read], session_rows(read, own), strict=True))
    days = {
        day: (tuple(rows[pk] for pk in pks), len(on_days[day]) - len(pks))
        for day, pks in in_cells.items()
    }
    weekend = any(day.weekday() >= _WORKDAYS for day in on_days if start <= day < end)
    width = _WEEK if weekend else _WORKDAYS
    mondays = _mondays(start, end, width)
    return Month(
        first=first,
        weekdays=tuple(
            str(date_format(mondays[0] + timedelta(days=n), "D")).rstrip(".").lower()
            for n in range(width)
        ),
        weeks=tuple(_week(monday, width, first, days) for monday in mondays),
        rows=tuple(rows[pk] for pk in in_rows),
        total=len(inside),
    )


def _on_days(sessions: SessionQuerySet) -> dict[date, list[int]]:
    """Return which sessions are on which day of the place where they are, in order."""
    found: defaultdict[date, list[int]] = defaultdict(list)
    for pk, starts_at, zone in sessions.values_list("pk", "starts_at", "time_zone"):
        found[starts_at.astimezone(ZoneInfo(zone)).date()].append(pk)
    return found


def list_of(
    events: EventQuerySet, first: date, number: Any, *, own: Mapping[int, str]
) -> Page[SessionRow]:
    """Return the sessions from a month on, in this month from now on, a page at a time."""
    is_this_month = first == clock.today().replace(day=1)
    moment = clock.now() if is_this_month else _moments(first, first)[0] + _ZONES_DIFFER
    sessions = sessions_after(events, moment)
    page = Paginator(sessions, PER_PAGE).get_page(number)
    found = list(page.object_list)
    page.object_list = session_rows(found, own, series_sizes(found))
    return page


def coming_up(events: EventQuerySet, *, own: Mapping[int, str]) -> list[SessionRow]:
    """Return what comes first from now on, whatever the month that is shown."""
    sessions = list(sessions_after(events, clock.now())[:NEXT])
    return session_rows(sessions, own, series_sizes(sessions))


def campaigns_on(day: date) -> list[Campaign]:
    """Return the campaigns that people see on a day."""
    pages = CampaignPage.objects.live().filter(until_on__gte=day, **_IN_DUTCH)
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
    pages = WorkshopPage.objects.live().filter(**_IN_DUTCH).order_by("title", "pk")
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
    page = WorkshopIndexPage.objects.live().filter(**_IN_DUTCH).first()
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
    monday: date,
    width: int,
    first: date,
    days: Mapping[date, tuple[tuple[SessionRow, ...], int]],
) -> tuple[Day, ...]:
    today = clock.today()
    cells = []
    for number in range(width):
        day = monday + timedelta(days=number)
        rows, more = days.get(day, ((), 0))
        cells.append(
            Day(
                day=day,
                is_off=day.month != first.month,
                is_today=day == today,
                rows=rows,
                more=more,
            )
        )
    return tuple(cells)
