"""Forms for what holds in a period; last days on screen are inclusive."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.access import person_of
from organisations.forms.base import ONE_DAY, DayField, ServiceForm
from organisations.models import (
    Absence,
    Appointment,
    Dated,
    Mandate,
    RoleAssignment,
    Unit,
)
from organisations.services import absences, appointments, mandates, roles
from organisations.widgets import PersonChooser, UnitChooser


class DatedForm(ServiceForm):
    """A row with a period. Changing it is a correction: what we said before stays known."""

    valid_from = DayField(label=_("First day"))
    last_day = DayField(
        label=_("Last day"), required=False, help_text=_("Leave empty when there is no end yet.")
    )
    never_was = forms.BooleanField(
        label=_("This never was so: take it back"),
        required=False,
        help_text=_("It stays known what was recorded before."),
    )
    fixed: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            del self.fields["never_was"]
            return
        for name in self.fixed:
            self.fields.pop(name, None)
        until: date | None = self.instance.valid_until
        self.initial["last_day"] = until - ONE_DAY if until else None

    def facts(self) -> dict[str, Any]:
        """Return what was filled in, as the services want it."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}
        last = self.cleaned_data["last_day"]
        return {**given, "valid_until": last + ONE_DAY if last else None}

    @property
    def row(self) -> Any:
        """The row as it stands in the database; `instance` was changed by the form."""
        return type(self.instance)._default_manager.get(pk=self.instance.pk)

    def save(self, commit: bool = True) -> Dated:  # noqa: ARG002, FBT001, FBT002 (Django's)
        """Record, correct or take back."""
        if self.is_new:
            return self.record(**self.facts())
        if self.cleaned_data["never_was"]:
            return self.retract(self.row)
        return self.correct(self.row, **self.facts())

    def record(self, **facts: Any) -> Dated:
        """Call the service that records."""
        raise NotImplementedError

    def correct(self, row: Any, **facts: Any) -> Dated:
        """Call the service that corrects."""
        raise NotImplementedError

    def retract(self, row: Any) -> Dated:
        """Call the service that takes back; return the row."""
        raise NotImplementedError


class AppointmentForm(DatedForm):
    """Who works where."""

    class Meta:
        model = Appointment
        fields: ClassVar = ["person", "unit", "kind", "function_group", "valid_from"]
        widgets: ClassVar = {"person": PersonChooser, "unit": UnitChooser}

    def record(self, **facts: Any) -> Appointment:
        """Appoint."""
        return appointments.appoint(**facts)

    def correct(self, row: Appointment, **facts: Any) -> Appointment:
        """Correct."""
        return appointments.correct_appointment(appointment=row, **facts)

    def retract(self, row: Appointment) -> Appointment:
        """Take back."""
        appointments.retract_appointment(appointment=row)
        return row


class TransferForm(ServiceForm):
    """Somebody goes on in another unit."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.all(), label=_("New unit"), widget=UnitChooser
    )
    on = DayField(label=_("First day in the new unit"))

    class Meta:
        model = Appointment
        fields: ClassVar = ["kind", "function_group"]

    def save(self, commit: bool = True) -> Appointment:  # noqa: ARG002, FBT001, FBT002
        """Transfer."""
        row = Appointment.objects.get(pk=self.instance.pk)
        return appointments.transfer_person(appointment=row, **self.cleaned_data)


class RoleForm(DatedForm):
    """Who holds which role."""

    class Meta:
        model = RoleAssignment
        fields: ClassVar = ["person", "role", "unit", "valid_from"]
        widgets: ClassVar = {"person": PersonChooser, "unit": UnitChooser}

    def record(self, **facts: Any) -> RoleAssignment:
        """Assign."""
        return roles.assign_role(**facts)

    def correct(self, row: RoleAssignment, **facts: Any) -> RoleAssignment:
        """Correct."""
        return roles.correct_role(assignment=row, **facts)

    def retract(self, row: RoleAssignment) -> RoleAssignment:
        """Take back."""
        roles.retract_role(assignment=row)
        return row


class MandateForm(DatedForm):
    """Who may see which unit."""

    fixed: ClassVar[tuple[str, ...]] = ("holder",)

    class Meta:
        model = Mandate
        fields: ClassVar = ["holder", "unit", "kind", "valid_from"]
        widgets: ClassVar = {"holder": PersonChooser, "unit": UnitChooser}

    def record(self, **facts: Any) -> Mandate:
        """Grant, in the name of whoever is signed in."""
        granted_by = person_of(self.for_user) if self.for_user else None
        return mandates.grant_mandate(**facts, granted_by=granted_by)

    def correct(self, row: Mandate, **facts: Any) -> Mandate:
        """Correct."""
        return mandates.correct_mandate(mandate=row, **facts)

    def retract(self, row: Mandate) -> Mandate:
        """Take back."""
        mandates.retract_mandate(mandate=row)
        return row


class AbsenceForm(DatedForm):
    """Who is away for long; never why."""

    class Meta:
        model = Absence
        fields: ClassVar = ["person", "valid_from"]
        widgets: ClassVar = {"person": PersonChooser}

    def record(self, **facts: Any) -> Absence:
        """Record."""
        return absences.record_absence(**facts)

    def correct(self, row: Absence, **facts: Any) -> Absence:
        """Correct."""
        return absences.correct_absence(absence=row, **facts)

    def retract(self, row: Absence) -> Absence:
        """Take back."""
        absences.retract_absence(absence=row)
        return row
