"""What somebody follows: an own calendar address, and workshops that are not planned yet."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import Region
from workshops.models.types import WorkshopType


class CalendarFeed(models.Model):
    """The secret address of somebody's own workshops. Its secret is signed, not stored."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="calendar_feed_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Interest(models.Model):
    """Somebody wants to hear when a workshop is planned. An empty region is any region."""

    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="workshop_interests",
    )
    type = models.ForeignKey(
        WorkshopType, verbose_name=_("workshop"), on_delete=models.PROTECT, related_name="interests"
    )
    region = models.CharField(_("region"), max_length=16, choices=Region, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("interest in a workshop")
        verbose_name_plural = _("interests in workshops")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "type", "region"], name="interest_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.type_id}"
