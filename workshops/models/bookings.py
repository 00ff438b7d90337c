"""Who wants to come, and every step of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import ACTIVE, Because, BookingState
from workshops.models.events import Event
from workshops.models.teams import PlaceReservation
from workshops.querysets import BookingQuerySet


class Booking(models.Model):
    """One person and one event. `state` is the last of its transitions.

    Somebody who was at the door without a record of a person has a `guest_name` and gets no proof.
    `line`: the number in the order of asking, by which the waiting list stands. Whoever booked has
    one too: it stays when cancelling is undone, so that nobody loses their turn. `offered_until`:
    until when an offered place is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="bookings"
    )
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("participant"),
        null=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    guest_name = models.CharField(_("name of the guest"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=BookingState)
    line = models.PositiveIntegerField(_("number on the waiting list"), null=True)
    offered_until = models.DateTimeField(_("offered until"), null=True)
    reservation = models.ForeignKey(
        PlaceReservation,
        verbose_name=_("kept for a team"),
        null=True,
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    is_walk_in = models.BooleanField(_("came without booking"), default=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=sorted(ACTIVE)),
                name="booking_active_once",
                violation_error_message=_("This person is booked already."),
            ),
            models.UniqueConstraint(
                fields=["event", "line"],
                condition=Q(line__isnull=False),
                name="booking_line_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_name="")
                | (Q(person__isnull=True, is_walk_in=True) & ~Q(guest_name="")),
                name="booking_of_person_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.OFFERED, offered_until__isnull=False)
                | (~Q(state=BookingState.OFFERED) & Q(offered_until__isnull=True)),
                name="booking_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.WAITLISTED) | Q(line__isnull=False),
                name="booking_waits_in_line",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="booking_of_person"),
            models.Index(fields=["event", "state", "line"], name="booking_of_event"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def found_no_place(self) -> bool:
        """Whether somebody waited until it was over: what else is declined had no number."""
        return self.state == BookingState.DECLINED and self.line is not None

    @property
    def name(self) -> str:
        """What the participant is called."""
        return self.person.name if self.person else self.guest_name


class BookingTransition(models.Model):
    """One step of a booking: from where, to where, when, by whom and why; appended only."""

    booking = models.ForeignKey(
        Booking, verbose_name=_("booking"), on_delete=models.CASCADE, related_name="transitions"
    )
    from_state = models.CharField(_("from"), max_length=16, choices=BookingState, blank=True)
    to_state = models.CharField(_("to"), max_length=16, choices=BookingState)
    because = models.CharField(_("because"), max_length=16, choices=Because)
    by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("step of a booking")
        verbose_name_plural = _("steps of a booking")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.from_state} → {self.to_state}"
