"""What a coordinator fills in of a contact, and what advisers change of themselves."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.dates import last_day, until_after
from guidance.enums import ContactKind, SpokenLanguage
from guidance.models import Contact, HelpRole
from guidance.reports.directory import UnitChoice
from guidance.services.contacts import ContactText, Reach
from organisations.models import Person, Unit

TEXT = {"class": "utrecht-textbox"}
SELECT = {"class": "utrecht-select utrecht-select--html-select"}
AREA = {"class": "utrecht-textarea", "rows": 3}
TICK = {"class": "check"}
LONGEST_NOTE = 500
LONGEST_UNIT = 200
_REACH = (
    "phone",
    "phone_outside",
    "email",
    "url",
    "place",
    "availability",
    "languages",
    "note",
    "shown_publicly",
)


FindUnits = Callable[[str], list[UnitChoice]]
"""Finds which units of who fills in a form are meant by a name or a code."""


def _suggesting() -> dict[str, str]:
    """Return what lets the browser show names while somebody types; also good without a script."""
    return {
        "list": "onderdelen",
        "autocomplete": "off",
        "hx-get": reverse("guidance:unit-suggestions"),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": "#onderdelen",
        "hx-swap": "innerHTML",
    }


def _labelled(unit: UnitChoice) -> str:
    return f"{unit.name} ({unit.part_of})" if unit.part_of else unit.name


def _line(label: Any, most: int = 200, **kwargs: Any) -> forms.CharField:
    attrs = {**TEXT, **kwargs.pop("attrs", {})}
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        **kwargs,
    )


class ReachForm(forms.Form):
    """How somebody can be reached; at least one way must be filled in."""

    use_required_attribute = False

    phone = _line(gettext_lazy("Phone number"), 40, attrs={"inputmode": "tel"})
    phone_outside = _line(
        gettext_lazy("Phone number that also works outside the office network"),
        40,
        attrs={"inputmode": "tel"},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs=TEXT),
    )
    url = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=TEXT),
    )
    place = _line(gettext_lazy("Place"), help_text=gettext_lazy("For example: The Hague, room B3."))
    availability = _line(
        gettext_lazy("Available when"),
        help_text=gettext_lazy("For example: Monday to Thursday, also in the evening."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=SpokenLanguage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("Something that readers should know before they make contact."),
        widget=forms.Textarea(attrs=AREA),
    )
    shown_publicly = forms.BooleanField(
        label=gettext_lazy("Also show this to people who are not signed in"),
        required=False,
        help_text=gettext_lazy("Colleagues who are signed in always see it."),
        widget=forms.CheckboxInput(attrs=TICK),
    )

    @staticmethod
    def from_contact(contact: Contact) -> dict[str, Any]:
        """Return what the form shows of a contact."""
        return {name: getattr(contact, name) for name in _REACH}

    def clean(self) -> dict[str, Any]:
        """See that there is a way to make contact."""
        cleaned: dict[str, Any] = super().clean() or {}
        ways = ("phone", "phone_outside", "email", "url", "place")
        if not any(self.errors.get(way) or cleaned.get(way) for way in ways):
            self.add_error(
                None,
                _("Fill in at least one way to make contact: a number, an address or a place."),
            )
        return cleaned

    @property
    def reach(self) -> Reach:
        """What the service reads."""
        return Reach(**{name: self.cleaned_data[name] for name in _REACH})


class ContactForm(ReachForm):
    """A whole contact, as a coordinator keeps it."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.Select(attrs=SELECT))
    unit = forms.CharField(
        label=gettext_lazy("For which part of the organisation"),
        max_length=LONGEST_UNIT,
        help_text=gettext_lazy(
            "Type a part of its name. This contact is then also for all teams below."
        ),
        widget=forms.TextInput(attrs=TEXT),
    )
    # A box and not a list of choices: what is picked counts only for what was typed with it.
    unit_choice = forms.CharField(
        label=gettext_lazy("Which of these do you mean?"),
        required=False,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it"), choices=ContactKind, widget=forms.Select(attrs=SELECT)
    )
    name = _line(gettext_lazy("Name"))
    person_email = forms.EmailField(
        label=gettext_lazy("Work e-mail address with which this person is known in Kompas"),
        required=False,
        help_text=gettext_lazy(
            "Only for a person. They can then keep their own data up to date. It is not shown."
        ),
        widget=forms.EmailInput(attrs=TEXT),
    )
    is_external = forms.BooleanField(
        label=gettext_lazy("Comes from outside the organisation"),
        required=False,
        widget=forms.CheckboxInput(attrs=TICK),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date", **TEXT}, format="%Y-%m-%d"),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: until you change it."),
        widget=forms.DateInput(attrs={"type": "date", **TEXT}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, find_units: FindUnits, roles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", _("Choose a role")), *roles]
        code, typed = self.initial.get("unit"), self.data.get("unit", "").strip()
        if code and len(found := find_units(code)) == 1:
            self.initial["unit"] = found[0].written
        self.meant = find_units(typed) if typed else []
        self.suggested = self.meant or find_units("")
        box: Any = self.fields["unit"].widget
        box.attrs |= _suggesting()
        choice: Any = self.fields["unit_choice"].widget
        choice.choices = [(one.code, _labelled(one)) for one in self.meant]

    @staticmethod
    def from_contact(contact: Contact) -> dict[str, Any]:
        """Return what the form shows of a contact."""
        return ReachForm.from_contact(contact) | {
            "role": contact.role.key,
            "unit": contact.unit.code if contact.unit else "",
            "kind": contact.kind,
            "name": contact.name,
            "person_email": contact.person.email if contact.person else "",
            "is_external": contact.is_external,
            "valid_from": contact.valid_from,
            "last_day": last_day(contact.valid_until),
        }

    @staticmethod
    def empty() -> dict[str, Any]:
        """Return what the form shows at first."""
        return {"kind": ContactKind.PERSON, "valid_from": clock.today(), "languages": ["nl"]}

    def clean_unit(self) -> str:
        """Return the code of the one unit that is meant."""
        picked = self.data.get("unit_choice")
        codes = [one.code for one in self.meant]
        if picked in codes:
            return str(picked)
        if not codes:
            raise forms.ValidationError(
                _("There is no such unit in your part of the organisation. Check the name or code.")
            )
        if len(codes) > 1:
            raise forms.ValidationError(
                _("More units are called like that. Choose one below, or type more of its name.")
            )
        return codes[0]

    def clean_person_email(self) -> Person | None:
        """Look up whose address it is."""
        address: str = self.cleaned_data["person_email"]
        if not address:
            return None
        found = list(Person.objects.filter(email__iexact=address, erased_at__isnull=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Nobody in Kompas has this address. Check it, or leave it empty.")
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        """See that it has a name, and does not end before it starts."""
        cleaned = super().clean()
        person = cleaned.get("person_email")
        if person and cleaned.get("kind") != ContactKind.PERSON:
            self.add_error("person_email", _("Leave this empty: it is only for a person."))
        if not cleaned.get("name") and not person and not self.errors.get("person_email"):
            self.add_error("name", _("Fill in a name."))
        first, last = cleaned.get("valid_from"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first day."))
        return cleaned

    @property
    def written(self) -> ContactText:
        """What the service reads."""
        data = self.cleaned_data
        until: date | None = until_after(data["last_day"])
        return ContactText(
            role=HelpRole.objects.get(key=data["role"]),
            unit=Unit.objects.get(code=data["unit"]),
            kind=data["kind"],
            person=data["person_email"],
            name=data["name"],
            is_external=data["is_external"],
            valid_from=data["valid_from"],
            valid_until=until,
            reach=self.reach,
        )
