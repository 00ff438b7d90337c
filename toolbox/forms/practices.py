"""What somebody fills in to share a good practice, and what who judges it answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organisations.models import Unit
from toolbox.enums import Audience, TeamTrait, Theme
from toolbox.models import GoodPractice
from toolbox.services.practices import PracticeText

LONGEST = 4000
_LISTS = ("themes", "audiences", "traits")
_SAME = (
    "title",
    "problem",
    "action",
    "result",
    "tips",
    *_LISTS,
    "has_consent",
    "is_anonymous",
    "shows_name",
)


def _area(label: Any, *, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _ticks(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **options
    )


class PracticeForm(forms.Form):
    """A good practice in the words of who did it."""

    use_required_attribute = False

    unit = forms.ChoiceField(
        label=gettext_lazy("Where does this come from?"),
        help_text=gettext_lazy("Your own team, or a part of the organisation above it."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("Say in a few words what you did."),
    )
    problem = _area(gettext_lazy("What was the problem?"))
    action = _area(gettext_lazy("What did you do?"))
    result = _area(gettext_lazy("What did it give?"))
    tips = _area(gettext_lazy("Tips for others"), rows=3, required=False)
    themes = _ticks(
        gettext_lazy("What is it about?"),
        Theme.choices,
        error_messages={"required": gettext_lazy("Choose at least one subject.")},
    )
    audiences = _ticks(
        gettext_lazy("For whom is it?"),
        Audience.choices,
        error_messages={"required": gettext_lazy("Choose at least one group.")},
    )
    traits = _ticks(gettext_lazy("It fits a team that says:"), TeamTrait.choices, required=False)
    has_consent = forms.BooleanField(
        label=gettext_lazy("The people whom this is about agree that we share it."),
        required=False,
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("There are no names or recognisable situations in it."),
        required=False,
    )
    shows_name = forms.BooleanField(
        label=gettext_lazy("My name may be shown with it."),
        help_text=gettext_lazy("Not ticked: readers only see the part of the organisation."),
        required=False,
    )

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], sends_in: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sends_in = sends_in
        field: Any = self.fields["unit"]
        field.choices = units

    @staticmethod
    def from_stored(practice: GoodPractice) -> dict[str, Any]:
        """Return what the form shows of a practice."""
        return {name: getattr(practice, name) for name in _SAME} | {"unit": practice.unit.code}

    def clean(self) -> dict[str, Any]:
        """Ask for both promises, but not for a draft."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.sends_in:
            if not cleaned.get("has_consent"):
                self.add_error(
                    "has_consent",
                    _("Ask the people whom this is about first, and then tick this."),
                )
            if not cleaned.get("is_anonymous"):
                self.add_error(
                    "is_anonymous",
                    _("Take names and recognisable situations out, and then tick this."),
                )
        return cleaned

    @property
    def written(self) -> PracticeText:
        """What the service reads."""
        return PracticeText(
            unit=Unit.objects.get(code=self.cleaned_data["unit"]),
            **{name: self.cleaned_data[name] for name in _SAME},
        )


class PublishForm(forms.Form):
    """The promise of who publishes."""

    use_required_attribute = False

    checked_anonymous = forms.BooleanField(
        label=gettext_lazy("I looked: nobody can be recognised in it."),
        help_text=gettext_lazy("Names, functions, places, dates and events that few people had."),
        error_messages={
            "required": gettext_lazy("Look first whether nobody can be recognised, and tick that.")
        },
    )


class ReturnForm(forms.Form):
    """What has to change, for who submitted it."""

    use_required_attribute = False

    comment = forms.CharField(
        label=gettext_lazy("What has to change?"),
        max_length=1000,
        help_text=gettext_lazy("Whoever submitted it reads this. Be kind and concrete."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what has to change.")},
    )


class PracticeFilters(forms.Form):
    """What somebody looks for; what is unknown is no filter."""

    use_required_attribute = False

    thema = forms.ChoiceField(label=pgettext_lazy("what it is about", "Subject"), required=False)
    doelgroep = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    organisatie = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Fits my team"), required=False)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        for name, choices in (
            ("thema", Theme.choices),
            ("doelgroep", Audience.choices),
            ("organisatie", organisations),
            ("team", TeamTrait.choices),
        ):
            field: Any = self.fields[name]
            field.choices = [*everything, *choices]

    def chosen(self, name: str) -> str:
        """Return what was chosen; empty for nothing, and for what does not exist."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
