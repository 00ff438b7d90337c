"""The fields of the form of a proposal, each with what it accepts."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy

from compliance.enums import CycleKind, Subject
from organisations.enums import AppointmentKind, RoleKind, UnitKind

_MONTHS = [(number, name) for number, name in MONTHS.items()]


class Codes(forms.MultipleChoiceField):
    """Codes of units; the form asks whether somebody may choose them."""

    def valid_value(self, value: str) -> bool:
        """Take any text: the units are looked up together."""
        return bool(value)


class Boxes(forms.MultipleChoiceField):
    """A list in which every choice is a box."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Days(forms.IntegerField):
    """A number of days that fits in a year."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=366, **kwargs)


class Day(forms.DateField):
    """A date, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class RuleFields(forms.Form):
    """Every part of a rule as a field."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Stays the same for ever. Leave it empty to use the title."),
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Who has the duty?"), choices=Subject, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Why this rule, or why this change?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Whoever judges the proposal reads this, and later an auditor."),
    )
    units = Codes(label=gettext_lazy("Units"), required=False)
    exclude_units = Codes(label=gettext_lazy("Not these units"), required=False)
    kinds = Boxes(label=gettext_lazy("Kinds of appointment"), choices=AppointmentKind)
    exclude_kinds = Boxes(label=gettext_lazy("Not these kinds"), choices=AppointmentKind)
    roles = Boxes(label=gettext_lazy("Roles"), choices=RoleKind)
    exclude_roles = Boxes(label=gettext_lazy("Not these roles"), choices=RoleKind)
    function_groups = Boxes(label=gettext_lazy("Function groups"))
    exclude_function_groups = Boxes(label=gettext_lazy("Not these function groups"))
    min_contract_days = Days(
        label=gettext_lazy("Only with a contract of more than this many days"),
        required=False,
        help_text=gettext_lazy("Leave it empty when every contract counts."),
    )
    min_contract_kinds = Boxes(
        label=gettext_lazy("That asks for the length of the contract of"), choices=AppointmentKind
    )
    started_from = Day(label=gettext_lazy("Started here from"), required=False)
    started_last = Day(
        label=gettext_lazy("Started here up to and including"),
        required=False,
        help_text=gettext_lazy("A transfer inside the organisation is no new start."),
    )
    team_kinds = Boxes(label=gettext_lazy("Which units are a team?"), choices=UnitKind)
    activities = Boxes(label=gettext_lazy("Activities"))
    needed = forms.IntegerField(
        label=gettext_lazy("How many of these?"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=gettext_lazy("Leave it empty when all are needed."),
    )
    not_same_as_last = forms.BooleanField(
        label=gettext_lazy("What counted last time does not count this time"), required=False
    )
    cycle_kind = forms.ChoiceField(
        label=gettext_lazy("How often?"), choices=CycleKind, widget=forms.RadioSelect
    )
    start_month = forms.TypedChoiceField(
        label=gettext_lazy("First month of the year"), choices=_MONTHS, coerce=int
    )
    due_day = forms.IntegerField(label=gettext_lazy("Due on day"), min_value=1, max_value=31)
    due_month = forms.TypedChoiceField(
        label=gettext_lazy("of the month"), choices=_MONTHS, coerce=int
    )
    sitting_due_on = Day(label=gettext_lazy("Due date for who already works here"), required=False)
    due_days = Days(label=gettext_lazy("Days after the new edition"))
    newcomer_days = Days(
        label=gettext_lazy("Days for newcomers"),
        help_text=gettext_lazy("BIO2 6.03.02: within three months."),
    )
    grace_days = Days(label=gettext_lazy("Days of grace"))
    valid_from = Day(label=gettext_lazy("First day of this rule"))
    valid_last = Day(
        label=gettext_lazy("Last day of this rule"),
        required=False,
        help_text=gettext_lazy("Leave it empty when it has no end."),
    )
