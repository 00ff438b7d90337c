"""The form with which somebody sets when people are reminded of a requirement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.errors import AgreementMissing, RefusedChange, WrongDays
from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days
from compliance.reminders.days import FURTHEST
from compliance.services.reminder_rules import set_reminder_rule
from organisations.models import Person

_FIELD_OF: dict[type[Exception], str] = {WrongDays: "days", AgreementMissing: "agreed_in"}


class DaysField(forms.CharField):
    """Whole numbers with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Show a list as text."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the numbers."""
        text = super().clean(value) or ""
        try:
            return [int(part) for part in text.replace(";", ",").split(",") if part.strip()]
        except ValueError:
            raise forms.ValidationError(
                _("Write whole numbers with commas between them."), code="invalid"
            ) from None


class ReminderForm(forms.Form):
    """When people are reminded, and whether the manager above a team hears of it."""

    days = DaysField(
        label=gettext_lazy("Days from the due date"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Numbers with commas: -30 is thirty days before, 1 is the day after."
            " Empty: no reminders."
        ),
    )
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Days until the manager above a team hears how many are late"),
        required=False,
        min_value=1,
        max_value=FURTHEST,
        help_text=gettext_lazy("Empty: never. They see a number and no names."),
    )
    agreed_in = forms.CharField(
        label=gettext_lazy("Where this term was agreed"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only needed when the manager above a team hears of it."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, rule: ReminderRule | None) -> None:
        super().__init__(
            data,
            initial={
                "days": rule.days if rule else default_days(),
                "escalate_after": rule.escalate_after if rule else None,
                "agreed_in": rule.agreed_in if rule else "",
                "based_on": rule.number if rule else 0,
            },
        )

    def save(self, *, requirement: Requirement, by: Person) -> bool:
        """Set the rule; False when it cannot be, said at the field."""
        try:
            set_reminder_rule(requirement=requirement, by=by, **self.cleaned_data)
        except RefusedChange as refused:
            self.add_error(_FIELD_OF.get(type(refused)), str(refused))
            return False
        return True
