"""What somebody looks for in the kennishuis."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from toolbox.enums import Audience, Theme
from toolbox.practice_enums import KnowledgeKind


class KnowledgeFilters(forms.Form):
    """What is unknown is no filter."""

    use_required_attribute = False

    soort = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    thema = forms.ChoiceField(label=pgettext_lazy("what it is about", "Subject"), required=False)
    doelgroep = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("soort", KnowledgeKind.choices),
            ("thema", Theme.choices),
            ("doelgroep", Audience.choices),
        ):
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    def chosen(self, name: str) -> str:
        """Return what was chosen; empty for nothing, and for what does not exist."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
