"""Turns what a published page says into the kind of workshop that events point at."""

from collections.abc import Iterable

import structlog
from django.db import transaction
from django.db.models import Q
from wagtail.models import Locale

from lms.api import Activity, ActivityKind
from workshops.models import Event, WorkshopPage, WorkshopType
from workshops.models.pages import CATALOGUE_SLUG

logger = structlog.get_logger(__name__)

_COPIED = (
    "title",
    "audiences",
    "minutes",
    "sessions",
    "required_sessions",
    "minimum",
    "maximum",
    "is_for_teams",
    "is_pilot",
    "needs_approval",
)
_STARTS_ELSEWHERE = {ActivityKind.TEAM_SESSION, ActivityKind.COURSE}


def activity_key(key: str) -> str:
    """Return the key of the activity of a kind of workshop."""
    return f"workshop-{key}"


@transaction.atomic
def sync_type(page: WorkshopPage) -> WorkshopType | None:
    """Write the kind of workshop that a page describes; a page that is offline offers nothing.

    An alias follows its source, and a translation is the same workshop: only the default language
    writes. Called inside Wagtail's own transaction.
    """
    if page.alias_of_id or page.locale_id != Locale.get_default().pk:
        return None
    if not page.live:
        return withdraw_type(page)
    before = WorkshopType.objects.select_for_update().filter(key=page.key).first()
    kind = before or WorkshopType(key=page.key)
    was = kind.activity
    for name in _COPIED:
        setattr(kind, name, getattr(page, name))
    kind.is_confidential = page.is_confidential or _stays_confidential(before)
    kind.rule = {"roles": page.open_to} if page.open_to else {}
    kind.path = _path(page)
    kind.is_offered = True
    kind.activity = None if kind.is_confidential else _activity(page)
    kind.save()
    if kind.is_confidential:
        _raise_events(kind)
    _renew_starts(one for one in (was, kind.activity) if one is not None)
    logger.info("kind of workshop written", kind=kind.key)
    return kind


@transaction.atomic
def withdraw_type(page: WorkshopPage) -> WorkshopType | None:
    """Let a kind of workshop be offered no longer; its dates, bookings and proof stay."""
    if page.alias_of_id or page.locale_id != Locale.get_default().pk:
        return None
    kind = WorkshopType.objects.select_for_update().filter(key=page.key).first()
    if kind is not None and kind.is_offered:
        kind.is_offered, kind.path = False, ""
        kind.save(update_fields=["is_offered", "path"])
        _renew_starts([kind.activity] if kind.activity else [])
        logger.info("kind of workshop withdrawn", kind=kind.key)
    return kind


def _stays_confidential(kind: WorkshopType | None) -> bool:
    return kind is not None and kind.is_confidential and kind.events.exists()


def _raise_events(kind: WorkshopType) -> None:
    """Keep what was planned in confidence too; the page refuses when others know of a date."""
    open_to_all = Event.objects.filter(type=kind, is_confidential=False)
    open_to_all.filter(Q(needs_approval=False), for_unit__isnull=True).update(is_confidential=True)


def _activity(page: WorkshopPage) -> Activity:
    """Return what attending counts for: what the page chose, or an activity of its own."""
    if page.counts_for is not None:
        chosen: Activity = page.counts_for
        return chosen
    own, _made = Activity.objects.update_or_create(
        key=activity_key(page.key),
        defaults={
            "title": page.title,
            "minutes": page.minutes * page.sessions,
            "kind": ActivityKind.WORKSHOP,
        },
    )
    return own


def _renew_starts(activities: Iterable[Activity]) -> None:
    """Let "Mijn leren" link to where somebody can book what counts; nowhere when there is nothing.

    One kind of workshop: its page. More than one: the calendar with those only. Where a team
    session or a course starts is said by the app that offers it: a workshop is one way to do it.
    """
    for activity in set(activities):
        if activity.kind in _STARTS_ELSEWHERE:
            continue
        paths = list(
            WorkshopType.objects.offered()
            .filter(activity=activity)
            .order_by("path")
            .values_list("path", flat=True)
        )
        several = f"/{CATALOGUE_SLUG}/?telt={activity.key}"
        activity.start_path = several if len(paths) > 1 else paths[0] if paths else ""
        activity.save(update_fields=["start_path"])


def _path(page: WorkshopPage) -> str:
    """Return the path of a page on its own site, whatever the host."""
    parts = page.get_url_parts()
    return str(parts[2]) if parts and parts[2] else f"/{CATALOGUE_SLUG}/{page.slug}/"
