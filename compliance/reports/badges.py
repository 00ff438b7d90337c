"""How a status reads on the screens of others: a word, with a colour and an icon that agree."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.enums import Status
from compliance.figures.counts import PersonStatus

SOON = timedelta(days=14)
LATE = frozenset({Status.OVERDUE, Status.IN_GRACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A status in words, with a colour and an icon that say the same."""

    kind: str
    icon: str
    text: str


def state_of(row: PersonStatus, as_of: date) -> str:
    """Return the word by which screens filter: where somebody stands with one duty on a day."""
    if row.status in LATE:
        return "late"
    if row.is_newcomer_in_term:
        return "newcomer"
    if row.status == Status.OPEN:
        return "soon" if row.due_on - as_of <= SOON else "open"
    if row.is_done:
        return "done"
    return {Status.EXEMPT: "exempt", Status.PAUSED: "paused"}.get(row.status, "none")


def badge_of(state: str, due_on: date | None, as_of: date) -> Badge:
    """Return the badge of a state; the days are counted to or from the last day."""
    left = (due_on - as_of).days if due_on else 0
    if state == "late":
        text = ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        return Badge(kind="bad", icon="triangle-alert", text=text)
    if state == "soon":
        days = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
        text = days if left else _("Last day today")
        return Badge(kind="warn", icon="alarm-clock", text=text)
    kind, icon, words = _BADGES[state]
    return Badge(kind=kind, icon=icon, text=str(words))


# Translated only when it is shown: a list asks for a badge per person and per duty.
_BADGES = {
    "open": ("neutral", "circle-dashed", gettext_lazy("To do")),
    "newcomer": ("info", "sprout", gettext_lazy("New, still in term")),
    "done": ("good", "check", gettext_lazy("Finished")),
    "exempt": ("neutral", "circle-slash", gettext_lazy("Exempt")),
    "paused": ("neutral", "pause", gettext_lazy("Postponed")),
    "none": ("neutral", "minus", gettext_lazy("Nothing compulsory")),
}
