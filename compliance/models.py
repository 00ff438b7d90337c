"""What must be done by whom, in which cycle, and what happened to each obligation.

Rules are data with versions; an obligation points at the version that made it. Obligations and
their events are appended; status is computed from them and from the ledger, never stored.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import CycleKind, EventKind, ReasonCode, Subject
from compliance.rules import FROM_THE_START
from core import clock
from lms.api import Assurance


class Requirement(models.Model):
    """A duty, the same through all its versions."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject, default=Subject.PERSON)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")

    def __str__(self) -> str:
        return self.title


class RequirementVersion(models.Model):
    """The rule of a requirement in a period: for whom, how often, by when, met by what.

    `audience` is a JSON object read by `compliance.audiences.AudienceRule`.
    `needed` is how many of the accepted activities must be done; empty means all of them.
    """

    requirement = models.ForeignKey(
        Requirement,
        verbose_name=_("requirement"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveIntegerField(_("number"))
    audience = models.JSONField(_("audience"), default=dict, blank=True)
    needed = models.PositiveSmallIntegerField(_("how many are needed"), null=True, blank=True)
    cycle_kind = models.CharField(_("cycle"), max_length=16, choices=CycleKind)
    due_month = models.PositiveSmallIntegerField(_("due month"), default=12)
    due_day = models.PositiveSmallIntegerField(_("due day"), default=31)
    sitting_due_on = models.DateField(
        _("due date for who already works here"),
        null=True,
        blank=True,
        help_text=_("Only for a duty that is done once."),
    )
    newcomer_days = models.PositiveSmallIntegerField(
        _("days for newcomers"), default=90, help_text=_("BIO2 6.03.02: within three months.")
    )
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("version of a requirement")
        verbose_name_plural = _("versions of a requirement")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "number"], name="requirement_version_once"
            ),
            models.UniqueConstraint(
                fields=["requirement", "valid_from"], name="requirement_version_starts_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="requirement_version_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(due_month__range=(1, 12)) & Q(due_day__range=(1, 31)),
                name="requirement_due_is_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} v{self.number}"


class AcceptedActivity(models.Model):
    """An activity that counts for a version of a requirement."""

    version = models.ForeignKey(
        RequirementVersion, on_delete=models.PROTECT, related_name="accepted"
    )
    activity = models.ForeignKey(
        "lms.Activity", verbose_name=_("activity"), on_delete=models.PROTECT, related_name="+"
    )
    minimum_assurance = models.PositiveSmallIntegerField(
        _("minimum assurance"), choices=Assurance, default=Assurance.SERVER_GRADED
    )

    class Meta:
        verbose_name = _("accepted activity")
        verbose_name_plural = _("accepted activities")
        constraints = [
            models.UniqueConstraint(fields=["version", "activity"], name="accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.activity_id}"


class Cycle(models.Model):
    """A named calendar period of a requirement; dates are inclusive. `closes_on` null: no end."""

    requirement = models.ForeignKey(
        Requirement, verbose_name=_("requirement"), on_delete=models.PROTECT, related_name="cycles"
    )
    label = models.CharField(_("name"), max_length=32)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.UniqueConstraint(fields=["requirement", "label"], name="cycle_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on"))
                & (Q(closes_on__isnull=True) | Q(closes_on__gte=F("due_on"))),
                name="cycle_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.label}"


class Obligation(models.Model):
    """One subject must meet one cycle of a duty. Never changed; see `ObligationEvent`.

    `counts_from` is the first day whose completions count; null means any earlier day (once).
    Dates are inclusive.
    """

    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), on_delete=models.PROTECT, related_name="obligations"
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
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("team"),
        null=True,
        on_delete=models.PROTECT,
        related_name="obligations",
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
        indexes = [models.Index(fields=["cycle", "person"], name="obligation_of_cycle")]

    def __str__(self) -> str:
        return f"{self.person_id or self.unit_id} {self.cycle_id}"


class ObligationEvent(models.Model):
    """Something that happened to an obligation. `until_on` is the first day after it ended.

    A changed due date states anew everything that may follow from a start date: the rule, the day
    on which it opens, the first day that counts, the due date and whether the person is a newcomer.
    So the obligation itself never needs an update. `actor` is empty when planning derived the
    event from the facts; planning voids only such events when the facts turn out otherwise.
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
        ]
        indexes = [models.Index(fields=["obligation", "effective_on"], name="event_of_obligation")]

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.kind}"

    @property
    def is_from_the_start(self) -> bool:
        """Whether it restates the obligation as if it had been made so."""
        return self.effective_on == FROM_THE_START
