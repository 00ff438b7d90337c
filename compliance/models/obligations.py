"""Who must meet which cycle of a duty, and what happened to it. Appended, never changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import EventKind, ReasonCode
from compliance.models.rules import Cycle, RequirementVersion
from compliance.rules.dates import FROM_THE_START
from core import clock


class Obligation(models.Model):
    """One subject must meet one cycle of a duty. Never changed; see `ObligationEvent`.

    `counts_from` is the first day whose completions count; null means any earlier day (once).
    Dates are inclusive.
    """

    # The indexes below begin with the cycle, the person and the unit.
    cycle = models.ForeignKey(
        Cycle,
        verbose_name=_("cycle"),
        on_delete=models.PROTECT,
        related_name="obligations",
        db_index=False,
    )
    version = models.ForeignKey(
        RequirementVersion,
        verbose_name=_("rule"),
        on_delete=models.PROTECT,
        related_name="obligations",
    )
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        null=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        db_index=False,
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("team"),
        null=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        db_index=False,
    )
    opens_on = models.DateField(_("opens on"))
    counts_from = models.DateField(_("counts from"), null=True)
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"), null=True)
    is_newcomer = models.BooleanField(_("newcomer"), default=False)
    basis = models.ForeignKey(
        "organisations.Appointment",
        verbose_name=_("appointment that it rests on"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True),
                name="obligation_of_person_or_unit",
            ),
            models.UniqueConstraint(
                fields=["person", "cycle"],
                condition=Q(person__isnull=False),
                name="obligation_of_person_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "cycle"],
                condition=Q(unit__isnull=False),
                name="obligation_of_unit_once",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "person", "id"], name="obligation_of_cycle")]

    def __str__(self) -> str:
        return f"{self.person_id or self.unit_id} {self.cycle_id}"


class ObligationEvent(models.Model):
    """Something that happened to an obligation. `until_on` is the first day after it ended.

    A changed due date states anew everything that may follow from a start date: the rule, the day
    on which it opens, the first day that counts, the due date and whether the person is a newcomer.
    So the obligation itself never needs an update. A deferral only states a later due date, and
    leaves whatever else is so as it is; an exemption always has an end. `actor` is empty when
    planning derived the event from the facts; planning voids only such events when the facts turn
    out otherwise.
    """

    obligation = models.ForeignKey(
        Obligation, verbose_name=_("obligation"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind)
    effective_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    version = models.ForeignKey(
        RequirementVersion,
        verbose_name=_("rule"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    counts_from = models.DateField(_("counts from"), null=True, blank=True)
    due_on = models.DateField(_("new due date"), null=True, blank=True)
    is_newcomer = models.BooleanField(_("newcomer"), null=True)
    reason_code = models.CharField(_("reason"), max_length=20, choices=ReasonCode)
    actor = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    voids = models.OneToOneField(
        "self",
        verbose_name=_("voids"),
        null=True,
        on_delete=models.PROTECT,
        related_name="voided_by",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("event of an obligation")
        verbose_name_plural = _("events of an obligation")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("effective_on")),
                name="obligation_event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.DUE_CHANGED)
                | Q(
                    due_on__isnull=False,
                    opens_on__isnull=False,
                    is_newcomer__isnull=False,
                    version__isnull=False,
                ),
                name="due_change_states_everything",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.DEFERRED)
                | Q(due_on__isnull=False, version__isnull=True, actor__isnull=False),
                name="deferral_states_a_due_date",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.EXEMPTED) | Q(until_on__isnull=False),
                name="exemption_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["obligation", "effective_on"], name="event_of_obligation")]

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.kind}"

    @property
    def is_from_the_start(self) -> bool:
        """Whether it restates the obligation as if it had been made so."""
        return self.effective_on == FROM_THE_START
