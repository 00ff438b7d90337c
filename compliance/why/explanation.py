"""Turns a decision into sentences. Who reads decides how much is said, never what the verdict is.

Of an exemption and of an absence only the person reads the days; a compliance officer reads the
category, a manager that it is so (domain.md §5.2).
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import ReasonCode, Status
from compliance.privacy.sight import Sight
from compliance.reports.badges import Badge
from compliance.status.decision import Decision, EventFact
from compliance.why.case import Case
from compliance.why.change import what_changes, what_starts
from compliance.why.counting import counting
from compliance.why.excuses import excused, reason_in_words
from compliance.why.trace import Row, Section, Trace
from core.dates import format_date, format_period

BADGES = {
    Status.NOT_APPLICABLE: ("neutral", "minus"),
    Status.DONE_ON_TIME: ("good", "check"),
    Status.DONE_LATE: ("good", "check"),
    Status.EXEMPT: ("neutral", "circle-slash"),
    Status.PAUSED: ("neutral", "pause"),
    Status.OVERDUE: ("bad", "triangle-alert"),
    Status.IN_GRACE: ("warn", "alarm-clock"),
    Status.OPEN: ("info", "circle-dashed"),
    Status.NOT_YET_OPEN: ("neutral", "calendar-clock"),
}
FROM_FACTS = frozenset({ReasonCode.RULE_CHANGED, ReasonCode.START_CORRECTED})
"""Reasons of a new due date that say nothing about somebody's absence."""


def explain(case: Case, sight: Sight) -> Trace:
    """Return why it stands where it stands, for who looks with this sight."""
    decision = case.decision
    kind, icon = BADGES[decision.status]
    return Trace(
        status=decision.status,
        badge=Badge(kind=kind, icon=icon, text=str(decision.status.label)),
        verdict=_verdict(decision),
        change=what_changes(case, is_own=sight is Sight.OWN),
        starts=what_starts(case) if sight is Sight.OWN else (),
        sections=tuple(_sections(case, sight)),
        as_of=decision.as_of,
        known_at=decision.known_at,
        cycle_label=case.obligation.cycle.label,
        cycles=case.cycles,
    )


def _verdict(decision: Decision) -> str:
    values = {
        "due": format_date(decision.due_on),
        "done": format_date(decision.done_on) if decision.done_on else "",
        "opens": format_date(decision.stated.opens_on),
        "grace": format_date(decision.overdue_from - timedelta(days=1)),
    }
    open_ = (
        _("This is new. There is time for it up to and including %(due)s.")
        if decision.stated.is_newcomer
        else _("This must still be done. The last day is %(due)s.")
    )
    sentences = {
        Status.NOT_APPLICABLE: _("This duty does not apply on this day."),
        Status.DONE_ON_TIME: _("This was finished in time, on %(done)s. The last day is %(due)s."),
        Status.DONE_LATE: _("This was finished on %(done)s, after the last day (%(due)s)."),
        Status.EXEMPT: _("There is an exemption for this duty on this day."),
        Status.PAUSED: _("This duty is postponed."),
        Status.OVERDUE: _("This is late. The last day was %(due)s."),
        Status.IN_GRACE: _("The last day was %(due)s. It counts as late from after %(grace)s."),
        Status.OPEN: open_,
        Status.NOT_YET_OPEN: _("This can be done from %(opens)s. The last day is %(due)s."),
    }
    return sentences[decision.status] % values


def _sections(case: Case, sight: Sight) -> Iterator[Section]:
    yield from _decided(case.decision, sight)
    yield counting(case, sight)
    yield _dates(case, sight)
    yield _audience(case, sight)
    yield _rule(case)


def _rule(case: Case) -> Section:
    version = case.version
    rows = (
        Row(label=_("Rule"), text=case.requirement.title),
        Row(
            label=_("Version"),
            text=_("%(number)d, %(period)s")
            % {
                "number": version.number,
                "period": format_period(version.valid_from, version.valid_until),
            },
        ),
    )
    return Section(key="regel", title=_("The rule"), sentences=case.rule_sentences, rows=rows)


def _audience(case: Case, sight: Sight) -> Section:
    """Say through which appointment, role or team the duty applies."""
    rows = []
    basis = case.basis
    if basis is not None:
        where = basis.unit if sight is Sight.OWN else ""
        parts = [basis.kind, where, format_period(basis.valid_from, basis.valid_until)]
        rows.append(Row(label=_("Appointment"), text=", ".join(part for part in parts if part)))
    if case.roles:
        rows.append(Row(label=_("Role"), text=", ".join(case.roles)))
    if case.obligation.unit_id is not None:
        rows.append(Row(label=_("Team"), text=_("The duty is of the team as a whole.")))
    rows.append(Row(label=_("Round"), text=case.obligation.cycle.label))
    if case.decision.stated.is_newcomer:
        rows.append(Row(label=_("Newcomer"), text=_("Yes: the term runs from the first day.")))
    return Section(key="doelgroep", title=_("Why the rule applies here"), rows=tuple(rows))


def _dates(case: Case, sight: Sight) -> Section:
    decision = case.decision
    stated = decision.stated
    counts_from = format_date(stated.counts_from) if stated.counts_from else _("any earlier day")
    rows = [
        Row(label=_("Opens on"), text=format_date(stated.opens_on)),
        Row(label=_("Counts from"), text=counts_from),
        Row(label=_("Last day"), text=format_date(decision.due_on)),
    ]
    grace = (decision.overdue_from - decision.due_on).days - 1
    if grace:
        days = ngettext(
            "%(n)d day, up to and including %(day)s",
            "%(n)d days, up to and including %(day)s",
            grace,
        )
        last = format_date(decision.overdue_from - timedelta(days=1))
        rows.append(Row(label=_("Days of grace"), text=days % {"n": grace, "day": last}))
    if decision.closes_on:
        rows.append(Row(label=_("Round closes on"), text=format_date(decision.closes_on)))
    return Section(
        key="datums",
        title=_("The dates"),
        sentences=tuple(_moved(case, sight)),
        rows=tuple(rows),
    )


def _moved(case: Case, sight: Sight) -> Iterator[str]:
    """Yield by what the last day became another one."""
    decision = case.decision
    first = case.obligation.due_on
    if decision.restated_by and decision.stated.due_on != first:
        yield _withreason_in_words(
            _("The last day was %(before)s and became %(after)s.")
            % {"before": format_date(first), "after": format_date(decision.stated.due_on)},
            decision.restated_by,
            sight,
        )
    if decision.deferred_by:
        yield _withreason_in_words(
            _("Somebody moved the last day from %(before)s to %(after)s.")
            % {
                "before": format_date(decision.stated.due_on),
                "after": format_date(decision.due_on),
            },
            decision.deferred_by,
            sight,
        )


def _withreason_in_words(sentence: str, event: EventFact, sight: Sight) -> str:
    reason = ReasonCode(event.reason_code) if event.reason_code else None
    if reason is None or not (sight.shows_reason or reason in FROM_FACTS):
        return sentence
    return f"{sentence} {reason_in_words(reason)}"


def _decided(decision: Decision, sight: Sight) -> Iterator[Section]:
    """Say that it was taken away, exempted or postponed, and to whom it may be said: why."""
    sentences = [*_withdrawn(decision), *excused(decision, sight)]
    if sentences:
        yield Section(
            key="besluit", title=_("Exemption, postponement or change"), sentences=tuple(sentences)
        )


def _withdrawn(decision: Decision) -> Iterator[str]:
    if decision.merged_into is not None:
        yield _("This record turned out to be the same person as another one and counts there.")
    for event in decision.withdrawn_by:
        sentence = (
            _("The duty no longer applies since %(day)s.")
            if event.actor_id is None
            else _("Somebody decided that the duty no longer applies since %(day)s.")
        )
        values = {"day": format_date(event.effective_on)}
        yield f"{sentence % values} {reason_in_words(ReasonCode(event.reason_code))}"
