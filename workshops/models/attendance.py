"""Who was there, session by session."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from workshops.enums import Mark, MarkedBy
from workshops.models.bookings import Booking
from workshops.models.events import Session


class AttendanceMark(models.Model):
    """Whether somebody was at a session. Appended; the newest mark counts.

    After the list was closed a mark needs a reason.
    """

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.PROTECT, related_name="marks"
    )
    booking = models.ForeignKey(
        Booking, verbose_name=_("booking"), on_delete=models.CASCADE, related_name="marks"
    )
    mark = models.CharField(_("mark"), max_length=8, choices=Mark)
    how = models.CharField(_("how"), max_length=10, choices=MarkedBy)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("mark of attendance")
        verbose_name_plural = _("marks of attendance")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(how=MarkedBy.CORRECTION) | ~Q(reason=""),
                name="attendance_correction_has_a_reason",
            )
        ]
        indexes = [models.Index(fields=["session", "booking", "-id"], name="mark_newest")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.booking_id}: {self.mark}"
