"""Why somebody need not do something now: the exemption or the postponement that holds.

The days are for the person alone: they may say how long somebody was ill. A compliance officer
reads the category, a manager nothing (domain.md §5.2).
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.utils.translation import gettext as _

from compliance.enums import EventKind, ReasonCode
from compliance.privacy.sight import Sight
from compliance.status.decision import Decision, EventFact, decide
from compliance.status.facts import facts_of
from core.dates import format_date, last_day


def excuses(obligation_ids: Collection[int], *, as_of: date) -> dict[int, str]:
    """Return for the person why each of these obligations need not be met now, by its id."""
    if not obligation_ids:
        return {}
    decisions = {pk: decide(facts, as_of) for pk, facts in facts_of(obligation_ids).items()}
    return {
        pk: " ".join(excused(decision, Sight.OWN))
        for pk, decision in decisions.items()
        if decision is not None
    }


def excused(decision: Decision, sight: Sight) -> Iterator[str]:
    """Yield what holds on the day, with as much as this sight may read."""
    for event in (decision.exempted_by, decision.paused_by):
        if event is None or not sight.shows_reason:
            continue
        is_exempt = event.kind == EventKind.EXEMPTED
        if sight is Sight.OWN:
            text = _own_days(event, is_exempt=is_exempt)
        else:
            text = _("There is an exemption.") if is_exempt else _("It is postponed.")
        yield f"{text} {reason_in_words(ReasonCode(event.reason_code))}"


def reason_in_words(reason: ReasonCode) -> str:
    """Return the category of a decision as a sentence."""
    return _("Reason: %(reason)s.") % {"reason": reason.label}


def _own_days(event: EventFact, *, is_exempt: bool) -> str:
    last = last_day(event.until_on)
    values = {
        "start": format_date(event.effective_on),
        "end": format_date(last) if last else "",
    }
    if is_exempt and last:
        return _("You are exempt from %(start)s up to and including %(end)s.") % values
    if is_exempt:
        return _("You are exempt from %(start)s, without an end.") % values
    if last:
        return _("It is postponed from %(start)s up to and including %(end)s.") % values
    return _("It is postponed from %(start)s, until you are back.") % values
