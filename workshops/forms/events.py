"""An event: for whom, how many, until when one can book; and what may happen to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core import clock
from organisations.models import Unit
from organisations.reports import unit_names
from workshops.enums import Language, Region
from workshops.forms.fields import (
    NUMBER,
    SELECT,
    TEXT,
    DayField,
    UnitField,
    end_of,
    first_day_of,
    last_day_of,
    start_of,
)
from workshops.models import Event, WorkshopType
from workshops.planning.cancelling import LONGEST_REASON
from workshops.planning.notes import LONGEST
from workshops.planning.plans import AMSTERDAM, EventChanges


class EventForm(forms.Form):
    """What an event says apart from its sessions; days are whole days, the last included."""

    subtitle = forms.CharField(
        label=gettext_lazy("Addition to the title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=Region.choices, widget=forms.Select(attrs=SELECT)
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, widget=forms.Select(attrs=SELECT)
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("Smallest group"),
        min_value=1,
        max_value=30_000,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    maximum = forms.IntegerField(
        label=gettext_lazy("Largest group"),
        min_value=1,
        max_value=30_000,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    opens_on = DayField(label=gettext_lazy("Registration opens"), required=False)
    closes_on = DayField(
        label=gettext_lazy("Last day to register"),
        required=False,
        help_text=gettext_lazy("Empty: until the start."),
    )
    cancel_on = DayField(
        label=gettext_lazy("Last day to cancel"),
        required=False,
        help_text=gettext_lazy("After that somebody asks the trainer. Empty: until the start."),
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("Hours to take a place that came free"),
        min_value=0,
        max_value=720,
        help_text=gettext_lazy("For who is on the waiting list. 0 books them at once."),
        widget=forms.NumberInput(attrs={**NUMBER, "min": 0}),
    )
    required_sessions = forms.IntegerField(
        label=gettext_lazy("Sessions to attend at least"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=gettext_lazy("Empty: all of them."),
        widget=forms.NumberInput(attrs=NUMBER),
    )

    def __init__(self, *args: Any, zone: str = AMSTERDAM, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    @staticmethod
    def from_type(kind: WorkshopType) -> dict[str, Any]:
        """Return what a new event of a kind starts with."""
        return {
            "language": Language.DUTCH,
            "minimum": kind.minimum,
            "maximum": kind.maximum,
            "offer_hours": 48,
            "required_sessions": kind.required_sessions,
        }

    @staticmethod
    def from_event(event: Event, zone: str) -> dict[str, Any]:
        """Return what the form shows for an event that stands."""
        same = ("subtitle", "region", "language", "minimum", "maximum", "offer_hours")
        return {name: getattr(event, name) for name in same} | {
            "required_sessions": event.required_sessions,
            "opens_on": first_day_of(event.opens_at, zone),
            "closes_on": last_day_of(event.closes_at, zone),
            "cancel_on": last_day_of(event.cancel_until, zone),
        }

    @property
    def changes(self) -> EventChanges:
        """What the services read."""
        data = self.cleaned_data
        return EventChanges(
            region=data["region"],
            language=data["language"],
            subtitle=data["subtitle"],
            minimum=data["minimum"],
            maximum=data["maximum"],
            required_sessions=data["required_sessions"],
            opens_at=start_of(data["opens_on"], self.zone),
            closes_at=end_of(data["closes_on"], self.zone),
            cancel_until=end_of(data["cancel_on"], self.zone),
            offer_hours=data["offer_hours"],
        )


class PlaceForm(forms.Form):
    """Who organises a new event, for whom, and how often it meets."""

    organiser = forms.ModelChoiceField(
        label=gettext_lazy("Organised by"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.Select(attrs=SELECT),
    )
    for_unit = UnitField(
        label=gettext_lazy("Only for"),
        required=False,
        help_text=gettext_lazy("Code or name of a unit. Empty: for everybody."),
    )
    times = forms.IntegerField(
        label=gettext_lazy("Number of sessions"),
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs=NUMBER),
        help_text=gettext_lazy(
            "The same group each time. You can change each session before you publish."
        ),
    )
    every = forms.IntegerField(
        label=gettext_lazy("Days between sessions"),
        min_value=1,
        max_value=180,
        widget=forms.NumberInput(attrs=NUMBER),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organiser"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("pk")
        names = unit_names([unit.pk for unit in units], clock.today())
        field.label_from_instance = lambda unit: (
            names[unit.pk].name if unit.pk in names else unit.code
        )


class CancelForm(forms.Form):
    """Why a workshop does not take place; everybody who comes reads this."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it cancelled?"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy(
            "Everybody with a place reads this. Write nothing about who is ill or why."
        ),
        widget=forms.TextInput(attrs=TEXT),
    )


class NoteForm(forms.Form):
    """Something that participants must know."""

    text = forms.CharField(
        label=gettext_lazy("Note to participants"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "What to bring, where to park. It is mailed at once, and stands on the page."
        ),
        widget=forms.Textarea(attrs={"class": "utrecht-textarea", "rows": 5}),
    )


class AgainForm(forms.Form):
    """From which day on the same workshop is planned again."""

    starts_on = DayField(label=gettext_lazy("First day"))

    @property
    def day(self) -> date:
        """The day that was chosen."""
        day: date = self.cleaned_data["starts_on"]
        return day
