"""Who can be reached in a role, for a part of the organisation and all below it."""

import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from guidance.enums import ContactKind
from guidance.querysets import ContactQuerySet

MONTHS_FRESH = 6
"""After so many months somebody has to say again that a contact is right (domain.md row 42)."""

UNDO_WITHIN = timedelta(minutes=10)
"""So long the end of a contact can be undone."""


class Contact(models.Model):
    """Somebody, or something, that can be reached in a role.

    Without a unit it holds for the whole Rijk. A person is shown on the public internet only when
    they chose so (`shown_publicly`); whoever is signed in sees everybody.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(
        "guidance.HelpRole",
        verbose_name=_("role"),
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="help_contacts",
        help_text=_("It also holds for all teams below. Empty: for the whole Rijk."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ContactKind)
    person = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="help_contacts",
        help_text=_("With a person, they can keep their own data up to date."),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_external = models.BooleanField(_("comes from outside the organisation"), default=False)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    phone_outside = models.CharField(
        _("phone number from outside the office network"), max_length=40, blank=True
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    url = models.URLField(_("website"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    availability = models.CharField(_("available when"), max_length=200, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    shown_publicly = models.BooleanField(_("also for people who are not signed in"), default=False)
    needs_check = models.BooleanField(
        _("still to be checked"),
        default=False,
        help_text=_("It came with Kompas, and nobody has said yet that it is right."),
    )
    valid_from = models.DateField(_("valid from"), default=clock.today)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it ended.")
    )
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("last checked by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(
        _("ended before it started at"),
        null=True,
        editable=False,
        help_text=_("Then it never held, so no day is its last."),
    )
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    loaded_key = models.CharField(max_length=80, null=True, unique=True, editable=False)  # noqa: DJ001
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="contact_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(person__isnull=False),
                name="contact_has_a_name",
                violation_error_message=_("Fill in a name, or choose a person."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(kind=ContactKind.PERSON),
                name="contact_with_person_is_person",
                violation_error_message=_("Only a contact of the kind person has a person."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="", phone_outside="", email="", url="", place=""),
                name="contact_can_be_reached",
                violation_error_message=_(
                    "Fill in at least one way to make contact: a number, an address or a place."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | Q(verified_on__isnull=False),
                name="contact_checked_by_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "role"], name="contact_of_unit"),
            models.Index(fields=["verified_on"], name="contact_by_check"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name that readers see."""
        return self.name or (self.person.name if self.person else "")

    @property
    def checked_or_added_on(self) -> date:
        """The day from which the months without a check count."""
        return self.verified_on or self.valid_from


class ContactEnding(models.Model):
    """Somebody ended a contact. The row stays, also when it was undone: that is its history."""

    contact = models.ForeignKey(
        Contact, verbose_name=_("contact"), on_delete=models.CASCADE, related_name="endings"
    )
    until_before = models.DateField(
        _("end that stood there before"), null=True, help_text=_("Comes back when it is undone.")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        "organisations.Person",
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("end of a contact")
        verbose_name_plural = _("ends of contacts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(undone_at__isnull=True),
                name="contact_ending_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="contact_ending_undone_says_who",
            ),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="contact_ending_by_moment")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.recorded_at:%Y-%m-%d}"

    @property
    def may_be_undone(self) -> bool:
        """Whether it stands, and is so fresh that it can be undone now."""
        return self.undone_at is None and clock.now() - self.recorded_at <= UNDO_WITHIN


class GapCheck(models.Model):
    """How many units had no confidential adviser on a day; one row a day, made by a job."""

    day = models.DateField(_("day"), unique=True)
    units = models.PositiveIntegerField(_("units"))
    gaps = models.PositiveIntegerField(_("units without confidential adviser"))
    gap_unit_ids = models.JSONField(default=list)
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("check of the directory")
        verbose_name_plural = _("checks of the directory")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(gaps__lte=F("units")), name="gap_check_has_no_more_gaps_than_units"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.gaps}/{self.units}"
