"""When people are reminded of a duty, and that they were."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.obligations import Obligation
from compliance.models.rules import Requirement
from core import clock


def default_days() -> list[int]:
    """Return the days of domain.md §6: before the due date, and after it."""
    return [-60, -30, -7, 1, 14]


class ReminderRule(models.Model):
    """When people are reminded of a requirement, as somebody set it; the last row counts.

    Without a row the default days count. Rows are added, never changed: they tell who set what.
    Only rows from before there was a history have no `set_by`.

    `days` are counted from the due date, negative before it; an empty list is no reminders.
    `escalate_after`: so many days after the due date of the cycle, the manager above a team hears
    how many are late. Empty: never. `agreed_in` says where that term was agreed.
    """

    requirement = models.ForeignKey(
        Requirement,
        verbose_name=_("requirement"),
        on_delete=models.PROTECT,
        related_name="reminder_rules",
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    days = models.JSONField(_("days from the due date"), default=default_days, blank=True)
    escalate_after = models.PositiveSmallIntegerField(
        _("days until the manager above hears of it"), null=True, blank=True
    )
    agreed_in = models.CharField(_("agreed in"), max_length=200, blank=True)
    set_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("set by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reminders of a requirement")
        verbose_name_plural = _("reminders of requirements")
        constraints = [
            models.UniqueConstraint(fields=["requirement", "number"], name="reminder_rule_once"),
            models.CheckConstraint(
                condition=Q(escalate_after__isnull=True)
                | ~Q(agreed_in="")
                | Q(set_by__isnull=True),
                name="reminder_rule_escalates_as_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} v{self.number}"


class Reminder(models.Model):
    """Somebody was reminded of an obligation: on a day of the rule, or because a manager asked.

    What was in it and whether it arrived stands in the outbox.
    """

    obligation = models.ForeignKey(
        Obligation,
        verbose_name=_("obligation"),
        on_delete=models.PROTECT,
        related_name="reminders",
    )
    days = models.SmallIntegerField(_("days from the due date"), null=True)
    due_on = models.DateField(_("due on"))
    asked_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "due_on", "days"],
                condition=Q(days__isnull=False),
                name="reminder_once_per_day_of_the_rule",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) ^ Q(asked_by__isnull=True),
                name="reminder_by_rule_or_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["obligation", "recorded_at"], name="reminder_of_obligation")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.days}"
