"""The states of a message, and why one was not sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeState(models.TextChoices):
    """How far a message is. `failed` and `unknown` wait for an operator; nobody resends them."""

    WAITING = "waiting", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "failed")
    BOUNCED = "bounced", pgettext_lazy("message", "came back")
    UNKNOWN = "unknown", pgettext_lazy("message", "unknown whether it was sent")
    CANCELLED = "cancelled", pgettext_lazy("message", "not sent")


class NotSentBecause(models.TextChoices):
    """Why a message was cancelled."""

    NOT_NEEDED = "not_needed", _("no longer needed")
    SWITCHED_OFF = "switched_off", _("switched off by the receiver")
    NO_ADDRESS = "no_address", _("no e-mail address known")
    BOUNCING = "bouncing", _("mail to this address comes back")


class Language(models.TextChoices):
    """The languages in which every message is written; each in its own."""

    NL = "nl", "Nederlands"
    EN = "en", "English"


STOPPED, UNKNOWN_KIND, BROKEN = "worker stopped", "unknown kind", "could not be filled in"
OWN_ERRORS = {
    STOPPED: _("The system stopped while it was being sent."),
    UNKNOWN_KIND: _("No installed part of Kompas knows this kind of message."),
    BROKEN: _("The text could not be filled in; the log says why."),
}
"""What stands in `error` when it is no code of a mail server."""
