"""What a writer fills in, and what who approves it answers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.dates import last_day, until_after
from organisations.models import Unit
from organisations.proposing.models import Approved, Proposal
from organisations.proposing.services import Written

TEXT = {"class": "utrecht-textbox"}
SELECT = {"class": "utrecht-select utrecht-select--html-select"}
AREA = {"class": "utrecht-textarea"}
TICK = {"class": "check"}
LONGEST = 5000


class DayField(forms.DateField):
    """A day, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", **TEXT}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class LocalTextForm(forms.Form):
    """A text for a part of the organisation; the last day is the last on which it holds.

    `main` are the fields above the days, in order; `fixed` those that stay what they are in what
    takes the place of something; `same` what a draft keeps under the name that the form has for it.
    """

    use_required_attribute = False
    main: ClassVar[Sequence[str]] = ("unit", "title", "text")
    fixed: ClassVar[Sequence[str]] = ("unit",)
    same: ClassVar[Sequence[str]] = ("title", "text", "valid_from")

    unit = forms.ChoiceField(
        label=gettext_lazy("For which part of the organisation"),
        help_text=gettext_lazy("It also holds for all teams below."),
        widget=forms.Select(attrs=SELECT),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs=TEXT)
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        help_text=gettext_lazy("Plain words. A list starts with -, bold is **like this**."),
        widget=forms.Textarea(attrs={**AREA, "rows": 8}),
    )
    valid_from = DayField(label=gettext_lazy("First day"))
    last_day = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until you change it."),
    )

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        replaces: Approved | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units)
        for name in self.fixed if replaces is not None else ():
            self.fields[name].disabled = True

    def offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Give a field its choices."""
        field: Any = self.fields[name]
        field.choices = choices

    def offer_with_own(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Give a field its choices, and what it has already, also when nobody may choose that."""
        own = str(self.initial.get(name) or "")
        is_known = not own or own in {choice for choice, _label in choices}
        self.offer(name, choices if is_known else [*choices, (own, own)])

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields above the days."""
        return [self[name] for name in self.main]

    @classmethod
    def from_stored(cls, stored: Proposal) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        return {name: getattr(stored, name) for name in cls.same} | {
            "unit": stored.unit.code,
            "last_day": last_day(stored.valid_until),
        }

    @classmethod
    def from_approved(cls, approved: Approved) -> dict[str, Any]:
        """Return what the form shows for what takes the place of something."""
        same = [name for name in cls.same if name not in {"text", "valid_from"}]
        return {name: getattr(approved, name) for name in same} | {
            "unit": approved.unit.code,
            "valid_from": clock.today(),
        }

    def clean_valid_from(self) -> date:
        """Refuse a day that has passed."""
        day: date = self.cleaned_data["valid_from"]
        if day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        """See that it does not end before it starts."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first day."))
        return cleaned

    def shared(self) -> dict[str, Any]:
        """Return what every kind of text has, as the service reads it."""
        data = self.cleaned_data
        return {
            "unit": Unit.objects.get(code=data["unit"]),
            "title": data["title"],
            "text": data["text"],
            "valid_from": data["valid_from"],
            "valid_until": until_after(data["last_day"]),
        }

    @property
    def written(self) -> Written:
        """What the service reads."""
        return Written(**self.shared())


class SendBackForm(forms.Form):
    """What the proposer has to change."""

    use_required_attribute = False

    comment = forms.CharField(
        label=gettext_lazy("What has to change?"),
        max_length=1000,
        help_text=gettext_lazy("Whoever proposed it reads this."),
        widget=forms.Textarea(attrs={**AREA, "rows": 5}),
    )


class EndForm(forms.Form):
    """The last day on which a text still holds."""

    use_required_attribute = False

    last_day = DayField(label=gettext_lazy("Last day"))

    def clean_last_day(self) -> date:
        """Refuse a day so early that it would change what people read already."""
        day: date = self.cleaned_data["last_day"]
        if day < clock.today() - timedelta(days=1):
            raise forms.ValidationError(_("Choose yesterday or a later day."))
        return day

    @property
    def first_day_without(self) -> date:
        """The day after the last."""
        return self.cleaned_data["last_day"] + timedelta(days=1)  # type: ignore[no-any-return]
