"""Dilemmas to talk about, one each week. Nobody's choice is kept: only how many chose what."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from core import clock
from gir.enums import Verdict
from gir.models.themes import EditedText, Theme


class Dilemma(EditedText, ClusterableModel):
    """A situation without one right answer. It has no points and counts for nothing."""

    preview_template: ClassVar = "gir/admin/dilemma_preview.html"

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    situation = models.TextField(_("situation"))
    question = models.CharField(_("question"), max_length=200)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="dilemmas",
    )

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="gir_dilemma",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="gir_dilemma")

    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("theme"),
        FieldPanel("situation"),
        FieldPanel("question"),
        InlinePanel("options", heading=_("Options"), min_num=2, max_num=6),
    ]

    class Meta:
        verbose_name = _("dilemma")
        verbose_name_plural = _("dilemmas")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self) -> Any:
        """The revisions of this dilemma."""
        return self._revisions


class DilemmaOption(Orderable):
    """Something that one could do, with how it is weighed."""

    dilemma = ParentalKey(Dilemma, on_delete=models.CASCADE, related_name="options")
    letter = models.CharField(_("letter"), max_length=1)
    text = models.CharField(_("what you could do"), max_length=300)
    verdict = models.CharField(_("how it is weighed"), max_length=6, choices=Verdict)
    explanation = models.TextField(_("explanation"))

    class Meta(Orderable.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(fields=["dilemma", "letter"], name="dilemma_option_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.text}"


class DilemmaWeek(models.Model):
    """The dilemma of the week that starts on a Monday, chosen by the job or by an editor."""

    monday = models.DateField(_("week that starts on"), unique=True)
    dilemma = models.ForeignKey(
        Dilemma, verbose_name=_("dilemma"), on_delete=models.PROTECT, related_name="weeks"
    )

    class Meta:
        verbose_name = _("dilemma of the week")
        verbose_name_plural = _("dilemmas of the week")
        ordering: ClassVar = ["-monday"]

    def __str__(self) -> str:
        return f"{self.monday}: {self.dilemma_id}"

    def clean(self) -> None:
        """A week starts on a Monday, and keeps its dilemma once choices were counted."""
        if self.monday and self.monday.weekday():
            raise ValidationError({"monday": _("Choose a Monday: a week starts then.")})
        before = DilemmaWeek.objects.filter(pk=self.pk, counts__count__gt=0).first()
        if before is not None and self.dilemma_id != before.dilemma_id:
            raise ValidationError(
                {"dilemma": _("Choices were counted in this week, so its dilemma stays.")}
            )


class OptionCount(models.Model):
    """How many people said to choose an option in a week. No person, no session, no time.

    `shown` follows `count` once in so many choices, for all options of the week at once: who looks
    just before and just after somebody chose sees no difference.
    """

    week = models.ForeignKey(DilemmaWeek, on_delete=models.PROTECT, related_name="counts")
    letter = models.CharField(_("letter"), max_length=1)
    count = models.PositiveIntegerField(_("count"), default=0)
    shown = models.PositiveIntegerField(_("count that is shown"), default=0)

    class Meta:
        verbose_name = _("count of an option")
        verbose_name_plural = _("counts of options")
        constraints = [models.UniqueConstraint(fields=["week", "letter"], name="option_count_once")]

    def __str__(self) -> str:
        return f"{self.week_id} {self.letter}: {self.count}"


class DilemmaSubscription(models.Model):
    """Somebody who wants the dilemma of the week by mail."""

    person = models.OneToOneField(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="dilemma_subscription",
    )
    since = models.DateTimeField(_("since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("subscription to the dilemma of the week")
        verbose_name_plural = _("subscriptions to the dilemma of the week")

    def __str__(self) -> str:
        return str(self.person_id)
