"""Fields that several forms share: days, times, places on the clock, units and people."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from organisations.enums import RoleKind
from organisations.models import Person, RoleAssignment, Unit, UnitVersion
from organisations.services.persons import person_with_address

TEXT = {"class": "utrecht-textbox"}
SELECT = {"class": "utrecht-select utrecht-select--html-select"}
RADIO = {"class": "utrecht-radio-button utrecht-radio-button--html-input"}
TICK = {"class": "check"}
NUMBER = {"class": "utrecht-textbox number-input", "min": 1, "inputmode": "numeric"}
_NEAR = (
    ("Europe/Amsterdam", gettext_lazy("The Netherlands")),
    ("America/Kralendijk", gettext_lazy("Bonaire, Saba and Statia")),
)
_MOST_NAMED = 5


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", **TEXT}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class ClockField(forms.TimeField):
    """A time on the clock, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time", **TEXT}, format="%H:%M")
        super().__init__(widget=widget, **kwargs)


class ZoneField(forms.ChoiceField):
    """The clock of the place where it is; the usual ones first."""

    def __init__(self, **kwargs: Any) -> None:
        known = {name for name, _label in _NEAR}
        others = [
            (name, name.replace("_", " "))
            for name in sorted(available_timezones())
            if "/" in name and name not in known and not name.startswith(("Etc/", "SystemV/"))
        ]
        choices = [*_NEAR, (gettext_lazy("Elsewhere in the world"), others)]
        kwargs.setdefault("label", gettext_lazy("On the clock of"))
        super().__init__(choices=choices, widget=forms.Select(attrs=SELECT), **kwargs)


class UnitField(forms.CharField):
    """A unit by its code or its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=forms.TextInput(attrs=TEXT), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the one unit that is meant, or None when nothing was asked."""
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = Unit.objects.filter(code__iexact=words).first()
        return found or _by_name(words)


def _by_name(words: str) -> Unit:
    rows = UnitVersion.objects.current().active_on(clock.today()).filter(name__iexact=words)
    found = list(rows.select_related("unit").order_by("pk")[: _MOST_NAMED + 1])
    if not found:
        text = _("There is no unit called “%(words)s”. Check the name or use the code.")
        raise ValidationError(text % {"words": words})
    if len(found) > 1:
        codes = ", ".join(row.unit.code for row in found[:_MOST_NAMED])
        text = _("Several units are called “%(words)s”. Use a code: %(codes)s.")
        raise ValidationError(text % {"words": words, "codes": codes})
    unit: Unit = found[0].unit
    return unit


class ColleagueField(forms.EmailField):
    """Somebody by their work address: whoever fills it in must know it already."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={**TEXT, "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the person, or None when nothing was filled in."""
        address = super().clean(value)
        if not address:
            return None
        person = person_with_address(address)
        if person is None:
            raise ValidationError(
                _("Nobody has exactly this address. Check it, or ask the person.")
            )
        return person


def trainer_choices() -> list[tuple[str, str]]:
    """Return everybody who is a trainer today, by name."""
    roles = RoleAssignment.objects.current().active_on(clock.today())
    holders = roles.filter(role=RoleKind.TRAINER).values("person")
    people = Person.objects.filter(pk__in=holders, erased_at__isnull=True)
    rows = people.order_by("sort_name", "name", "pk").values_list("uuid", "name")
    return [(str(uuid), name) for uuid, name in rows]


def start_of(day: date | None, zone: str) -> datetime | None:
    """Return the first moment of a day."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)) if day else None


def end_of(day: date | None, zone: str) -> datetime | None:
    """Return the moment at which a day is over."""
    return start_of(day + timedelta(days=1), zone) if day else None


def last_day_of(moment: datetime | None, zone: str) -> date | None:
    """Return the last day before a moment: what `end_of` was made from."""
    if moment is None:
        return None
    return (moment.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()


def first_day_of(moment: datetime | None, zone: str) -> date | None:
    """Return the day of a moment: what `start_of` was made from."""
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None
