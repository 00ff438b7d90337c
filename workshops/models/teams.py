"""What a manager arranges for a team: a request, and places that are kept."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import Language, Region, RequestState
from workshops.models.events import Event
from workshops.models.types import WorkshopType


class TeamRequest(models.Model):
    """A manager asks for a workshop for a team: logistics only.

    There is deliberately no field to tell what is going on in the team (domain.md §1.2, row 44).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.ForeignKey(
        WorkshopType, verbose_name=_("workshop"), on_delete=models.PROTECT, related_name="requests"
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        related_name="workshop_requests",
    )
    asked_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="workshop_requests",
    )
    participants = models.PositiveSmallIntegerField(_("number of participants"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until and including"))
    region = models.CharField(_("region"), max_length=16, choices=Region)
    language = models.CharField(
        _("language"), max_length=3, choices=Language, default=Language.DUTCH
    )
    wants_outside_trainer = models.BooleanField(
        _("led by somebody from outside the organisation"), default=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.OPEN
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("planned as"),
        null=True,
        on_delete=models.PROTECT,
        related_name="requests",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("request for a team")
        verbose_name_plural = _("requests for a team")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")),
                name="team_request_period",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=1), name="team_request_has_participants"
            ),
            models.UniqueConstraint(
                fields=["type", "unit"],
                condition=Q(state=RequestState.OPEN),
                name="team_request_open_once",
                violation_error_message=_("This team has asked for this workshop already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class PlaceReservation(models.Model):
    """Places of an event that are kept for a team until a moment; then they are for everybody."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="reservations"
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("team"),
        on_delete=models.PROTECT,
        related_name="place_reservations",
    )
    places = models.PositiveSmallIntegerField(_("places"))
    taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    release_at = models.DateTimeField(_("kept until"))
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    made_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("places for a team")
        verbose_name_plural = _("places for a team")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1) & Q(taken__lte=models.F("places")),
                name="reservation_is_not_overdrawn",
            ),
            models.UniqueConstraint(
                fields=["event", "unit"],
                condition=Q(released_at__isnull=True),
                name="reservation_open_once",
                violation_error_message=_("Places are kept for this team already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.places}"
