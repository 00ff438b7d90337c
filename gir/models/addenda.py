"""What a part of the organisation adds to an article of the code (GIR is a minimum frame)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.proposing.models import Approved, Proposal, ends_after_it_starts, four_eyes


class AddendumProposal(Proposal):
    """What a local editor works on until somebody else approves it. May be changed until then."""

    article_key = models.SlugField(_("article"), max_length=40)
    is_stricter = models.BooleanField(
        _("stricter than the code"),
        default=False,
        help_text=_("Shown above the rest. The text of the code itself always stays visible."),
    )
    replaces = models.ForeignKey(
        "gir.Addendum",
        verbose_name=_("in the place of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("proposal of an addendum")
        verbose_name_plural = _("proposals of addenda")
        constraints = [ends_after_it_starts("addendum_proposal")]
        indexes = [models.Index(fields=["unit", "state"], name="addendum_proposal_of_unit")]


class Addendum(Approved):
    """A local rule or explanation that somebody else approved. Appended, never changed."""

    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="gir_addenda",
    )
    article_key = models.SlugField(_("article"), max_length=40)
    is_stricter = models.BooleanField(_("stricter than the code"), default=False)

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        default_permissions = ("view",)
        constraints = [ends_after_it_starts("addendum"), four_eyes("addendum")]
        indexes = [
            models.Index(fields=["article_key", "valid_from"], name="addendum_of_article"),
            models.Index(fields=["unit", "article_key"], name="addendum_of_unit"),
        ]
