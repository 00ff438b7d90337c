"""What a manager fills in about a team session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.dates import add_years
from organisations.proposing.forms import DayField
from toolbox.enums import Correction, FacilitatorKind, LookBack
from toolbox.forms.agreements import AgreementsForm
from toolbox.models import TeamAgreement, TeamSession
from toolbox.services.agreements import Looked
from toolbox.services.sessions import HeldSession, SessionPlan


class FacilitatorForm(forms.Form):
    """Who leads a session."""

    use_required_attribute = False

    facilitator_kind = forms.ChoiceField(
        label=gettext_lazy("Who leads it?"),
        choices=FacilitatorKind.choices,
        initial=FacilitatorKind.INTERNAL,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who leads the session.")},
    )
    facilitator_name = forms.CharField(
        label=gettext_lazy("Name of who leads it"),
        max_length=120,
        required=False,
    )


class PlanForm(FacilitatorForm):
    """A day for the session; time and place may come later."""

    planned_on = DayField(
        label=gettext_lazy("Day"),
        error_messages={"required": gettext_lazy("Choose a day for the session.")},
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
    )

    @staticmethod
    def from_session(session: TeamSession) -> dict[str, Any]:
        """Return what the form shows of a session."""
        return {name: getattr(session, name) for name in SessionPlan.__slots__}

    def clean_planned_on(self) -> date:
        """Refuse a day that has passed, and one that is a slip of the pen."""
        day: date = self.cleaned_data["planned_on"]
        if day < clock.today():
            raise forms.ValidationError(
                _("This day has passed. Choose today or a later day, or record the session.")
            )
        if day > add_years(clock.today(), 2):
            raise forms.ValidationError(_("This is more than two years ahead. Check the year."))
        return day

    @property
    def plan(self) -> SessionPlan:
        """What the service reads."""
        data = self.cleaned_data
        return SessionPlan(
            planned_on=data["planned_on"],
            starts_at=data["starts_at"],
            place=data["place"].strip(),
            facilitator_kind=FacilitatorKind(data["facilitator_kind"]),
            facilitator_name=data["facilitator_name"].strip(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRow:
    """The fields with which a team looks back on one agreement."""

    number: int
    agreement: TeamAgreement
    result: forms.BoundField
    note: forms.BoundField


class HoldForm(FacilitatorForm, AgreementsForm):
    """The day, who led it, the look back on last time, and what was agreed."""

    held_on = DayField(
        label=gettext_lazy("On which day was the session?"),
        error_messages={"required": gettext_lazy("Fill in on which day the session was.")},
    )

    def __init__(self, *args: Any, before: Sequence[TeamAgreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        for number, _agreement in enumerate(before, start=1):
            self.fields[f"result-{number}"] = forms.ChoiceField(
                label=_("What became of it?"),
                choices=LookBack.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what became of this agreement.")},
            )
            self.fields[f"note-{number}"] = forms.CharField(
                label=_("What did you learn from it?"),
                max_length=300,
                required=False,
            )
        asked = [f"{part}-{n + 1}" for n in range(len(before)) for part in ("result", "note")]
        self.order_fields(["held_on", "facilitator_kind", "facilitator_name", *asked])

    @property
    def look_rows(self) -> Iterator[LookRow]:
        """The agreements of last time, in order."""
        for number, agreement in enumerate(self._before, start=1):
            yield LookRow(
                number=number,
                agreement=agreement,
                result=self[f"result-{number}"],
                note=self[f"note-{number}"],
            )

    @property
    def day_of_session(self) -> date | None:
        """The day that was filled in."""
        return self.cleaned_data.get("held_on")

    def clean_held_on(self) -> date:
        """Refuse a day that has not come, and one that is long ago."""
        return _held_day(self.cleaned_data["held_on"])

    @property
    def held(self) -> HeldSession:
        """What the service reads."""
        data = self.cleaned_data
        return HeldSession(
            held_on=data["held_on"],
            agreements=self.agreements,
            facilitator_kind=FacilitatorKind(data["facilitator_kind"]),
            facilitator_name=data["facilitator_name"].strip(),
            looked_back={
                row.uuid: Looked(
                    result=LookBack(data[f"result-{number}"]), note=data[f"note-{number}"].strip()
                )
                for number, row in enumerate(self._before, start=1)
            },
        )


class CorrectForm(forms.Form):
    """What is not so of a session that was recorded."""

    use_required_attribute = False

    why = forms.ChoiceField(
        label=gettext_lazy("What is not right?"),
        choices=Correction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is not right.")},
    )
    held_on = DayField(
        label=gettext_lazy("The right day"),
        required=False,
        help_text=gettext_lazy("Only when the session was on another day."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the right day when the day was wrong."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("why") == Correction.WRONG_DAY and "held_on" not in self.errors:
            if not cleaned.get("held_on"):
                self.add_error("held_on", _("Fill in on which day the session was."))
            else:
                self._see_day(cleaned["held_on"])
        return cleaned

    def _see_day(self, day: date) -> None:
        try:
            _held_day(day)
        except forms.ValidationError as wrong:
            self.add_error("held_on", wrong)


def _held_day(day: date) -> date:
    today = clock.today()
    if day > today:
        raise forms.ValidationError(
            _("This day has not come yet. Record the session when it was held.")
        )
    if day < today - timedelta(days=730):
        raise forms.ValidationError(_("This is more than two years ago. Check the year."))
    return day
