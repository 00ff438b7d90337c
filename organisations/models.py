"""Persons, units and how they hang together, each with the period in which it was so.

Facts are superseded, never overwritten: a correction sets `superseded_at` and adds a row, so that
an earlier figure can be computed again (architecture §3).
"""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from organisations.enums import (
    AppointmentKind,
    IdentitySystem,
    MandateKind,
    RoleKind,
    UnitKind,
)
from organisations.querysets import (
    AppointmentQuerySet,
    DatedQuerySet,
    KnownQuerySet,
    MandateQuerySet,
    PersonQuerySet,
    PlacedQuerySet,
    UnitQuerySet,
)


class Known(models.Model):
    """A row with the period in which we held it for true."""

    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now, editable=False)
    superseded_at = models.DateTimeField(
        _("superseded at"), null=True, blank=True, editable=False, db_index=True
    )

    objects: ClassVar = KnownQuerySet.as_manager()

    class Meta:
        abstract = True


class Dated(Known):
    """A row that is valid from a day up to, not including, another day."""

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The first day on which it ended.")
    )

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_active_on(self, day: date) -> bool:
        """Tell whether the row is valid on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def dated_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the constraints that every dated row has."""
    return [
        models.CheckConstraint(
            condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            name=f"{name}_ends_after_it_starts",
            violation_error_message=_("The end must come after the start."),
        ),
        models.CheckConstraint(
            condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
            name=f"{name}_superseded_after_recorded",
        ),
    ]


class Person(models.Model):
    """Somebody who works for the Rijk. Never deleted: merged, or emptied (`erased_at`)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(
        _("name to sort by"),
        max_length=200,
        blank=True,
        help_text=_("Surname first, without prefix: 'Dijk, Jeroen van'."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, default="nl", choices=settings.LANGUAGES
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam")
    created_at = models.DateTimeField(_("created at"), default=clock.now, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)

    # No columns: what a request already asked, see `organisations.viewers.person_of`.
    merged_into_id: int | None
    counts_as: "Person"

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes = [models.Index(fields=["sort_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class PersonMerge(Known):
    """Two person records turned out to be one human being; can be undone by superseding."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="merges"
    )
    into = models.ForeignKey(
        Person, verbose_name=_("merged into"), on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("into")), name="merge_is_of_two_persons"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(superseded_at__isnull=True), name="merge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.into_id}"


class PersonIdentity(models.Model):
    """The key by which another system knows a person. Opaque; never a citizen service number."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="identities"
    )
    system = models.CharField(_("system"), max_length=16, choices=IdentitySystem)
    subject = models.CharField(_("key in that system"), max_length=255)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "subject"],
                name="identity_once",
                violation_error_message=_("This key already belongs to somebody."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.subject}"


class Unit(models.Model):
    """A part of the organisation, the same through renames and moves; see `UnitVersion`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("code"), max_length=64, unique=True, help_text=_("TOOI code where one is known.")
    )

    objects: ClassVar = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisational unit")
        verbose_name_plural = _("organisational units")

    def __str__(self) -> str:
        return self.code


class UnitVersion(Dated):
    """Name, kind and parent of a unit in a period."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="versions"
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24, choices=UnitKind)
    parent = models.ForeignKey(
        Unit,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="child_versions",
    )

    class Meta:
        verbose_name = _("unit in a period")
        verbose_name_plural = _("units in a period")
        constraints = [
            *dated_constraints("unit_version"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="unit_is_not_its_own_parent",
            ),
            models.UniqueConstraint(
                fields=["unit", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="unit_version_starts_once",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(superseded_at__isnull=True, valid_until__isnull=True),
                name="unit_version_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAncestry(models.Model):
    """Who stands above whom, in which period; derived from the versions; a unit includes itself."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="descendant_rows")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="ancestor_rows")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant", "valid_from"], name="ancestry_once"
            ),
        ]
        indexes = [
            models.Index(fields=["descendant", "valid_from"], name="ancestry_of_descendant"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id} ({self.depth})"


class Appointment(Dated):
    """Somebody works in a unit, in some way, for a period. A person may have several at once."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.CharField(
        _("kind"), max_length=16, choices=AppointmentKind, default=AppointmentKind.CIVIL_SERVANT
    )
    function_group = models.CharField(_("function group"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=32, default="manual")

    objects: ClassVar = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            *dated_constraints("appointment"),
            models.UniqueConstraint(
                fields=["person", "unit", "kind", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="appointment_starts_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "valid_from"], name="appointment_of_unit"),
            models.Index(fields=["person", "valid_from"], name="appointment_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id}"


class RoleAssignment(Dated):
    """Somebody holds a role. Gives duties, no sight of others (GOR m3)."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=32, choices=RoleKind)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="role_assignments"
    )

    objects: ClassVar = PlacedQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            *dated_constraints("role_assignment"),
            models.UniqueConstraint(
                fields=["person", "role", "unit", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="role_assignment_starts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class Mandate(Dated):
    """Somebody may see figures of a unit, on a stated ground. Gives sight, no duties."""

    holder = models.ForeignKey(
        Person, verbose_name=_("holder"), on_delete=models.PROTECT, related_name="mandates"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="mandates"
    )
    kind = models.CharField(_("kind"), max_length=24, choices=MandateKind)
    granted_by = models.ForeignKey(
        Person,
        verbose_name=_("granted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="granted_mandates",
    )

    objects: ClassVar = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            *dated_constraints("mandate"),
            models.UniqueConstraint(
                fields=["holder", "unit", "kind", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="mandate_starts_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MandateKind.ACTING_MANAGER) | Q(valid_until__isnull=False),
                name="acting_manager_expires",
                violation_error_message=_("A deputy needs an end date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id}: {self.kind} @ {self.unit_id}"


class Absence(Dated):
    """Somebody is away for long. Without a cause: that is never stored (domain.md §5.2)."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="absences"
    )

    class Meta:
        verbose_name = _("long absence")
        verbose_name_plural = _("long absences")
        constraints = [
            *dated_constraints("absence"),
            models.UniqueConstraint(
                fields=["person", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="absence_starts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.valid_from}"
