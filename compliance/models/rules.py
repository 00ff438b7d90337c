"""The rules: what must be done by whom, in which cycle. Data with versions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from compliance.enums import CycleKind, Subject
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

    `audience` is a JSON object read by `compliance.rules.audiences.AudienceRule`.
    `needed` is how many of the accepted activities must be done; empty means all of them. An
    activity and its equivalents (`AcceptedActivity.instead_of`) are one of them together.
    `not_same_as_last`: what counted in the cycle just before does not count again in this one.
    `start_month` is the month in which a cycle of a year begins, the same in all versions: an
    organisation with another year has a requirement of its own (ADR 0011).
    `due_month` and `due_day` are of a duty of every year, `sitting_due_on` is of a duty of once,
    `due_days` of a duty of each edition: so many days after it was published.
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
    not_same_as_last = models.BooleanField(
        _("not the same as last time"),
        default=False,
        help_text=_("What counted in the previous cycle does not count in this one."),
    )
    cycle_kind = models.CharField(_("cycle"), max_length=16, choices=CycleKind)
    start_month = models.PositiveSmallIntegerField(
        _("first month of the year"),
        default=1,
        help_text=_("Only for a duty of every year. 1 is January."),
    )
    due_month = models.PositiveSmallIntegerField(_("due month"), default=12)
    due_day = models.PositiveSmallIntegerField(_("due day"), default=31)
    sitting_due_on = models.DateField(
        _("due date for who already works here"),
        null=True,
        blank=True,
        help_text=_("Only for a duty that is done once."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("days after the publication"),
        default=90,
        help_text=_("Only for a duty that comes with each new edition."),
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
            models.CheckConstraint(
                condition=Q(start_month=1)
                | Q(start_month__range=(2, 12), cycle_kind=CycleKind.CALENDAR_YEAR),
                name="requirement_start_is_a_month",
            ),
            models.CheckConstraint(
                condition=Q(needed__isnull=True) | Q(needed__gte=1),
                name="requirement_needs_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} v{self.number}"


class AcceptedActivity(models.Model):
    """An activity that counts for a version of a requirement.

    `instead_of`: an equivalent, which counts as if that accepted activity had been done. An
    activity and its equivalents are one item of the pool: doing two of them counts once.
    """

    version = models.ForeignKey(
        RequirementVersion, on_delete=models.PROTECT, related_name="accepted"
    )
    activity = models.ForeignKey(
        "lms.Activity", verbose_name=_("activity"), on_delete=models.PROTECT, related_name="+"
    )
    instead_of = models.ForeignKey(
        "lms.Activity",
        verbose_name=_("counts instead of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    minimum_assurance = models.PositiveSmallIntegerField(
        _("minimum assurance"), choices=Assurance, default=Assurance.SERVER_GRADED
    )

    class Meta:
        verbose_name = _("accepted activity")
        verbose_name_plural = _("accepted activities")
        constraints = [
            models.UniqueConstraint(fields=["version", "activity"], name="accepted_once"),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | ~Q(instead_of=F("activity")),
                name="accepted_instead_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.activity_id}"


class Cycle(models.Model):
    """A named calendar period of a requirement; dates are inclusive. `closes_on` null: no end.

    `edition` is the version of the activity that a cycle of an edition asks people to do.
    """

    requirement = models.ForeignKey(
        Requirement, verbose_name=_("requirement"), on_delete=models.PROTECT, related_name="cycles"
    )
    label = models.CharField(_("name"), max_length=32)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    edition = models.ForeignKey(
        "lms.ActivityVersion",
        verbose_name=_("edition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.UniqueConstraint(fields=["requirement", "label"], name="cycle_once"),
            models.UniqueConstraint(
                fields=["requirement", "edition"],
                condition=Q(edition__isnull=False),
                name="cycle_of_edition_once",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on"))
                & (Q(closes_on__isnull=True) | Q(closes_on__gte=F("due_on"))),
                name="cycle_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.label}"
