"""What the address of the calendar may say: which workshops, which month, how it is shown."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from workshops.enums import Audience, Language, Region
from workshops.models import WorkshopType

MONTH, LIST, KINDS = "maand", "lijst", "aanbod"
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class CalendarForm(forms.Form):
    """The filters, all in the address. A value that does not exist is no filter."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": _("Search with at most 100 characters.")},
    )
    type = forms.ChoiceField(label=pgettext_lazy("workshop", "Subject"), required=False)
    regio = forms.ChoiceField(
        label=_("Where"), required=False, choices=[("", _("Everywhere and online"))]
    )
    doelgroep = forms.ChoiceField(label=_("For whom"), required=False)
    taal = forms.ChoiceField(label=_("Language"), required=False)
    vrij = forms.BooleanField(label=_("Only with free places"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        kinds = WorkshopType.objects.offered().order_by("title").values_list("key", "title")
        self._choose("type", [("", _("All subjects")), *kinds])
        self._choose("regio", [("", _("Everywhere and online")), *Region.choices])
        self._choose("doelgroep", [("", _("Everybody")), *Audience.choices])
        self._choose("taal", [("", _("All languages")), *Language.choices])
        self.address = data

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def value(self, name: str) -> str:
        """Return what was chosen; nothing when it does not exist."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    @property
    def month(self) -> date:
        """The first day of the month that is asked for; this month when it is none."""
        found = _MONTH.fullmatch(self.address.get("maand", ""))
        today = clock.today()
        return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)

    @property
    def view(self) -> str:
        """How it is shown: a month, a list, or all kinds of workshops."""
        wanted = self.address.get("beeld", MONTH)
        return wanted if wanted in {LIST, KINDS} else MONTH

    @property
    def counts_for(self) -> str:
        """The key of an activity that the workshops must count for."""
        return self.address.get("telt", "")[:150].replace("\x00", "")
