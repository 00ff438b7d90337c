"""The form with which somebody decides about one obligation."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.enums import EventKind, ReasonCode
from compliance.models import Obligation, ObligationEvent
from compliance.services import exempt, reopen, withdraw
from compliance.services.obligations import REASONS
from core import clock
from organisations.models import Person

DECISIONS = [
    (EventKind.EXEMPTED.value, _("Exempt: this person is let off")),
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
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Only for an exemption. Leave it empty when it has no end."),
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
        if data.get("last_on") and kind and kind != EventKind.EXEMPTED:
            self.add_error("last_on", _("Only an exemption has a last day. Leave this empty."))
        return data

    def decide(self, *, obligation: Obligation, by: Person) -> ObligationEvent:
        """Do what was filled in; raises `RefusedChange`."""
        data = self.cleaned_data
        kind = EventKind(data["kind"])
        given = {
            "obligation": obligation,
            "by": by,
            "reason_code": ReasonCode(data["reason_code"]),
            "effective_on": data["effective_on"],
        }
        if kind == EventKind.EXEMPTED:
            last_on = data["last_on"]
            return exempt(until_on=last_on and last_on + timedelta(days=1), **given)
        return withdraw(**given) if kind == EventKind.WITHDRAWN else reopen(**given)
