"""Good practices of colleagues: written by one, judged by P&O, then read by all (GOR m8)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from toolbox.practice_enums import PracticeState
from toolbox.tagging import holding


class PracticeQuerySet(models.QuerySet["GoodPractice"]):
    """Good practices, found by state and subject."""

    def published(self) -> "PracticeQuerySet":
        """Keep what everybody who is signed in can read."""
        return self.filter(state=PracticeState.PUBLISHED)

    def about(self, *, theme: str = "", audience: str = "", trait: str = "") -> "PracticeQuerySet":
        """Keep what has all of these words; an empty one is no condition."""
        rows = holding(self, "themes", theme)
        if audience:
            rows = holding(rows, "audiences", audience)
        return holding(rows, "traits", trait)


class GoodPractice(models.Model):
    """Something that helped a team. What it says may change until somebody else approved it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("part of the organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("what was the problem"))
    action = models.TextField(_("what did you do"))
    result = models.TextField(_("what did it give"))
    tips = models.TextField(_("tips for others"), blank=True)
    themes = models.JSONField(_("themes"), default=list)
    audiences = models.JSONField(_("meant for"), default=list)
    traits = models.JSONField(_("fits a team that"), default=list, blank=True)
    has_consent = models.BooleanField(_("the people involved agree"), default=False)
    is_anonymous = models.BooleanField(_("no names or recognisable situations"), default=False)
    shows_name = models.BooleanField(_("my name may be shown"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState, default=PracticeState.DRAFT
    )
    comment = models.TextField(_("comment of who sent it back"), blank=True)
    submitted_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[PracticeState.SUBMITTED, PracticeState.PUBLISHED])
                | Q(has_consent=True, is_anonymous=True),
                name="practice_is_sent_in_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.PUBLISHED) | Q(published_at__isnull=False),
                name="practice_is_published_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "unit"], name="practice_of_state_and_unit")]

    def __str__(self) -> str:
        return self.title


class PracticeStep(models.Model):
    """One step in the life of a good practice. Appended, never changed."""

    practice = models.ForeignKey(
        GoodPractice,
        verbose_name=_("good practice"),
        on_delete=models.PROTECT,
        related_name="steps",
    )
    state = models.CharField(_("state"), max_length=10, choices=PracticeState)
    by = models.ForeignKey(
        "organisations.Person", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    comment = models.TextField(_("comment"), blank=True)
    checked_anonymous = models.BooleanField(
        _("looked whether nobody can be recognised"), default=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("step of a good practice")
        verbose_name_plural = _("steps of good practices")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PracticeState.PUBLISHED) | Q(checked_anonymous=True),
                name="practice_is_published_after_a_check",
            )
        ]
        indexes = [models.Index(fields=["practice", "recorded_at"], name="practice_steps")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.state}"


def is_open(practice: Any) -> bool:
    """Tell whether the submitter may change it: not while it is judged or read."""
    return practice.state not in {PracticeState.SUBMITTED, PracticeState.PUBLISHED}
