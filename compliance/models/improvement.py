"""What an organisation does to reach its targets, year by year (GOR m13, m24, m25)."""

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import ImprovementPhase
from organisations.models import Known

FIRST_YEAR, LAST_YEAR = 2020, 2100


class ImprovementAction(Known):
    """One version of an action of a unit in a year.

    A change supersedes the row and adds one with the same `action`, so that an auditor sees what
    stood there before, since when and by whom. `owner` is a function, a body or a name.
    `carried_from` is the `action` of the year before that this one goes on with.
    """

    action = models.UUIDField(_("action"), default=uuid.uuid4, editable=False, db_index=True)
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    phase = models.CharField(_("step"), max_length=5, choices=ImprovementPhase)
    text = models.CharField(_("what we do"), max_length=500)
    owner = models.CharField(_("who sees to it"), max_length=200)
    source = models.CharField(_("where it comes from"), max_length=200)
    due_on = models.DateField(_("ready on"))
    done_on = models.DateField(_("was ready on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=1000, blank=True)
    carried_from = models.UUIDField(_("goes on with"), null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("action to improve")
        verbose_name_plural = _("actions to improve")
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["unit", "year"], name="improvement_of_unit_in_year")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(superseded_at__isnull=True),
                name="improvement_has_one_version_that_holds",
            ),
            models.UniqueConstraint(
                fields=["carried_from"],
                condition=Q(superseded_at__isnull=True),
                name="improvement_is_taken_along_once",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="improvement_has_a_year"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner="") & ~Q(source=""),
                name="improvement_says_what_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True),
                name="improvement_is_not_done_and_dropped",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(outcome=""),
                name="improvement_dropped_says_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="improvement_superseded_after_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}, {self.year}: {self.action}"
