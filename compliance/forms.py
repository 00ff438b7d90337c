"""What the address of a team page may say: who, what, which day. Wrong values get a sentence."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.models import Requirement
from core import clock
from organisations.enums import AppointmentKind

FIRST_DAY = date(2020, 1, 1)

STATUS_CHOICES = [
    ("", _("Everybody")),
    ("open", _("Not finished yet")),
    ("soon", _("Last day within 14 days")),
    ("late", _("Late")),
    ("done", _("Finished")),
    ("newcomer", _("New, still in term")),
    ("exempt", _("Exempt")),
    ("paused", _("Postponed")),
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
        return _counted_day(self.cleaned_data["peildatum"], clock.today())

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


class WhyForm(forms.Form):
    """Which day "Waarom?" is about, which round, and what was known when; empty means now."""

    op = forms.DateField(
        label=_("Reference date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("This is not a date that we know. Write it as 2026-12-31, for example.")
        },
    )
    ronde = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    bekend = forms.DateTimeField(
        label=_("As known at"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _("This is not a moment that we know. Write it as 2026-12-31T14:00.")
        },
    )

    def __init__(self, data: QueryDict, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today or clock.today()

    def clean_op(self) -> date | None:
        """Refuse days that have not come yet and days before there was anything to count."""
        day: date | None = self.cleaned_data["op"]
        return day and _counted_day(day, self.today)

    def clean_bekend(self) -> datetime | None:
        """Refuse a moment that has not come yet."""
        known_at: datetime | None = self.cleaned_data["bekend"]
        if known_at and known_at > clock.now():
            raise ValidationError(_("Choose today or an earlier day: nobody knows the future."))
        return known_at

    @property
    def day(self) -> date:
        """Return the chosen day, or today when there was no choice or a wrong one."""
        day: date = self.cleaned_data.get("op") or self.today
        return day

    @property
    def known_at(self) -> datetime | None:
        """Return the moment of which the knowledge counts; None is now."""
        moment: datetime | None = self.cleaned_data.get("bekend")
        return moment

    @property
    def is_today(self) -> bool:
        """Whether the answer is about now."""
        return self.day == self.today and self.known_at is None


def _counted_day(day: date, today: date) -> date:
    if day > today:
        raise ValidationError(_("Choose today or an earlier day: nobody knows the future."))
    if day < FIRST_DAY:
        raise ValidationError(_("There are no figures from before 1 January 2020."))
    return day


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


class PersonsForm(ReferenceDateForm):
    """Everybody below a unit: who, as what, where they stand."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUS_CHOICES)
    soort = forms.ChoiceField(
        label=_("Works here as"),
        required=False,
        choices=[("", _("Everybody")), *AppointmentKind.choices],
    )

    def __init__(
        self, data: QueryDict, *, requirements: Iterable[Requirement], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        choices = [(row.key, row.title) for row in requirements]
        self.fields["onderdeel"] = _choice_of([("", _("All compulsory parts")), *choices])


def _choice_of(choices: list[tuple[str, str | Promise]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Compulsory part"), required=False, choices=choices)
