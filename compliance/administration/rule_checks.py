"""What is wrong with a rule as it was filled in, said at the field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from compliance.administration.policies import has_everything, units_under
from compliance.enums import CycleKind
from compliance.errors import (
    ContradictoryRule,
    CycleKindChanged,
    CyclesOverlap,
    DraftOpenAlready,
    DueBeforeOpen,
    EmptyAudience,
    KeyTaken,
    NotADay,
    NotAfterPrevious,
    NotForThisCycle,
    NotForThisSubject,
    NothingAccepted,
    NothingToReplace,
    StartsInThePast,
    TooManyNeeded,
)
from compliance.models import Requirement
from compliance.rules.audiences import InvalidAudience
from compliance.rules.dates import year_of, year_window
from core import clock
from core.dates import format_date

FIELD_OF: Mapping[type[Exception], str] = {
    StartsInThePast: "valid_from",
    NotAfterPrevious: "valid_from",
    CycleKindChanged: "cycle_kind",
    NotForThisCycle: "cycle_kind",
    CyclesOverlap: "start_month",
    DueBeforeOpen: "due_month",
    NotADay: "due_month",
    NothingAccepted: "activities",
    NothingToReplace: "activities",
    TooManyNeeded: "needed",
    ContradictoryRule: "exclude_units",
    NotForThisSubject: "subject",
    EmptyAudience: "units",
    InvalidAudience: "units",
    KeyTaken: "key",
    DraftOpenAlready: "key",
}
"""At which field each refusal of a rule is said."""


class RuleChecks(forms.Form):
    """What a form with the fields of a rule refuses."""

    user: User
    requirement: Requirement | None

    def clean_key(self) -> str:
        """Make a key of the title when none was typed."""
        title: str = self.cleaned_data.get("title", "")
        key: str = self.cleaned_data["key"] or slugify(title)[:100]
        if title and not key:
            raise forms.ValidationError(_("No key can be made of this title. Type one."))
        return key

    def clean_activities(self) -> list[str]:
        """Ask for something to do."""
        keys: list[str] = self.cleaned_data["activities"]
        if not keys:
            raise forms.ValidationError(_("Choose at least one activity."))
        return keys

    def clean_units(self) -> list[str]:
        """Refuse units of others; only who has the whole organisation leaves it open."""
        codes = self._own_units("units")
        if not codes and not has_everything(self.user):
            raise forms.ValidationError(
                _("Choose one or more units: your mandate is for a part of the organisation.")
            )
        return codes

    def clean_exclude_units(self) -> list[str]:
        """Refuse units of others."""
        return self._own_units("exclude_units")

    def _own_units(self, name: str) -> list[str]:
        codes: list[str] = self.cleaned_data[name]
        known = set(units_under(self.user).filter(code__in=codes).values_list("code", flat=True))
        if set(codes) - known:
            raise forms.ValidationError(
                _(
                    "One of these units does not exist or is not yours to decide about."
                    " Choose again from the list."
                )
            )
        return codes

    def clean(self) -> dict[str, Any]:
        """Refuse a rule that gives and takes the same."""
        data = super().clean() or {}
        for name in ("units", "kinds", "roles", "function_groups"):
            both = set(data.get(name, ())) & set(data.get(f"exclude_{name}", ()))
            if both:
                self.add_error(
                    f"exclude_{name}",
                    _("You chose this both in the rule and out of it. Take one of the two away."),
                )
        first, last = data.get("started_from"), data.get("started_last")
        if first and last and last < first:
            self.add_error(
                "started_last", _("This day lies before the first one. Change one of the two.")
            )
        valid_from = data.get("valid_from")
        if valid_from and valid_from < clock.today():
            self.add_error(
                "valid_from", _("A rule starts today or later. Choose another first day.")
            )
        last = data.get("valid_last")
        if valid_from and last and last < valid_from:
            self.add_error("valid_last", _("The last day lies before the first day of this rule."))
        self._clean_first_due(data)
        self._clean_cycles()
        return data

    def _clean_cycles(self) -> None:
        """Refuse other cycles than there are; the page sends none, so this was not by mistake."""
        if self.requirement is None:
            return
        for name, refused in (("cycle_kind", CycleKindChanged), ("start_month", CyclesOverlap)):
            sent, held = self.data.get(name), self.initial[name]
            if sent not in (None, str(held)):
                self.add_error(name, str(refused()))

    def _clean_first_due(self, data: dict[str, Any]) -> None:
        """Refuse a new duty of every year of which the first due date has passed by then."""
        names = ("valid_from", "due_month", "due_day", "start_month")
        if self.requirement or data.get("cycle_kind") != CycleKind.CALENDAR_YEAR:
            return
        if any(data.get(name) is None for name in names):
            return
        first, start = data["valid_from"], data["start_month"]
        _opens_on, due_on, _closes_on = year_window(
            year_of(first, start_month=start),
            due_month=data["due_month"],
            due_day=data["due_day"],
            start_month=start,
        )
        if due_on < first:
            self.add_error(
                "due_day",
                _(
                    "In the first cycle this would be due on %(due)s, before the rule starts on"
                    " %(first)s. Choose a later due date, or a first day in the next cycle."
                )
                % {"due": format_date(due_on), "first": format_date(first)},
            )

    def refuse(self, refused: Exception) -> None:
        """Say at the field why the rule cannot be; what was typed stays."""
        name = next((name for kind, name in FIELD_OF.items() if isinstance(refused, kind)), None)
        self.add_error(self._at(name), str(refused))

    def _at(self, name: str | None) -> str | None:
        if name != "due_month":
            return name
        once = self.cleaned_data.get("cycle_kind") == CycleKind.ONCE
        return "sitting_due_on" if once else "due_day"
