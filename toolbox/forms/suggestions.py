"""What a manager fills in to recommend something; there is no room for a reason."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from organisations.models import Person
from toolbox.enums import SuggestionKind
from toolbox.reports.suggestions import Suggested


class SuggestForm(forms.Form):
    """Somebody of the team, and something of the list."""

    use_required_attribute = False

    person = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        error_messages={"required": gettext_lazy("Choose somebody of your team.")},
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What do you recommend?"),
        help_text=gettext_lazy("Only what is voluntary. What is compulsory is not in this list."),
        error_messages={"required": gettext_lazy("Choose something from the list.")},
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[Person, int]],
        offered: Sequence[Suggested],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {f"{person.uuid}:{unit}": (person, unit) for person, unit in people}
        self._offered = {one.path: one for one in offered}
        person_field: Any = self.fields["person"]
        person_field.choices = [
            ("", gettext_lazy("Choose somebody")),
            *((key, person.name) for key, (person, _unit) in self._people.items()),
        ]
        what_field: Any = self.fields["what"]
        what_field.choices = [
            ("", gettext_lazy("Choose something")),
            *(
                (SuggestionKind(kind).label, [(one.path, one.title) for one in group])
                for kind, group in groupby(offered, key=lambda one: one.kind)
            ),
        ]

    @property
    def person_and_unit(self) -> tuple[Person, int]:
        """Who was chosen, and in which team."""
        return self._people[self.cleaned_data["person"]]

    @property
    def chosen(self) -> Suggested:
        """What was chosen."""
        return self._offered[self.cleaned_data["what"]]
