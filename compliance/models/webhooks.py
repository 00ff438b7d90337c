"""Which other systems are told of completions, and what must still be told to which."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.enums import DeliveryState
from core import clock


class EventSubscription(models.Model):
    """Another system that is told of completions in one part of the organisation.

    `position` is how far in the sealed ledger its events were put ready. The secret is no column:
    it follows from the uuid and the key of the site.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100, help_text=_("Which system it is."))
    purpose = models.CharField(
        _("purpose"), max_length=300, help_text=_("What it is for, as in the processing register.")
    )
    url = models.URLField(
        _("address"), max_length=500, help_text=_("Begins with https:// and never leads inside.")
    )
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("switched on"), default=True)
    position = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("receiver of events")
        verbose_name_plural = _("receivers of events")

    def __str__(self) -> str:
        return self.name


class EventDelivery(models.Model):
    """One event for one receiver: the outbox."""

    subscription = models.ForeignKey(
        EventSubscription,
        verbose_name=_("receiver of events"),
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    completion = models.ForeignKey(
        "lms.Completion", verbose_name=_("completion"), on_delete=models.PROTECT, related_name="+"
    )
    event = models.UUIDField(_("event"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        pgettext_lazy("event", "state"),
        max_length=10,
        choices=DeliveryState,
        default=DeliveryState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("not before"), default=clock.now)
    answer = models.CharField(_("last answer"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    delivered_at = models.DateTimeField(_("delivered at"), null=True)

    class Meta:
        verbose_name = _("event for another system")
        verbose_name_plural = _("events for other systems")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "completion"], name="event_once_per_receiver"
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) ^ Q(state=DeliveryState.DELIVERED),
                name="event_delivered_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="event_waiting")]

    def __str__(self) -> str:
        return str(self.event)
