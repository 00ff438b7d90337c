"""What was asked for, how far it is, and what runs by itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from jobs.enums import RunState
from jobs.querysets import JobRunQuerySet


class JobRun(models.Model):
    """One job that was asked for. Its attempts are task rows of the backend; this is the truth."""

    name = models.CharField(_("job"), max_length=100)
    arguments = models.JSONField(_("arguments"), default=dict)
    key = models.CharField(pgettext_lazy("job", "key"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("job", "state"),
        max_length=10,
        choices=RunState.choices,
        default=RunState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"))
    done = models.PositiveIntegerField(pgettext_lazy("job", "done"), default=0)
    total = models.PositiveIntegerField(pgettext_lazy("job", "of"), null=True)
    message = models.TextField(pgettext_lazy("job", "message"), blank=True)
    error = models.TextField(pgettext_lazy("job", "error"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    run_after = models.DateTimeField(_("not before"), default=clock.now)
    started_at = models.DateTimeField(_("started at"), null=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    task_id = models.CharField(max_length=64, blank=True)
    worker = models.CharField(max_length=64, blank=True)

    objects: ClassVar = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        # Only superusers see jobs: no permissions that could be handed out.
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "run_after"], name="jobrun_state"),
            models.Index(fields=["-asked_at", "-id"], name="jobrun_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=Q(state=RunState.WAITING) & ~Q(key=""),
                name="jobrun_waits_once_per_key",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=models.F("max_attempts")),
                name="jobrun_attempts_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percentage(self) -> int | None:
        """Return how far it is, or None when the job does not know its own size."""
        return None if not self.total else min(100, self.done * 100 // self.total)


class Schedule(models.Model):
    """A job that runs by itself. Declared in code; an operator may only switch it off."""

    name = models.CharField(_("schedule"), max_length=100, unique=True)
    job = models.CharField(_("job"), max_length=100)
    rule = models.CharField(pgettext_lazy("job", "when"), max_length=40)
    arguments = models.JSONField(_("arguments"), default=dict)
    enabled = models.BooleanField(_("switched on"), default=True)
    created_at = models.DateTimeField(pgettext_lazy("job", "since"), default=clock.now)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Firing(models.Model):
    """A schedule asked for its job at a due moment: this row keeps ticks from doing so twice."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="firings")
    due_at = models.DateTimeField(_("due at"))
    run = models.ForeignKey(JobRun, null=True, on_delete=models.SET_NULL, related_name="firings")
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now)

    class Meta:
        verbose_name = _("firing")
        verbose_name_plural = _("firings")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_at"], name="firing_once_per_moment")
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due_at:%Y-%m-%d %H:%M}"
