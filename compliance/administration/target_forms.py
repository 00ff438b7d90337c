"""Forms with which an officer says what a unit wants to reach, and until when that holds."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance.administration.policies import units_under
from compliance.models import Requirement, Target
from compliance.services.targets import set_target, stop_target
from core import clock
from core.dates import format_date, until_after
from organisations.forms.base import DayField
from organisations.models import Unit, UnitVersion

_MOST_NAMED = 5
_HIGHEST = 100


class TargetForm(forms.Form):
    """A target: where, of what, how much, from when, and who decided it."""

    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=200,
        help_text=gettext_lazy(
            "Name or code. The target also holds for all units below it without one of their own."
        ),
    )
    requirement = forms.ModelChoiceField(
        label=gettext_lazy("Requirement"),
        queryset=Requirement.objects.order_by("title", "pk"),
        to_field_name="key",
    )
    percentage = forms.IntegerField(
        label=gettext_lazy("Target in per cents"),
        help_text=gettext_lazy("How many of every hundred people must have finished."),
        widget=forms.NumberInput(attrs={"min": 1, "max": _HIGHEST}),
    )
    valid_from = DayField(label=gettext_lazy("First day"), initial=clock.today)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Where this was decided, such as a plan or a letter."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_unit(self) -> Unit:
        """Return the one unit of the own part that is meant."""
        words: str = self.cleaned_data["unit"].strip()
        may = units_under(self.user)
        by_code: Unit | None = may.filter(code__iexact=words).first()
        if by_code is not None:
            return by_code
        names = UnitVersion.objects.current().active_on(clock.today()).filter(unit__in=may)
        found = list(_named(names.filter(name__iexact=words)))
        found = found or list(_named(names.filter(name__icontains=words)))
        if not found:
            raise forms.ValidationError(
                _("There is no such unit in your part of the organisation. Check the name or code.")
            )
        if len(found) > 1:
            raise forms.ValidationError(_several(found))
        unit: Unit = found[0].unit
        return unit

    def clean_percentage(self) -> int:
        """Refuse what is no percentage."""
        percentage: int = self.cleaned_data["percentage"]
        if not 1 <= percentage <= _HIGHEST:
            raise forms.ValidationError(_("A target is a percentage from 1 to 100."))
        return percentage

    def clean(self) -> dict[str, Any]:
        """Refuse a day before a target that was recorded for later: that would be lost unseen."""
        data = super().clean() or {}
        unit, duty, start = (data.get(name) for name in ("unit", "requirement", "valid_from"))
        if unit and duty and start and (later := _later(unit, duty, start)):
            self.add_error(
                "valid_from",
                _(
                    "There is a target from %(day)s on already. Choose that day or a later one,"
                    " or end that target first."
                )
                % {"day": format_date(later.valid_from)},
            )
        return data

    def save(self) -> Target:
        """Set the target."""
        return set_target(**self.cleaned_data)


def _named(rows: Any) -> Any:
    return rows.select_related("unit").order_by("name", "unit__code")[: _MOST_NAMED + 1]


def _several(found: list[UnitVersion]) -> str:
    shown = ", ".join(f"{row.name} ({row.unit.code})" for row in found[:_MOST_NAMED])
    if len(found) > _MOST_NAMED:
        return _("Many units are called like that, such as %(units)s. Write the code.") % {
            "units": shown
        }
    return _("More units are called like that: %(units)s. Write the code.") % {"units": shown}


def _later(unit: Unit, requirement: Requirement, day: date) -> Target | None:
    rows = Target.objects.current().filter(unit=unit, requirement=requirement)
    later: Target | None = rows.filter(valid_from__gt=day).order_by("valid_from").first()
    return later


class StopTargetForm(forms.Form):
    """The last day of a target."""

    last_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        initial=clock.today,
        help_text=gettext_lazy(
            "Empty: it was recorded by mistake and never held. What held before does not come back"
            " by itself."
        ),
    )

    def stop(self, target: Target) -> None:
        """Let it end; raises what `stop_target` raises."""
        stop_target(target=target, valid_until=until_after(self.cleaned_data["last_on"]))
