"""What the address of a team page may say: who, what, which day. Wrong values get a sentence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.models import Requirement
from core import clock

FIRST_DAY = date(2020, 1, 1)

STATUS_CHOICES = [
    ("", _("Everybody")),
    ("open", _("Not finished yet")),
    ("soon", _("Last day within 14 days")),
    ("late", _("Late")),
    ("done", _("Finished")),
]
SORT_CHOICES = [
    ("datum", _("Date")),
    ("-datum", _("Date")),
    ("naam", _("Name")),
    ("-naam", _("Name")),
]


class ReferenceDateForm(forms.Form):
    """The day that the figures speak of; empty means today."""

    peildatum = forms.DateField(
        label=_("Reference date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("This is not a date that we know. Write it as 2026-12-31, for example.")
        },
    )

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        data = data.copy()
        data["peildatum"] = data.get("peildatum") or clock.today().isoformat()
        super().__init__(data, **kwargs)

    def clean_peildatum(self) -> date:
        """Refuse days that have not come yet and days before there was anything to count."""
        day: date = self.cleaned_data["peildatum"]
        if day > clock.today():
            raise ValidationError(_("Choose today or an earlier day: nobody knows the future."))
        if day < FIRST_DAY:
            raise ValidationError(_("There are no figures from before 1 January 2020."))
        return day

    @property
    def day(self) -> date:
        """Return the chosen day, or today when the choice was wrong."""
        day: date = self.cleaned_data.get("peildatum") or clock.today()
        return day


class OrganisationForm(ReferenceDateForm):
    """The figures of a unit: which duty, on which day."""

    def __init__(
        self, data: QueryDict, *, requirements: Iterable[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["onderdeel"] = _choice_of([(row.key, row.title) for row in requirements])


class TeamForm(ReferenceDateForm):
    """The people of a team: who, what is open, in which order."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUS_CHOICES)
    sort = forms.ChoiceField(required=False, choices=SORT_CHOICES, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict, *, requirements: Iterable[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [(row.key, row.title) for row in requirements]
        self.fields["onderdeel"] = _choice_of([("", _("All compulsory parts")), *choices])


def _choice_of(choices: list[tuple[str, str | Promise]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Compulsory part"), required=False, choices=choices)
