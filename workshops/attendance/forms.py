"""What participants and trainers fill in about attendance."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops.attendance.codes import LENGTH
from workshops.enums import Mark

_RADIO = "utrecht-radio-button utrecht-radio-button--html-input"
_TEXT = "utrecht-textbox"


class CodeForm(forms.Form):
    """The code of the day, as it was read from a screen in the room."""

    code = forms.CharField(
        label=gettext_lazy("Code of the day"),
        max_length=LENGTH * 2,
        help_text=gettext_lazy("The trainer shows it in the room: six letters and digits."),
        widget=forms.TextInput(
            attrs={
                "class": f"{_TEXT} code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class ClosingForm(forms.Form):
    """What it means when there is no mark; asked only when some are missing."""

    unmarked = forms.ChoiceField(
        label=gettext_lazy("Who has no mark was"),
        required=False,
        choices=[(Mark.ABSENT, Mark.ABSENT.label), (Mark.PRESENT, Mark.PRESENT.label)],
        widget=forms.RadioSelect(attrs={"class": _RADIO}),
    )

    @property
    def chosen(self) -> Mark | None:
        """What was chosen, if anything."""
        value = self.cleaned_data.get("unmarked")
        return Mark(value) if value else None


class CorrectionForm(forms.Form):
    """One mark, set right after the list was closed."""

    mark = forms.ChoiceField(
        label=gettext_lazy("How it was"),
        choices=Mark.choices,
        widget=forms.RadioSelect(attrs={"class": _RADIO}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you correct this?"),
        max_length=200,
        help_text=gettext_lazy("A few words, such as “stood on the paper list”. Nothing personal."),
        widget=forms.TextInput(attrs={"class": _TEXT}),
    )


class WalkInForm(forms.Form):
    """Somebody at the door."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": _TEXT, "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Work e-mail address"),
        required=False,
        help_text=gettext_lazy(
            "With an address that Kompas knows, it counts for this person. Without it they are a "
            "guest, and get no proof."
        ),
        widget=forms.EmailInput(attrs={"class": _TEXT, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("name") and not cleaned.get("email"):
            self.add_error("name", _("Fill in a name or an address."))
        return cleaned
