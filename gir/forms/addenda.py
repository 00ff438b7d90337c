"""What a local editor fills in, and what who approves it answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.dates import last_day, until_after
from gir.models import Addendum, AddendumProposal
from gir.services.addenda import AddendumText
from organisations.models import Unit

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


class AddendumForm(forms.Form):
    """An addendum; the last day is the last on which it holds."""

    use_required_attribute = False

    unit = forms.ChoiceField(
        label=gettext_lazy("For which part of the organisation"),
        help_text=gettext_lazy("It also holds for all teams below."),
        widget=forms.Select(attrs=SELECT),
    )
    article_key = forms.ChoiceField(
        label=gettext_lazy("With which article"), widget=forms.Select(attrs=SELECT)
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
    is_stricter = forms.BooleanField(
        label=gettext_lazy("This is stricter than the code"),
        required=False,
        help_text=gettext_lazy("Then it stands on top. The text of the code always stays visible."),
        widget=forms.CheckboxInput(attrs=TICK),
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
        articles: list[tuple[str, str]],
        replaces: Addendum | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        article: Any = self.fields["article_key"]
        unit.choices = units
        key = self.initial.get("article_key")
        known = {choice for choice, _name in articles}
        article.choices = articles if not key or key in known else [*articles, (key, key)]
        if replaces is not None:
            unit.disabled = article.disabled = True

    @staticmethod
    def from_stored(stored: AddendumProposal) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        same = ("article_key", "title", "text", "is_stricter", "valid_from")
        return {name: getattr(stored, name) for name in same} | {
            "unit": stored.unit.code,
            "last_day": last_day(stored.valid_until),
        }

    @staticmethod
    def from_addendum(addendum: Addendum) -> dict[str, Any]:
        """Return what the form shows for what takes the place of an addendum."""
        return {
            "unit": addendum.unit.code,
            "article_key": addendum.article_key,
            "title": addendum.title,
            "is_stricter": addendum.is_stricter,
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

    @property
    def written(self) -> AddendumText:
        """What the service reads."""
        data = self.cleaned_data
        return AddendumText(
            unit=Unit.objects.get(code=data["unit"]),
            article_key=data["article_key"],
            title=data["title"],
            text=data["text"],
            is_stricter=data["is_stricter"],
            valid_from=data["valid_from"],
            valid_until=until_after(data["last_day"]),
        )


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
    """The last day on which an addendum still holds."""

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
