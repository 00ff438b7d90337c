"""What a local editor of the courses fills in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from lms.additions.access import activity_key, module_choices
from lms.additions.models import Addition, AdditionProposal
from lms.additions.services import AdditionText
from organisations.proposing.forms import SELECT, TEXT, DayField, LocalTextForm
from organisations.proposing.models import Approved, Proposal


class AdditionForm(LocalTextForm):
    """An addition to a module; the last day is the last on which people see it."""

    main: ClassVar[Sequence[str]] = (
        "unit",
        "module",
        "title",
        "text",
        "link",
        "link_text",
        "keeper",
        "review_on",
    )
    fixed: ClassVar[Sequence[str]] = ("unit", "module")
    same: ClassVar[Sequence[str]] = (
        "title",
        "text",
        "link",
        "link_text",
        "keeper",
        "review_on",
        "valid_from",
    )

    module = forms.ChoiceField(
        label=gettext_lazy("Below which module"),
        help_text=gettext_lazy("The module itself stays what it is for the whole Rijk."),
        widget=forms.Select(attrs=SELECT),
    )
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("For example a page of your intranet. It starts with https://."),
        widget=forms.URLInput(attrs=TEXT),
    )
    link_text = forms.CharField(
        label=gettext_lazy("What the link says"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs=TEXT),
    )
    keeper = forms.CharField(
        label=gettext_lazy("Who keeps this up to date"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A name or a function. Colleagues see this below the text."),
        widget=forms.TextInput(attrs=TEXT),
    )
    review_on = DayField(
        label=gettext_lazy("To be read again by"),
        required=False,
        help_text=gettext_lazy("With who keeps it, this is needed too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_with_own("module", module_choices())

    @classmethod
    def from_stored(cls, stored: Proposal) -> dict[str, Any]:
        """Return what the form shows of a draft."""
        return super().from_stored(stored) | _module_of(stored)

    @classmethod
    def from_approved(cls, approved: Approved) -> dict[str, Any]:
        """Return what the form shows for what takes the place of an addition: its words."""
        words = {"text": approved.source} if isinstance(approved, Addition) else {}
        return super().from_approved(approved) | _module_of(approved) | words

    def clean_link(self) -> str:
        """Take web addresses only, and only those that nobody can listen in on."""
        link: str = self.cleaned_data["link"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("A link starts with https://."))
        return link

    def clean_review_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["review_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        """See that what belongs together is there together."""
        cleaned = super().clean()
        self._together("link", "link_text", _("Say in a few words where the link leads."))
        self._together("link_text", "link", _("Give the address that belongs to these words."))
        self._together("keeper", "review_on", _("Choose the day by which it is read again."))
        self._together("review_on", "keeper", _("Say who reads it again by that day."))
        return cleaned

    def _together(self, given: str, missing: str, sentence: str) -> None:
        data = self.cleaned_data
        if data.get(given) and missing in data and not data[missing]:
            self.add_error(missing, sentence)

    @property
    def written(self) -> AdditionText:
        """What the service reads."""
        data = self.cleaned_data
        course_key, _slash, module_key = data["module"].partition("/")
        below = {name: data[name] for name in ("link", "link_text", "keeper", "review_on")}
        return AdditionText(**self.shared(), course_key=course_key, module_key=module_key, **below)


def _module_of(row: Any) -> dict[str, str]:
    known: Addition | AdditionProposal = row
    return {"module": activity_key(known.course_key, known.module_key)}
