"""What a part of the organisation adds to an article of the code (GIR is a minimum frame)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from gir.enums import AddendumState
from gir.querysets import AddendumQuerySet


class AddendumProposal(models.Model):
    """What a local editor works on until somebody else approves it. May be changed until then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+"
    )
    article_key = models.SlugField(_("article"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), help_text=_("Plain words. Markdown may be used."))
    is_stricter = models.BooleanField(
        _("stricter than the code"),
        default=False,
        help_text=_("Shown above the rest. The text of the code itself always stays visible."),
    )
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day without it.")
    )
    replaces = models.ForeignKey(
        "gir.Addendum",
        verbose_name=_("in the place of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=AddendumState, default=AddendumState.DRAFT
    )
    comment = models.TextField(_("comment of who sent it back"), blank=True)
    proposed_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("proposal of an addendum")
        verbose_name_plural = _("proposals of addenda")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="addendum_proposal_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="addendum_proposal_of_unit")]

    def __str__(self) -> str:
        return self.title


class Addendum(models.Model):
    """A local rule or explanation that somebody else approved. Appended, never changed.

    It holds for the unit and all below it. It ends on `valid_until` or when the one that
    replaces it starts; ending it earlier is a row that replaces it and ends on its own first day
    plus one at the latest, with an empty text.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="gir_addenda",
    )
    article_key = models.SlugField(_("article"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, help_text=_("HTML, cleaned when approved."))
    is_stricter = models.BooleanField(_("stricter than the code"), default=False)
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

    objects: ClassVar = AddendumQuerySet.as_manager()

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="addendum_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("approved_by")), name="addendum_four_eyes"
            ),
        ]
        indexes = [
            models.Index(fields=["article_key", "valid_from"], name="addendum_of_article"),
            models.Index(fields=["unit", "article_key"], name="addendum_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title
