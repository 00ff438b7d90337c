"""Additions to a module, and the proposals that somebody else still has to approve."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.proposing.models import Approved, Proposal, ends_after_it_starts, four_eyes


class InModule(models.Model):
    """Which module a text belongs to, and what stands below the text."""

    course_key = models.CharField(_("course"), max_length=60)
    module_key = models.CharField(_("module"), max_length=60)
    link = models.URLField(_("link"), max_length=500, blank=True)
    link_text = models.CharField(_("text of the link"), max_length=120, blank=True)
    keeper = models.CharField(_("kept by"), max_length=120, blank=True)
    review_on = models.DateField(_("read again by"), null=True, blank=True)

    class Meta:
        abstract = True


class AdditionProposal(InModule, Proposal):
    """What a local editor works on until somebody else approves it. May be changed until then."""

    replaces = models.ForeignKey(
        "lms.Addition",
        verbose_name=_("in the place of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("proposal of an addition to a module")
        verbose_name_plural = _("proposals of additions to modules")
        constraints = [ends_after_it_starts("addition_proposal")]
        indexes = [models.Index(fields=["unit", "state"], name="addition_proposal_of_unit")]

    def __str__(self) -> str:
        return self.title


class Addition(InModule, Approved):
    """A text below a module that somebody else approved. Appended, never changed.

    `source` is the text as it was typed, so that the next version can begin with it.
    """

    source = models.TextField(_("text as it was typed"), blank=True)

    class Meta:
        verbose_name = _("addition to a module")
        verbose_name_plural = _("additions to modules")
        default_permissions = ("view",)
        constraints = [
            ends_after_it_starts("addition"),
            four_eyes("addition"),
            models.CheckConstraint(
                condition=Q(keeper="", review_on__isnull=True)
                | (~Q(keeper="") & Q(review_on__isnull=False)),
                name="addition_kept_by_somebody_until_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["course_key", "module_key"], name="addition_of_module"),
            models.Index(fields=["unit", "course_key"], name="addition_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title


FACTS = (Addition._meta.db_table,)
"""Tables in which rows are only ever added; the database itself refuses the rest."""
