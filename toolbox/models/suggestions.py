"""What a manager recommends to somebody of the own team: voluntary, without a reason (GOR m18).

There is no field for a reason, and none that says whether it was opened or done. That somebody put
it away is theirs: a manager never sees it.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from toolbox.enums import SuggestionKind


class Suggestion(models.Model):
    """One thing, chosen from a list, for one person of a unit."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("for"),
        on_delete=models.CASCADE,
        related_name="suggestions",
    )
    unit = models.ForeignKey(
        "organisations.Unit", verbose_name=_("team"), on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        "organisations.Person", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SuggestionKind)
    title = models.CharField(_("title"), max_length=200)
    path = models.CharField(_("address"), max_length=300)
    made_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)
    hidden_at = models.DateTimeField(_("put away at"), null=True, editable=False)

    class Meta:
        verbose_name = _("suggestion of a manager")
        verbose_name_plural = _("suggestions of managers")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "path"], name="suggestion_once"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="suggestion_is_of_this_site",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
