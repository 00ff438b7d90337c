"""How far a learner is. Working memory, not proof: proof stands in the ledger.

Only the learner sees this. Choices in dilemmas and reflections are never stored (domain.md §5.2).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class Attempt(models.Model):
    """One try at a module. Made by the first POST; stays on the version on which it started."""

    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="attempts",
    )
    activity = models.ForeignKey(
        "lms.Activity", verbose_name=_("module"), on_delete=models.PROTECT, related_name="attempts"
    )
    version = models.ForeignKey(
        "lms.ActivityVersion", verbose_name=_("version"), null=True, on_delete=models.PROTECT
    )
    run = models.PositiveIntegerField(
        _("round of the course"), help_text=_("1 the first time that somebody does the course.")
    )
    number = models.PositiveIntegerField(_("number"), help_text=_("Counts on through all rounds."))
    started_at = models.DateTimeField(_("started at"), default=clock.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    passed_at = models.DateTimeField(_("passed at"), null=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["person", "activity", "number"], name="attempt_once"),
            models.UniqueConstraint(
                fields=["person", "activity"],
                condition=Q(finished_at__isnull=True),
                name="attempt_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.activity_id} #{self.number}"


class Answer(models.Model):
    """The answer to one test question within an attempt. The first answer stands."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question_key = models.CharField(max_length=100)
    chosen = models.JSONField(default=list)
    is_correct = models.BooleanField()
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question_key"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.question_key}"


class ResumePosition(models.Model):
    """The exact spot in a course where somebody was: a page and an anchor on it."""

    person = models.ForeignKey(
        "organisations.Person", on_delete=models.CASCADE, related_name="resume_positions"
    )
    course = models.ForeignKey(
        "lms.Activity", on_delete=models.CASCADE, related_name="resume_positions"
    )
    module = models.ForeignKey("lms.Activity", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=200)
    anchor = models.CharField(max_length=100, blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("place where somebody was")
        verbose_name_plural = _("places where somebody was")
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="resume_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.path}#{self.anchor}"
