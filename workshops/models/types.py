"""A kind of workshop, as it is offered. The page about it writes this row when it is published."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from lms.api import Activity
from workshops.enums import Audience
from workshops.querysets import WorkshopTypeQuerySet


class WorkshopType(models.Model):
    """A kind of workshop; outlives its page, because events and bookings point at it.

    `activity` is what attending counts for; a confidential type has none, so that no completion can
    ever say who was there (domain.md §0, point 6). `rule` is the audience as
    `compliance.rules.audiences` reads it: who may book; empty is everyone. `audiences` is for whom
    it is meant, to search by. `required_sessions`: of how many sessions somebody must attend at
    least; empty is all of them. A pilot stays out of figures.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    path = models.CharField(_("path of its page"), max_length=300, blank=True)
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("counts for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshop_types",
    )
    audiences = models.JSONField(_("meant for"), default=list, blank=True)
    rule = models.JSONField(_("who may book"), default=dict, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes per session"))
    sessions = models.PositiveSmallIntegerField(_("number of sessions"), default=1)
    required_sessions = models.PositiveSmallIntegerField(
        _("sessions to attend at least"), null=True, blank=True
    )
    minimum = models.PositiveSmallIntegerField(_("smallest group"), default=1)
    maximum = models.PositiveSmallIntegerField(_("largest group"))
    is_for_teams = models.BooleanField(_("for a whole team"), default=False)
    is_pilot = models.BooleanField(_("pilot"), default=False)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    needs_approval = models.BooleanField(_("the manager must approve"), default=False)
    is_offered = models.BooleanField(_("offered now"), default=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    objects: ClassVar = WorkshopTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of workshop")
        verbose_name_plural = _("kinds of workshops")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__gte=1) & Q(maximum__gte=F("minimum")),
                name="workshop_type_group_sizes",
                violation_error_message=_(
                    "The largest group must be at least as large as the smallest."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False)
                | Q(activity__isnull=True, needs_approval=False, is_for_teams=False),
                name="workshop_type_confidential_tells_nobody",
                violation_error_message=_(
                    "A confidential workshop counts for nothing, needs no approval and is not for "
                    "a team: others would hear of it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(required_sessions__isnull=True)
                | Q(required_sessions__gte=1, required_sessions__lte=F("sessions")),
                name="workshop_type_required_sessions",
                violation_error_message=_("Ask for at most as many sessions as there are."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audience_labels(self) -> list[str]:
        """For whom it is meant, in words."""
        return [str(Audience(value).label) for value in self.audiences if value in Audience.values]
