"""What a page of the catalogue shows beside its text: facts, dates, chosen workshops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from organisations.enums import RoleKind
from organisations.viewers import Viewer, person_of
from workshops.access import events_visible_to
from workshops.models import CampaignPage, Event, WorkshopPage, WorkshopType
from workshops.reports.calendar import Kind, kind_of
from workshops.reports.event import EventView, event_view
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

MOST_DATES = 30
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the list of facts."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """What stands beside the text of a kind of workshop.

    `events` only for a confidential kind: its dates have no page of their own.
    """

    key: str
    facts: tuple[Fact, ...]
    rows: tuple[SessionRow, ...]
    events: tuple[EventView, ...]
    is_confidential: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView:
    """The workshops of a campaign, and the dates of it; `has_more` than there are rows."""

    kinds: tuple[Kind, ...]
    rows: tuple[SessionRow, ...]
    has_more: bool


def type_view(page: WorkshopPage, user: Viewer, *, is_preview: bool = False) -> TypeView:
    """Return the facts and the dates of a kind of workshop."""
    kind = WorkshopType.objects.filter(key=page.key).select_related("activity").first()
    is_secret = page.is_confidential or (kind is not None and kind.is_confidential)
    rows: Sequence[SessionRow] = ()
    events: Sequence[EventView] = ()
    if kind is not None and is_secret and not is_preview:
        person = person_of(user)
        events = [event_view(one, person) for one in _confidential(kind, user)]
    elif kind is not None:
        found = found_events(user, Choices(kind=kind.key))
        sessions = list(sessions_after(found, clock.now())[:MOST_DATES])
        rows = session_rows(sessions, own_states(user), series_sizes(sessions))
    return TypeView(
        key=page.key,
        facts=tuple(_facts(page, kind)),
        rows=tuple(rows),
        events=tuple(events),
        is_confidential=is_secret,
    )


def campaign_view(page: CampaignPage, user: Viewer) -> CampaignView:
    """Return the chosen workshops that are offered, and what is planned within the days."""
    chosen = [block.value for block in page.workshops if block.block_type == "workshop"]
    pages = [one.specific for one in chosen if one is not None and one.live]
    midnight = time(tzinfo=clock.AMSTERDAM)
    start = datetime.combine(page.from_on, midnight)
    end = datetime.combine(page.until_on + timedelta(days=1), midnight)
    found = found_events(user, Choices())
    belongs = Q(type__key__in=[one.key for one in pages])
    if page.shows_all:
        # What is confidential stands only where an editor chose its kind.
        belongs |= Q(is_confidential=False)
    between = sessions_between(found.filter(belongs), start, end)
    rows = between | sessions_after(found.filter(pk__in=_chosen_dates(page)), _LONG_AGO)
    sessions = list(rows.distinct()[: MOST_DATES + 1])
    shown = sessions[:MOST_DATES]
    return CampaignView(
        kinds=tuple(kind_of(one) for one in pages),
        rows=tuple(session_rows(shown, own_states(user), series_sizes(shown))),
        has_more=len(sessions) > MOST_DATES,
    )


def _chosen_dates(page: CampaignPage) -> list[int]:
    """Return the single dates that an editor chose; one that is gone is none."""
    chosen = [block.value for block in page.dates if block.block_type == "date"]
    return [event.pk for event in chosen if event is not None and not event.is_confidential]


def _confidential(kind: WorkshopType, user: Viewer) -> Sequence[Event]:
    """Return the dates to come, and those that somebody cancelled or saw cancelled just now."""
    events = events_visible_to(user).published().filter(type=kind, ends_at__gt=clock.now())
    rows: Sequence[Event] = list(
        events.select_related("type__activity").order_by("starts_at", "pk")[:MOST_DATES]
    )
    return rows


def _facts(page: WorkshopPage, kind: WorkshopType | None) -> list[Fact]:
    facts = [
        Fact(name=_("For whom"), text=page.for_whom),
        Fact(name=_("Takes"), text=length_text(page.minutes, page.sessions)),
        Fact(name=_("Group"), text=_group(page)),
    ]
    if page.open_to:
        roles = [
            str(RoleKind(role).label).lower() for role in page.open_to if role in RoleKind.values
        ]
        facts.append(
            Fact(name=_("Who may book"), text=_("Only: %(roles)s.") % {"roles": ", ".join(roles)})
        )
    if page.counts_for is not None and kind is not None and not kind.is_confidential:
        facts.append(Fact(name=_("Counts for"), text=page.counts_for.title))
    if page.needs_approval:
        facts.append(Fact(name=_("Approval"), text=_("Your manager must approve.")))
    return facts


def _group(page: WorkshopPage) -> str:
    if page.minimum <= 1:
        return ngettext("At most %(n)d participant", "At most %(n)d participants", page.maximum) % {
            "n": page.maximum
        }
    return _("%(minimum)d to %(maximum)d participants") % {
        "minimum": page.minimum,
        "maximum": page.maximum,
    }
