"""The form of an action: what, who, where it comes from, when, and what came of it."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.enums import ImprovementPhase
from compliance.improving.changing import ActionContent
from compliance.models import ImprovementAction
from core import clock

_MAIL = re.compile(r"\S+@\S+\.\S+")
_NO_DATE = gettext_lazy("This is not a date that we know. Write it as 2026-12-31, for example.")


def _day(label: Any, *, required: bool, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NO_DATE, **options.pop("errors", {})},
        **options,
    )


class ActionForm(forms.Form):
    """A new action. The words are read by many: no names of people it is about."""

    actie = forms.CharField(
        label=gettext_lazy("What do we do?"),
        max_length=500,
        widget=forms.Textarea(attrs={"class": "utrecht-textarea", "rows": 3}),
        help_text=gettext_lazy(
            "Write no names and nothing that points at a person or a case. Whoever sees the figures"
            " of this unit reads this too."
        ),
        error_messages={"required": gettext_lazy("Write down what you are going to do.")},
    )
    stap = forms.ChoiceField(
        label=gettext_lazy("Step"),
        choices=ImprovementPhase.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the four steps.")},
    )
    wie = forms.CharField(
        label=gettext_lazy("Who sees to it?"),
        max_length=200,
        help_text=gettext_lazy("Preferably a function or a group, such as: head of P&O."),
        error_messages={"required": gettext_lazy("Write down who sees to this action.")},
    )
    bron = forms.CharField(
        label=gettext_lazy("Where does it come from?"),
        max_length=200,
        help_text=gettext_lazy(
            "For example: RI&E 2026, advice of the works council, evaluation of the workshops."
        ),
        error_messages={"required": gettext_lazy("Write down where this action comes from.")},
    )
    klaar_op = _day(
        gettext_lazy("When must it be ready?"),
        required=True,
        errors={"required": gettext_lazy("Choose the day on which this must be ready.")},
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_actie(self) -> str:
        """Refuse an address of a person."""
        return _without_address(self.cleaned_data["actie"])

    def clean_klaar_op(self) -> date:
        """Refuse a day that lies in another time than the page."""
        due_on: date = self.cleaned_data["klaar_op"]
        if not self.year <= due_on.year <= self.year + 1:
            raise ValidationError(
                _("Choose a day in %(year)s or %(next)s.")
                % {"year": self.year, "next": self.year + 1}
            )
        return due_on

    @property
    def content(self) -> ActionContent:
        """What was filled in."""
        data = self.cleaned_data
        return ActionContent(
            phase=data["stap"],
            text=data["actie"],
            owner=data["wie"],
            source=data["bron"],
            due_on=data["klaar_op"],
            done_on=data.get("gereed_op"),
            dropped_on=data.get("vervallen_op"),
            outcome=data.get("uitkomst", ""),
        )


class ChangeForm(ActionForm):
    """An action that is there: the same, and how it ended. `versie` is what the form is about."""

    gereed_op = _day(gettext_lazy("Done on"), required=False)
    vervallen_op = _day(
        gettext_lazy("Dropped on"),
        required=False,
        help_text=gettext_lazy("When you are not going to do it. Then write down why, below."),
    )
    uitkomst = forms.CharField(
        label=gettext_lazy("What came of it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "utrecht-textarea", "rows": 3}),
        help_text=gettext_lazy("Here too: no names, nothing about a person or a case."),
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def clean_uitkomst(self) -> str:
        """Refuse an address of a person."""
        return _without_address(self.cleaned_data["uitkomst"])

    def clean_gereed_op(self) -> date | None:
        """Refuse a day that has not come yet."""
        return _not_to_come(self.cleaned_data["gereed_op"])

    def clean_vervallen_op(self) -> date | None:
        """Refuse a day that has not come yet."""
        return _not_to_come(self.cleaned_data["vervallen_op"])

    def clean(self) -> dict[str, Any]:
        """Refuse both ends at once, and dropping without a reason."""
        data = super().clean() or {}
        if data.get("gereed_op") and data.get("vervallen_op"):
            self.add_error(
                "vervallen_op", _("An action is done or dropped, not both. Empty one of the two.")
            )
        if data.get("vervallen_op") and "uitkomst" in data and not data["uitkomst"]:
            self.add_error("uitkomst", _("Write down why this action is dropped."))
        return data


def initial_of(action: ImprovementAction) -> dict[str, Any]:
    """Return what a form about an action starts with."""
    return {
        "actie": action.text,
        "stap": action.phase,
        "wie": action.owner,
        "bron": action.source,
        "klaar_op": action.due_on,
        "gereed_op": action.done_on,
        "vervallen_op": action.dropped_on,
        "uitkomst": action.outcome,
        "versie": action.pk,
    }


def _without_address(text: str) -> str:
    if _MAIL.search(text):
        raise ValidationError(
            _("There is an e-mail address in this text. Take it out: write no names of people.")
        )
    return text


def _not_to_come(day: date | None) -> date | None:
    if day is not None and day > clock.today():
        raise ValidationError(_("Choose today or an earlier day."))
    return day
