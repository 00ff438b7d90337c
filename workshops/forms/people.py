"""Participants that a trainer arranges, places for a team, and what a manager asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from organisations.models import Unit
from workshops.enums import Language, Region
from workshops.forms.fields import (
    NUMBER,
    SELECT,
    TICK,
    ColleagueField,
    DayField,
    UnitField,
)
from workshops.models import WorkshopType


class BookForm(forms.Form):
    """Somebody for whom the trainer books."""

    person = ColleagueField(label=gettext_lazy("Work e-mail address"))


class KeepForm(forms.Form):
    """Places that are kept for a team, up to and including a day."""

    unit = UnitField(
        label=gettext_lazy("For the team"), help_text=gettext_lazy("Code or name of the team.")
    )
    places = forms.IntegerField(
        label=gettext_lazy("Number of places"),
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    until = DayField(
        label=gettext_lazy("Keep them until and including"),
        help_text=gettext_lazy("After that the places are for everybody."),
    )


class RequestForm(forms.Form):
    """A workshop for one's team: logistics only, there is no room for what goes on in it."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Workshop"),
        queryset=WorkshopType.objects.none(),
        empty_label=gettext_lazy("Choose a workshop"),
        to_field_name="key",
        widget=forms.Select(attrs=SELECT),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Team"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
    )
    participants = forms.IntegerField(
        label=gettext_lazy("Number of participants"),
        min_value=1,
        max_value=1000,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    from_on = DayField(label=gettext_lazy("Not before"))
    until_on = DayField(label=gettext_lazy("Not after"))
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=Region.choices, widget=forms.Select(attrs=SELECT)
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, widget=forms.Select(attrs=SELECT)
    )
    wants_outside_trainer = forms.BooleanField(
        label=gettext_lazy("Led by somebody from outside the organisation"),
        required=False,
        help_text=gettext_lazy(
            "Choose this when the team would speak more freely with somebody independent."
        ),
        widget=forms.CheckboxInput(attrs=TICK),
    )

    def __init__(self, *args: Any, teams: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.queryset = WorkshopType.objects.offered().filter(is_confidential=False)
        kinds.queryset = kinds.queryset.order_by("title", "pk")
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(pk__in=teams).order_by("pk")
        units.label_from_instance = lambda unit: teams[unit.pk]
