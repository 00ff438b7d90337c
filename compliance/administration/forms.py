"""The form with which somebody decides about one obligation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.enums import EventKind, ReasonCode
from compliance.errors import (
    AfterTheCycle,
    EndBeforeStart,
    ExemptionWithoutEnd,
    NotLater,
    RefusedChange,
)
from compliance.models import Obligation, ObligationEvent
from compliance.services.obligations import REASONS, defer, exempt, reopen, withdraw
from core import clock
from core.dates import until_after
from organisations.models import Person

DECISIONS = [
    (EventKind.EXEMPTED.value, _("Exempt: this person is let off")),
    (EventKind.DEFERRED.value, _("Defer: this person gets until a later date")),
    (EventKind.WITHDRAWN.value, _("Withdraw: the duty does not apply")),
    (EventKind.REOPENED.value, _("Reopen: undo that it was withdrawn")),
]


class DecisionForm(forms.Form):
    """What is decided, why and from when; the last day is inclusive."""

    kind = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    reason_code = forms.ChoiceField(
        label=_("Reason"),
        choices=ReasonCode.choices,
        help_text=_("Never write down why somebody is ill or on leave."),
    )
    effective_on = forms.DateField(
        label=_("First day"),
        initial=clock.today,
        required=False,
        help_text=_("Not for a deferral: that starts today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Only for an exemption, which always has an end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_on = forms.DateField(
        label=_("New due date"),
        required=False,
        help_text=_("Only for a deferral."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a reason that does not belong to the decision."""
        data = super().clean() or {}
        kind, reason = data.get("kind"), data.get("reason_code")
        if kind and reason and reason not in REASONS[EventKind(kind)]:
            names = ", ".join(str(code.label) for code in REASONS[EventKind(kind)])
            self.add_error(
                "reason_code", _("Choose one of these reasons: %(names)s.") % {"names": names}
            )
        for name, of, sentence in (
            (
                "last_on",
                EventKind.EXEMPTED,
                _("Only an exemption has a last day. Leave this empty."),
            ),
            (
                "due_on",
                EventKind.DEFERRED,
                _("Only a deferral has a new due date. Leave this empty."),
            ),
        ):
            if data.get(name) and kind and kind != of:
                self.add_error(name, sentence)
        self._clean_missing(data, kind)
        return data

    def _clean_missing(self, data: dict[str, Any], kind: str | None) -> None:
        """Ask for the date that a decision cannot do without."""
        needed = {EventKind.EXEMPTED: "last_on", EventKind.DEFERRED: "due_on"}
        name = needed.get(EventKind(kind)) if kind else None
        if name and not data.get(name) and name not in self.errors:
            missing = ExemptionWithoutEnd() if name == "last_on" else None
            self.add_error(name, str(missing or _("Choose the new due date.")))
        wants_first = kind and kind != EventKind.DEFERRED
        if wants_first and not data.get("effective_on") and "effective_on" not in self.errors:
            self.add_error("effective_on", _("Choose the first day."))

    def refuse(self, refused: RefusedChange) -> None:
        """Say at the field why it cannot be."""
        of_end = (EndBeforeStart, ExemptionWithoutEnd)
        of_due = (NotLater, AfterTheCycle)
        at_due = "due_on" if isinstance(refused, of_due) else None
        self.add_error("last_on" if isinstance(refused, of_end) else at_due, str(refused))

    def decide(self, *, obligation: Obligation, by: Person) -> ObligationEvent:
        """Do what was filled in; raises `RefusedChange`."""
        data = self.cleaned_data
        kind, reason_code = EventKind(data["kind"]), ReasonCode(data["reason_code"])
        if kind == EventKind.DEFERRED:
            return defer(
                obligation=obligation, by=by, reason_code=reason_code, due_on=data["due_on"]
            )
        given = {
            "obligation": obligation,
            "by": by,
            "reason_code": reason_code,
            "effective_on": data["effective_on"],
        }
        if kind == EventKind.EXEMPTED:
            return exempt(until_on=until_after(data["last_on"]), **given)
        return withdraw(**given) if kind == EventKind.WITHDRAWN else reopen(**given)
