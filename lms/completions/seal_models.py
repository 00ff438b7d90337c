"""What shows that the ledger is still as it was: batches of completions, hashed and chained.

Append-only like the ledger itself. The head of each batch also stands outside the database, so that
whoever can change every table still cannot take a row away unseen.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from lms.completions.models import Completion


class LedgerSeal(models.Model):
    """One sealed batch. `head` covers this batch and, through `previous`, all before it."""

    number = models.PositiveIntegerField(_("batch"), unique=True)
    rows = models.PositiveIntegerField(_("completions"))
    last_position = models.PositiveBigIntegerField(_("last position"))
    root = models.CharField(_("hash of the batch"), max_length=64)
    previous = models.CharField(_("hash of the chain before it"), max_length=64, blank=True)
    head = models.CharField(_("hash of the chain"), max_length=64, unique=True)
    sealed_through = models.DateTimeField(
        _("sealed up to"),
        null=True,
        help_text=_("Everything recorded up to here was sealed; empty when more had to follow."),
    )
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("seal of the ledger")
        verbose_name_plural = _("seals of the ledger")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(rows__gt=0), name="seal_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.head[:12]}"


class SealedCompletion(models.Model):
    """The place of a completion in the sealed ledger. Never a range of ids: those have holes."""

    position = models.PositiveBigIntegerField(_("position"), unique=True)
    completion = models.OneToOneField(
        Completion, verbose_name=_("completion"), on_delete=models.PROTECT, related_name="sealed"
    )
    seal = models.ForeignKey(
        LedgerSeal, verbose_name=_("batch"), on_delete=models.PROTECT, related_name="members"
    )
    row_hash = models.CharField(_("hash of the row"), max_length=64)

    class Meta:
        verbose_name = _("sealed completion")
        verbose_name_plural = _("sealed completions")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.position)


class LedgerCheck(models.Model):
    """One time that somebody, or the schedule, held the ledger against its seals."""

    checked_at = models.DateTimeField(_("checked at"), default=clock.now)
    batches = models.PositiveIntegerField(_("batches"))
    rows = models.PositiveBigIntegerField(_("completions"))
    waiting = models.PositiveIntegerField(_("not sealed yet"))
    with_file = models.BooleanField(_("compared with the file"))
    problems = models.PositiveIntegerField(_("deviations"))
    sentences = models.JSONField(_("what is wrong"), default=list)

    class Meta:
        verbose_name = _("check of the ledger")
        verbose_name_plural = _("checks of the ledger")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{timezone.localtime(self.checked_at):%Y-%m-%d %H:%M}"


APPEND_ONLY = tuple(model._meta.db_table for model in (LedgerSeal, SealedCompletion, LedgerCheck))
"""Tables that are only ever added to; the database itself refuses the rest."""
