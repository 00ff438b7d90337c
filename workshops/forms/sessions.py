"""One session: when, where, by whom."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Person
from workshops.forms.fields import (
    TEXT,
    TICK,
    ClockField,
    ColleagueField,
    DayField,
    ZoneField,
    trainer_choices,
)
from workshops.models import Session
from workshops.planning.plans import AMSTERDAM, NewSession


class SessionForm(forms.Form):
    """When and where a session is, and who leads it; `plan` is what the services read."""

    day = DayField(label=gettext_lazy("Day"))
    start = ClockField(label=gettext_lazy("Starts at"))
    end = ClockField(
        label=gettext_lazy("Ends at"),
        help_text=gettext_lazy("Earlier than the start is the next morning."),
    )
    zone = ZoneField(initial=AMSTERDAM)
    place = forms.CharField(
        label=gettext_lazy("Building and address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    room = forms.CharField(
        label=gettext_lazy("Room"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    online_url = forms.URLField(
        label=gettext_lazy("Link of the online meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only participants see it, from one hour before the start."),
        widget=forms.URLInput(attrs=TEXT),
    )
    trainers = forms.MultipleChoiceField(
        label=gettext_lazy("Trainers"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TICK),
    )
    other_trainer = ColleagueField(
        label=gettext_lazy("Another trainer"),
        required=False,
        help_text=gettext_lazy("Work e-mail address of somebody who is not in the list."),
    )

    def __init__(self, *args: Any, own: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = trainer_choices()
        known = {value for value, _name in choices}
        chosen = list(self.initial.get("trainers") or ())
        others = Person.objects.filter(uuid__in={*chosen, str(own.uuid)} - known)
        choices += [(str(one.uuid), one.name) for one in others.order_by("name", "pk")]
        self.fields["trainers"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def from_session(session: Session) -> dict[str, Any]:
        """Return what the form shows for a session that stands."""
        return {
            "day": session.local_start.date(),
            "start": session.local_start.time(),
            "end": session.local_end.time(),
            "zone": session.time_zone,
            "place": session.place,
            "room": session.room,
            "online_url": session.online_url,
            "trainers": [str(row.person.uuid) for row in session.trainers.select_related("person")],
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a place or a link."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["place"] and not cleaned["online_url"]:
            self.add_error("place", _("Fill in a building, or a link of an online meeting."))
        return cleaned

    @property
    def people(self) -> tuple[Person, ...]:
        """Who leads it."""
        data = self.cleaned_data
        people = list(Person.objects.filter(uuid__in=data["trainers"]).order_by("pk"))
        if data["other_trainer"] and data["other_trainer"] not in people:
            people.append(data["other_trainer"])
        return tuple(people)

    @property
    def plan(self) -> NewSession:
        """The session as the services read it."""
        data = self.cleaned_data
        starts_at = datetime.combine(data["day"], data["start"])
        ends_at = datetime.combine(data["day"], data["end"])
        if ends_at <= starts_at:
            ends_at += timedelta(days=1)
        return NewSession(
            starts_at=starts_at,
            ends_at=ends_at,
            zone=data["zone"],
            place=data["place"].strip(),
            room=data["room"].strip(),
            online_url=data["online_url"],
            trainers=self.people,
        )
