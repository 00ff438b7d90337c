"""The outbox, the texts that editors wrote, what people switched off, and what comes back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from notifications.enums import OWN_ERRORS, Language, NoticeState, NotSentBecause
from notifications.querysets import NoticeQuerySet
from notifications.registry import specs


class Notice(models.Model):
    """One message to one person. `key` is unique, so that asking twice is asking once.

    `token` is in the Message-ID, so that a mail that comes back is recognised. `subject` and `body`
    are what was sent; `address` is a digest of where to. `error` is a code of the mail server,
    never its text: that has an address in it.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("message", "kind"), max_length=60)
    key = models.CharField(pgettext_lazy("message", "key"), max_length=200, unique=True)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("receiver"),
        on_delete=models.PROTECT,
        related_name="notices",
    )
    context = models.JSONField(pgettext_lazy("message", "filled in"), default=dict)
    state = models.CharField(
        pgettext_lazy("message", "state"),
        max_length=10,
        choices=NoticeState,
        default=NoticeState.WAITING,
    )
    because = models.CharField(
        pgettext_lazy("message", "because"), max_length=12, choices=NotSentBecause, blank=True
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("code of the mail server"), max_length=60, blank=True)
    queued_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    not_before = models.DateTimeField(_("not before"), default=clock.now)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(_("taken up at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    address = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200, blank=True)
    body = models.TextField(pgettext_lazy("message", "text"), blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ()
        indexes = [
            models.Index(fields=["state", "not_before", "id"], name="notice_to_send"),
            models.Index(fields=["person", "-queued_at", "-id"], name="notice_of_person"),
            models.Index(fields=["-queued_at", "-id"], name="notice_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NoticeState.SENT) | Q(sent_at__isnull=False),
                name="notice_sent_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.SENDING)
                | Q(claim__isnull=False, claimed_at__isnull=False),
                name="notice_being_sent_is_taken_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def title(self) -> str:
        """What kind of message this is, in words."""
        spec = specs().get(self.kind)
        return str(spec.title) if spec else self.kind

    @property
    def reason(self) -> str:
        """Why it was not sent, or what went wrong, in words or as the code of the mail server."""
        if self.because:
            return str(self.get_because_display())
        return str(OWN_ERRORS.get(self.error, self.error))


class NoticeText(models.Model):
    """A text that an editor wrote for a kind of message; the newest version counts.

    `is_ours`: from here on the text counts that we ship. Versions are kept, never changed.
    """

    kind = models.CharField(pgettext_lazy("message", "kind"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    number = models.PositiveIntegerField(_("version"))
    is_ours = models.BooleanField(_("the text that Kompas comes with"), default=False)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200, blank=True)
    body = models.TextField(pgettext_lazy("message", "text"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        default_permissions = ()
        permissions = [("write_texts", _("Can change the texts of messages"))]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "number"], name="notice_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} v{self.number}"


class SwitchedOff(models.Model):
    """Somebody does not want a kind of message that may be switched off."""

    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="switched_off",
    )
    kind = models.CharField(pgettext_lazy("message", "kind"), max_length=60)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("message that was switched off")
        verbose_name_plural = _("messages that were switched off")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_switched_off_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class BouncingAddress(models.Model):
    """Mail to an address came back for good. A digest: the address itself is not kept here."""

    digest = models.CharField(max_length=64, unique=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("address that bounces")
        verbose_name_plural = _("addresses that bounce")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]
