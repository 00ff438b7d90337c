"""Forms of the admin. Each saves through one service."""

from organisations.forms.base import ServiceForm
from organisations.forms.dated import (
    AbsenceForm,
    AppointmentForm,
    MandateForm,
    RoleForm,
    TransferForm,
)
from organisations.forms.persons import MergeForm, PersonForm
from organisations.forms.units import ChangeUnitForm, NewUnitForm, UnitVersionForm

__all__ = [
    "AbsenceForm",
    "AppointmentForm",
    "ChangeUnitForm",
    "MandateForm",
    "MergeForm",
    "NewUnitForm",
    "PersonForm",
    "RoleForm",
    "ServiceForm",
    "TransferForm",
    "UnitVersionForm",
]
