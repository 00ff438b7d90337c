"""What is written about an event: notes to participants, and its history."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import EventStep
from workshops.models.events import Event, Session


class EventNote(models.Model):
    """Something that the trainer wants participants to know: what to bring, where to park."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField(_("note to participants"), max_length=2000)
    written_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("note to participants")
        verbose_name_plural = _("notes to participants")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class EventRecord(models.Model):
    """One line of the history of an event; appended, never changed."""

    event = models.ForeignKey(
        Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="records"
    )
    session = models.ForeignKey(
        Session, verbose_name=_("session"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.CharField(_("step"), max_length=20, choices=EventStep)
    before = models.JSONField(_("as it was"), default=dict, blank=True)
    by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("step of an event")
        verbose_name_plural = _("steps of an event")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.event_id}: {self.step}"
