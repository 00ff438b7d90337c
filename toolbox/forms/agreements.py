"""Three to five agreements, as a manager writes them down for the team."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.dates import add_years, format_date
from organisations.proposing.forms import DayField
from toolbox.models import TeamSession
from toolbox.models.sessions import FEWEST, MOST
from toolbox.services.agreements import NewAgreement

PARTS = ("text", "owner", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """The fields of one agreement."""

    number: int
    text: forms.BoundField
    owner: forms.BoundField
    review: forms.BoundField


class AgreementsForm(forms.Form):
    """Three to five agreements, each with an owner and a day to look at it again."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self._add_agreement(number)

    def _add_agreement(self, number: int) -> None:
        label = {"n": number}
        needed, more = _("Agreement %(n)d"), _("Agreement %(n)d (if you made it)")
        self.fields[f"text-{number}"] = forms.CharField(
            label=(needed if number <= FEWEST else more) % label,
            max_length=300,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"owner-{number}"] = forms.CharField(
            label=_("Who looks after agreement %(n)d?") % label,
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={"list": "teamleden"}),
        )
        self.fields[f"review-{number}"] = DayField(
            label=_("When do you look at agreement %(n)d again?") % label, required=False
        )

    @staticmethod
    def from_session(session: TeamSession) -> dict[str, Any]:
        """Return what the form shows of what stands."""
        initial: dict[str, Any] = {}
        for row in session.agreements.select_related("owner"):
            initial[f"text-{row.position}"] = row.text
            initial[f"owner-{row.position}"] = row.owner.name if row.owner else row.owner_name
            initial[f"review-{row.position}"] = row.review_on
        return initial

    @property
    def agreement_rows(self) -> list[AgreementRow]:
        """The agreements in order."""
        return [
            AgreementRow(
                number=number,
                text=self[f"text-{number}"],
                owner=self[f"owner-{number}"],
                review=self[f"review-{number}"],
            )
            for number in range(1, MOST + 1)
        ]

    @property
    def day_of_session(self) -> date | None:
        """The day after which the team looks at its agreements again."""
        return None

    def clean(self) -> dict[str, Any]:
        """See that three are whole, and that what was begun is finished."""
        cleaned: dict[str, Any] = super().clean() or {}
        filled = [number for number in range(1, MOST + 1) if self._is_begun(number)]
        for number in filled:
            self._see_whole(number)
        if len(filled) < FEWEST:
            free = next(n for n in range(1, MOST + 1) if n not in filled)
            self.add_error(
                f"text-{free}",
                _("Write down three to five agreements. There are %(n)d now.") % {"n": len(filled)},
            )
        return cleaned

    def _is_begun(self, number: int) -> bool:
        return any(
            self.cleaned_data.get(f"{part}-{number}") or f"{part}-{number}" in self.errors
            for part in PARTS
        )

    def _see_whole(self, number: int) -> None:
        said = {
            "text": _("Write down what you agreed, or clear this agreement."),
            "owner": _("Write down who looks after it."),
            "review": _("Choose a day on which you look at it again."),
        }
        for part in PARTS:
            name = f"{part}-{number}"
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, said[part])
        self._see_later(number)

    def _see_later(self, number: int) -> None:
        review, held = self.cleaned_data.get(f"review-{number}"), self.day_of_session
        if review is None or held is None:
            return
        if review <= held:
            self.add_error(
                f"review-{number}",
                _("Choose a day after the session of %(day)s.") % {"day": format_date(held)},
            )
        elif review > add_years(held, 2):
            self.add_error(
                f"review-{number}", _("Choose a day within two years after the session.")
            )

    @property
    def agreements(self) -> list[NewAgreement]:
        """What the service reads: those that are filled in, in order."""
        data = self.cleaned_data
        return [
            NewAgreement(
                text=data[f"text-{number}"].strip(),
                owner=data[f"owner-{number}"].strip(),
                review_on=data[f"review-{number}"],
            )
            for number in range(1, MOST + 1)
            if data.get(f"text-{number}")
        ]


class ChangeAgreementsForm(AgreementsForm):
    """Other words for what was agreed in a session."""

    def __init__(self, *args: Any, session: TeamSession, **kwargs: Any) -> None:
        self._held_on = session.held_on
        super().__init__(*args, initial=self.from_session(session), **kwargs)

    @property
    def day_of_session(self) -> date | None:
        """The day on which the session was."""
        return self._held_on
