"""What is planned: an event with its sessions and who leads them."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import Language, Region
from workshops.models.types import WorkshopType
from workshops.querysets import EventQuerySet, SessionQuerySet

LINK_SHOWN_BEFORE = timedelta(hours=1)


class Event(models.Model):
    """One workshop on a date, or a series of sessions that belong together.

    Rules of its type that decide about people are copied when it is planned, so that a later change
    of the type changes nothing for who booked. `seats_taken` counts bookings that hold a place and
    `seats_kept` places kept for teams that nobody took yet; both change only under the lock on this
    row, and the database refuses more than `maximum`. `line_end` is the last number given out, see
    `Booking.line`. `offer_hours`: how long somebody on the waiting list has to take a place that
    came free; 0 books at once. Walk-ins take no seat: they are a fact, not a plan.

    `forgotten_at`: when the bookings were deleted because their time was over. What stays are
    numbers: the places that were taken, and how many could evaluate.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.ForeignKey(
        WorkshopType, verbose_name=_("workshop"), on_delete=models.PROTECT, related_name="events"
    )
    organiser = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("organised by"),
        on_delete=models.PROTECT,
        related_name="organised_events",
    )
    for_unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("only for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("Only people of this unit may book."),
    )
    subtitle = models.CharField(_("addition to the title"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=16, choices=Region)
    language = models.CharField(
        _("language"), max_length=3, choices=Language, default=Language.DUTCH
    )
    minimum = models.PositiveSmallIntegerField(_("smallest group"), default=1)
    maximum = models.PositiveSmallIntegerField(_("largest group"))
    required_sessions = models.PositiveSmallIntegerField(
        _("sessions to attend at least"), null=True, blank=True
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    cancel_until = models.DateTimeField(_("cancel without reason until"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to take a place that came free"), default=48
    )
    needs_approval = models.BooleanField(_("the manager must approve"), default=False)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    seats_kept = models.PositiveSmallIntegerField(default=0, editable=False)
    line_end = models.PositiveIntegerField(default=0, editable=False)
    # Derived from the sessions, so that lists sort and filter on one column.
    starts_at = models.DateTimeField(_("starts"), null=True, editable=False)
    ends_at = models.DateTimeField(_("ends"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("reason of cancelling"), max_length=300, blank=True)
    attendance_closed_at = models.DateTimeField(_("attendance closed"), null=True, editable=False)
    forgotten_at = models.DateTimeField(_("bookings deleted"), null=True, editable=False)
    invited_after = models.PositiveIntegerField(default=0, editable=False)
    invited_later = models.PositiveIntegerField(default=0, editable=False)
    planned_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("planned by"),
        on_delete=models.PROTECT,
        related_name="planned_events",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop on a date")
        verbose_name_plural = _("workshops on a date")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(maximum__gte=F("seats_taken") + F("seats_kept")),
                name="event_is_never_overbooked",
                violation_error_message=_("There are not that many places."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=1) & Q(maximum__gte=F("minimum")),
                name="event_group_sizes",
                violation_error_message=_(
                    "The largest group must be at least as large as the smallest."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(needs_approval=False, for_unit__isnull=True),
                name="event_confidential_tells_nobody",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""),
                name="event_cancelled_with_a_reason",
                violation_error_message=_("Say why the workshop is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="event_registration_closes_after_it_opens",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_by_start"),
            models.Index(fields=["type", "starts_at"], name="event_of_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    @property
    def title(self) -> str:
        """The title of the type and the addition of this event."""
        return f"{self.type.title}: {self.subtitle}" if self.subtitle else self.type.title

    @property
    def seats_left(self) -> int:
        """Places that anybody may still take."""
        return int(self.maximum) - int(self.seats_taken) - int(self.seats_kept)

    @property
    def is_cancelled(self) -> bool:
        """Whether the organiser cancelled it."""
        return self.cancelled_at is not None

    @property
    def has_started(self) -> bool:
        """Whether the first session has begun."""
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def has_ended(self) -> bool:
        """Whether the last session is over."""
        return self.ends_at is not None and self.ends_at <= clock.now()


class Session(models.Model):
    """One meeting of an event. `sequence` counts the changes that calendars must take over.

    A session is moved or called off, never deleted: calendars know it by its `uuid`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="sessions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam")
    place = models.CharField(_("building and address"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    online_url = models.URLField(
        _("link of the online meeting"),
        max_length=500,
        blank=True,
        help_text=_("Only participants see it, from one hour before the start."),
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    called_off_at = models.DateTimeField(_("called off"), null=True, editable=False)

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(fields=["event", "number"], name="session_number_once"),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="session_by_start")]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.number}"

    @property
    def local_start(self) -> datetime:
        """The start on the clock of the place where it is."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def local_end(self) -> datetime:
        """The end on the clock of the place where it is."""
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def shows_link(self) -> bool:
        """Whether a participant may see the link now: shortly before, until the end."""
        return (
            bool(self.online_url)
            and self.starts_at - LINK_SHOWN_BEFORE <= clock.now() <= self.ends_at
        )


class SessionTrainer(models.Model):
    """Somebody leads a session."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="trainers"
    )
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("trainer"),
        on_delete=models.PROTECT,
        related_name="led_sessions",
    )

    class Meta:
        verbose_name = _("trainer of a session")
        verbose_name_plural = _("trainers of a session")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="session_trainer_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
