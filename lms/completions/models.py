"""The ledger of what was completed. Rows are only ever added; the database itself refuses the rest.

A correction is a row that voids an earlier one, and then a new row (architecture §3).
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from lms.completions.enums import ActivityKind, Assurance, ChangeClass
from lms.completions.querysets import CompletionQuerySet


class Activity(models.Model):
    """Something that can be completed. Outlives the page or package that offers it."""

    key = models.CharField(_("key"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    start_path = models.CharField(
        _("path where it starts"),
        max_length=300,
        blank=True,
        help_text=_("Set by the app that offers it; empty when it is no longer offered."),
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.title


class ActivityVersion(models.Model):
    """The content of an activity as published at a moment."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    content = models.JSONField(
        _("kept content"),
        default=dict,
        blank=True,
        help_text=_("What is needed to finish an attempt on this version: its test."),
    )
    change_class = models.CharField(
        _("class of change"), max_length=12, choices=ChangeClass, default=ChangeClass.EDITORIAL
    )
    summary = models.TextField(_("summary of the change"), blank=True)
    published_at = models.DateTimeField(_("published at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("version of an activity")
        verbose_name_plural = _("versions of an activity")
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} v{self.number}"


class Completion(models.Model):
    """The fact that a person, or a unit as a whole, completed an activity."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        null=True,
        on_delete=models.PROTECT,
        related_name="completions",
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("unit"),
        null=True,
        on_delete=models.PROTECT,
        related_name="completions",
        help_text=_("Only when the unit as a whole completed it, such as a team session."),
    )
    activity = models.ForeignKey(
        Activity, verbose_name=_("activity"), on_delete=models.PROTECT, related_name="completions"
    )
    version = models.ForeignKey(
        ActivityVersion,
        verbose_name=_("version"),
        null=True,
        on_delete=models.PROTECT,
        related_name="completions",
    )
    occurred_at = models.DateTimeField(_("happened at"))
    occurred_on = models.DateField(
        _("happened on"), help_text=_("The date in the time zone of the person.")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)
    source = models.CharField(_("source"), max_length=32)
    source_key = models.CharField(_("key in the source"), max_length=200)
    assurance = models.PositiveSmallIntegerField(_("assurance"), choices=Assurance)
    unit_at_time = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("unit at the time"),
        null=True,
        on_delete=models.PROTECT,
        related_name="completions_at_time",
    )
    voids = models.OneToOneField(
        "self",
        verbose_name=_("voids"),
        null=True,
        on_delete=models.PROTECT,
        related_name="voided_by",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorder = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="recorded_completions",
    )

    objects: ClassVar = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        # Nobody adds, changes or deletes by hand; services write, and a void is a row of its own.
        default_permissions = ("view",)
        permissions = [("void_completion", _("Can declare a completion invalid"))]
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="completion_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True),
                name="completion_of_person_or_unit",
            ),
            models.CheckConstraint(
                condition=Q(voids__isnull=True) | ~Q(reason=""), name="void_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "activity", "occurred_on"], name="completion_of_person"),
            models.Index(fields=["activity", "occurred_on"], name="completion_of_activity"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
