"""What participants thought, without any way back to who said it (domain.md §5.2).

An answer has no person, no booking and no moment, and stays only until it is part of a batch. With
every new answer all waiting answers of an event are written anew in a random order, so that neither
their keys nor their place in the table tell in which order people answered. That somebody answered
stands on a row of its own.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workshops.enums import EvaluationRound
from workshops.models.bookings import Booking
from workshops.models.events import Event
from workshops.models.types import WorkshopType

SMALLEST_BATCH = 5


class EvaluationAnswer(models.Model):
    """The answers of one participant that nobody has seen yet, by question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="answers"
    )
    round = models.CharField(_("round"), max_length=6, choices=EvaluationRound)
    content = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.event_id)


class EvaluationTurn(models.Model):
    """Somebody may answer, and whether they did; without when."""

    booking = models.ForeignKey(
        Booking, verbose_name=_("booking"), on_delete=models.CASCADE, related_name="turns"
    )
    round = models.CharField(_("round"), max_length=6, choices=EvaluationRound)
    is_taken = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("turn to evaluate")
        verbose_name_plural = _("turns to evaluate")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["booking", "round"], name="evaluation_turn_once")
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.round}"


class EvaluationBatch(models.Model):
    """The answers of a number of participants, added up: all that anybody ever sees.

    Every answer is in at most one batch and no batch is small, so that no difference between two
    results, of an event or of all events of a kind, is about fewer people. Without `event` it holds
    what was left of events that were too small for a result of their own; `held_through` is then
    the last day of the last of them.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, on_delete=models.PROTECT, related_name="batches"
    )
    type = models.ForeignKey(
        WorkshopType,
        verbose_name=_("workshop"),
        on_delete=models.PROTECT,
        related_name="batches",
    )
    organiser = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("organised by"),
        on_delete=models.PROTECT,
        related_name="evaluation_batches",
    )
    round = models.CharField(_("round"), max_length=6, choices=EvaluationRound)
    held_through = models.DateField(_("held up to and including"), null=True, editable=False)
    answers = models.PositiveIntegerField(_("number of answers"))
    content = models.JSONField(_("results"))

    class Meta:
        verbose_name = _("batch of evaluations")
        verbose_name_plural = _("batches of evaluations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__gte=SMALLEST_BATCH), name="evaluation_batch_is_not_small"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(held_through__isnull=True),
                name="evaluation_batch_has_the_day_of_its_event",
            ),
        ]
        indexes = [
            models.Index(fields=["type", "organiser", "round"], name="evaluation_batch_of_type")
        ]

    def __str__(self) -> str:
        return f"{self.type_id}: {self.answers}"
