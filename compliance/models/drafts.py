"""Proposals for a rule: worked on by somebody, approved by somebody else, with every step kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.enums import DraftEventKind, DraftState, Subject
from compliance.models.rules import Requirement, RequirementVersion
from core import clock

OPEN_STATES = (DraftState.DRAFT, DraftState.PROPOSED, DraftState.SENT_BACK)
"""States in which a proposal still asks something of somebody."""


class RequirementDraft(models.Model):
    """The working copy of a new version of a requirement, or of a whole new one.

    `typed` is what was typed, field by field, as long as that could not be published; `rule` then
    says as much of it as could be read. Nothing that is unfinished is proposed.

    `rule` is read by `compliance.rules.drafting.DraftRule`. `revision` goes up with every change,
    so that two people do not overwrite each other. `based_on` is the version that was the latest
    when the draft was made; a draft never becomes the rule over a version that came after it.
    """

    requirement = models.ForeignKey(
        Requirement,
        verbose_name=_("requirement"),
        null=True,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    based_on = models.ForeignKey(
        RequirementVersion,
        verbose_name=_("based on"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.SlugField(_("key"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject, default=Subject.PERSON)
    rule = models.JSONField(_("rule"))
    valid_from = models.DateField(_("valid from"))
    note = models.TextField(_("why"), blank=True)
    typed = models.JSONField(_("typed so far"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=DraftState, default=DraftState.DRAFT
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    made_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    proposed_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("proposed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published = models.OneToOneField(
        RequirementVersion,
        verbose_name=_("published version"),
        null=True,
        on_delete=models.PROTECT,
        related_name="draft",
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="draft_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.PROPOSED) | Q(proposed_by__isnull=False),
                name="draft_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, published__isnull=False)
                & Q(proposed_by__isnull=False, decided_by__isnull=False)
                | ~Q(state=DraftState.PUBLISHED) & Q(published__isnull=True),
                name="draft_published_by_two",
            ),
            models.CheckConstraint(
                condition=Q(typed__isnull=True)
                | ~Q(state__in=(DraftState.PROPOSED, DraftState.PUBLISHED)),
                name="draft_proposed_is_whole",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=OPEN_STATES) & ~Q(key=""),
                name="draft_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Proposal without a title")

    @property
    def is_whole(self) -> bool:
        """Whether it could be published when it was saved last."""
        return self.typed is None

    @property
    def stage(self) -> str:
        """How far it is, in words."""
        if self.state == DraftState.DRAFT and not self.is_whole:
            return gettext("Draft, not finished")
        return str(self.get_state_display())

    @property
    def is_editable(self) -> bool:
        """Whether it may still be changed: not while somebody judges it, nor afterwards."""
        return self.state in {DraftState.DRAFT, DraftState.SENT_BACK}

    @property
    def is_open(self) -> bool:
        """Whether it still asks something of somebody."""
        return self.state in OPEN_STATES


class DraftEvent(models.Model):
    """A step in the life of a proposal, with what it said then. Appended, never changed."""

    draft = models.ForeignKey(
        RequirementDraft,
        verbose_name=_("proposal"),
        on_delete=models.PROTECT,
        related_name="events",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DraftEventKind)
    actor = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    comment = models.TextField(_("comment"), blank=True)
    revision = models.PositiveIntegerField(_("revision"))
    content = models.JSONField(_("what it said"))
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of a proposal")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DraftEventKind.SENT_BACK) | ~Q(comment=""),
                name="draft_sent_back_with_a_comment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind}"
