"""Polls of one question after a course, without any way back to who said what (rows 38, 39).

An answer is never stored: it raises a counter of the organisation in the month. That somebody was
asked this year stands on a row of its own, that says neither when nor whether they answered. The
counters of all options are written anew with every answer, so that no column of the database tells
which of them was raised last.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidance.enums import PollOption


class Poll(models.Model):
    """A question with yes, partly and no. Asked only when an administrator has put it on."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    question = models.CharField(
        _("question"), max_length=200, help_text=_("Answered with yes, partly or no.")
    )
    is_on = models.BooleanField(
        _("is asked"),
        default=False,
        help_text=_("Everybody who finishes the course can answer, or say no, once a year."),
    )
    course = models.SlugField(
        _("after the course"),
        max_length=100,
        blank=True,
        help_text=_("The key of a course, such as goed-ambtenaarschap. Empty: after every course."),
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Of several questions the first that was not asked yet.")
    )
    compared_with = models.CharField(
        _("compared with"),
        max_length=300,
        blank=True,
        help_text=_("Keys of key figures with a comma between them, such as gir-bekend."),
    )

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return self.question

    @property
    def figure_keys(self) -> list[str]:
        """The keys of the figures that the answers are held against."""
        return [key.strip() for key in self.compared_with.split(",") if key.strip()]


class PollAnswered(models.Model):
    """Somebody was asked in a year, and answered or said no: no choice, no moment, no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(
        Poll, verbose_name=_("poll"), on_delete=models.CASCADE, related_name="asked"
    )
    person = models.ForeignKey(
        "organisations.Person", verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        verbose_name = _("asked in a poll")
        verbose_name_plural = _("asked in a poll")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "person", "year"], name="poll_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}, {self.year}"


class PollCount(models.Model):
    """How often an option was chosen in an organisation in a month; `month` is its first day."""

    poll = models.ForeignKey(
        Poll, verbose_name=_("poll"), on_delete=models.PROTECT, related_name="counts"
    )
    organisation = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    month = models.DateField(_("month"))
    option = models.CharField(_("answer"), max_length=6, choices=PollOption)
    n = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("count of a poll")
        verbose_name_plural = _("counts of polls")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["poll", "organisation", "month", "option"], name="poll_count_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="poll_count_of_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}, {self.organisation_id}, {self.month}"
