"""Vocabulary for workshops: what is offered, planned, open, of whom, led by whom."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F

from core.statements import Given
from organisations.models import PersonMerge
from workshops.enums import ACTIVE, HOLDS_A_PLACE, BookingState

if TYPE_CHECKING:
    from organisations.models import Person


class WorkshopTypeQuerySet(models.QuerySet[Any]):
    """Kinds of workshops."""

    def offered(self) -> Self:
        """Keep what is offered now."""
        return self.filter(is_offered=True)


class EventQuerySet(models.QuerySet[Any]):
    """Workshops on a date."""

    def published(self) -> Self:
        """Keep what everybody may see, also when it was cancelled."""
        return self.filter(published_at__isnull=False)

    def going_on(self) -> Self:
        """Keep what is not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def starting_after(self, moment: datetime) -> Self:
        """Keep what has not started at a moment."""
        return self.filter(starts_at__gt=moment)

    def telling_others(self) -> Self:
        """Keep what is to come and of which a manager hears: they approve, or it is for a unit."""
        heard = models.Q(needs_approval=True) | models.Q(for_unit__isnull=False)
        return self.filter(heard, cancelled_at__isnull=True, attendance_closed_at__isnull=True)

    def with_places(self) -> Self:
        """Keep what has a place that anybody may take."""
        return self.filter(maximum__gt=F("seats_taken") + F("seats_kept"))

    def led_by(self, person: Person) -> Self:
        """Keep what somebody leads a session of."""
        mine = self.model.objects.filter(sessions__trainers__person=person)
        return self.filter(pk__in=mine.values("pk"))


class SessionQuerySet(models.QuerySet[Any]):
    """Sessions of events."""

    def taking_place(self) -> Self:
        """Keep what was not called off."""
        return self.filter(called_off_at__isnull=True)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """Keep what shares a moment with the period from `start` to `end`."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class BookingQuerySet(models.QuerySet[Any]):
    """Bookings of events."""

    def active(self) -> Self:
        """Keep what is not over."""
        return self.filter(state__in=ACTIVE)

    def seated(self) -> Self:
        """Keep what holds a place of the plan; walk-ins hold none."""
        return self.filter(state__in=HOLDS_A_PLACE, is_walk_in=False)

    def waiting(self) -> Self:
        """Keep the waiting list, first in line first."""
        return self.filter(state=BookingState.WAITLISTED).order_by("line")

    def without_place(self) -> Self:
        """Keep who waited until it was over; see `Booking.found_no_place`."""
        return self.filter(state=BookingState.DECLINED, line__isnull=False)

    def of(self, person: Person) -> Self:
        """Keep the bookings of somebody, also of records that were merged into theirs."""
        return self.of_id(person.pk)

    def of_id(self, person: int | Given) -> Self:
        """Keep the bookings of the person with this key, see `of`."""
        merged = PersonMerge.objects.filter(into=person, superseded_at__isnull=True)
        return self.filter(models.Q(person=person) | models.Q(person__in=merged.values("person")))
