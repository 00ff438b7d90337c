"""What can be chosen around reports and snapshots. Wrong values get a sentence."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.forms import FIRST_DAY, ReferenceDateForm
from compliance.models import Snapshot
from core import clock
from core.dates import format_date

_DAY = timedelta(days=1)
QUARTERS = 9
"""How many quarters can be chosen: the last two years and the present one."""


def last_year_end(today: date) -> date:
    """Return the last 31 December that is over."""
    return date(today.year - 1, 12, 31)


def quarter_ends(today: date) -> list[date]:
    """Return the last days of the quarters that are over, the newest first."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    ends: list[date] = []
    while len(ends) < QUARTERS and first - _DAY > FIRST_DAY:
        end = first - _DAY
        ends.append(end)
        first = date(end.year, end.month - 2, 1)
    return ends


class QuarterForm(ReferenceDateForm):
    """A quarter that is over; empty means the last one."""

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        self.ends = quarter_ends(clock.today())
        data = data.copy()
        data["peildatum"] = data.get("peildatum") or self.ends[0].isoformat()
        super().__init__(data, **kwargs)
        self.fields["peildatum"] = forms.TypedChoiceField(
            label=_("Quarter"),
            choices=[(end.isoformat(), _quarter_name(end)) for end in self.ends],
            coerce=date.fromisoformat,
            error_messages={"invalid_choice": _("Choose one of the quarters in the list.")},
        )

    @property
    def day(self) -> date:
        """Return the last day of the quarter, or of the last one when the choice was wrong."""
        day: date = self.cleaned_data.get("peildatum") or self.ends[0]
        return day


def _quarter_name(end: date) -> str:
    return _("%(year)s, quarter %(number)s (up to and including %(day)s)") % {
        "year": end.year,
        "number": end.month // 3,
        "day": format_date(end),
    }


class TakeForm(forms.Form):
    """The day of a new snapshot."""

    peildatum = forms.DateField(
        label=gettext_lazy("Reference date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day of which the figures must be frozen."),
            "invalid": gettext_lazy(
                "This is not a date that we know. Write it as 2026-12-31, for example."
            ),
        },
    )


class CorrectForm(forms.Form):
    """Why a snapshot is wrong."""

    reden = forms.CharField(
        label=gettext_lazy("Why must it be corrected?"),
        help_text=gettext_lazy("Everybody who sees the snapshot reads this. Write no names."),
        max_length=500,
        error_messages={
            "required": gettext_lazy(
                "Write down why this snapshot must be corrected, so that others understand it."
            )
        },
    )


class CompareForm(forms.Form):
    """The other snapshot."""

    met = forms.ModelChoiceField(
        label=gettext_lazy("Compare with"), queryset=Snapshot.objects.none(), to_field_name="uuid"
    )

    def __init__(self, data: QueryDict | None, *, snapshot: Snapshot, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        others = Snapshot.objects.exclude(pk=snapshot.pk).order_by("-reference_date", "-taken_at")
        field = self.fields["met"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = others
            field.label_from_instance = _snapshot_name  # type: ignore[assignment,method-assign]


def _snapshot_name(snapshot: Snapshot) -> str:
    return _("%(day)s, taken on %(taken)s") % {
        "day": format_date(snapshot.reference_date),
        "taken": format_date(clock.business_date(snapshot.taken_at)),
    }
