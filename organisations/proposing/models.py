"""What a proposal and an approved text have, whatever they are about."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from organisations.proposing.enums import ProposalState
from organisations.proposing.querysets import ApprovedQuerySet


class Proposal(models.Model):
    """What somebody works on until somebody else approves it. May be changed until then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), help_text=_("Plain words. Markdown may be used."))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day without it.")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ProposalState, default=ProposalState.DRAFT
    )
    comment = models.TextField(_("comment of who sent it back"), blank=True)
    proposed_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    # Each kind names the table of what was approved.
    replaces: Any
    replaces_id: int | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Approved(models.Model):
    """A text that somebody else approved. Appended, never changed.

    It holds for the unit and all below it. It ends on `valid_until` or when the one that
    replaces it starts; ending it earlier is a row that replaces it and ends on its own first day
    plus one at the latest, with an empty text.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, help_text=_("HTML, cleaned when approved."))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("in the place of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    proposed_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    content_hash = models.CharField(_("hash of the content"), max_length=64)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    replaces_id: int | None

    objects: ClassVar = ApprovedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """Return the constraint that both tables have."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=f"{name}_ends_after_it_starts",
    )


def four_eyes(name: str) -> models.CheckConstraint:
    """Return the constraint that nobody approved what they proposed."""
    return models.CheckConstraint(
        condition=~Q(proposed_by=F("approved_by")), name=f"{name}_four_eyes"
    )
