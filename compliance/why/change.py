"""What would change a status. The answer is tried out on the decision itself, not reasoned."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import DONE, Status
from compliance.rules.phrases import listed
from compliance.status.decision import CompletionFact, Decision, decide
from compliance.why.case import Case, ShownActivity
from compliance.why.trace import StartLink
from core import clock
from core.dates import format_date

TO_DO = frozenset({Status.OPEN, Status.IN_GRACE, Status.OVERDUE})


def what_changes(case: Case, *, is_own: bool) -> tuple[str, ...]:
    """Return what somebody can do now, or what has to happen, for another status."""
    decision = case.decision
    if decision.status in DONE:
        return (_("This only changes when a completion is declared invalid."),)
    if decision.status == Status.NOT_APPLICABLE:
        return (_("This only changes when the duty starts to apply again."),)
    sentences = list(_by_itself(decision))
    if decision.status == Status.NOT_YET_OPEN:
        return tuple(sentences)
    return (*sentences, *_by_doing(case, is_own=is_own))


def what_starts(case: Case) -> tuple[StartLink, ...]:
    """Return what can be started now to meet it."""
    if case.decision.status not in TO_DO or _after_doing(case) not in DONE:
        return ()
    ways = (way for item in _open(case) for way in item)
    return tuple(StartLink(title=way.title, path=way.start_path) for way in ways if way.start_path)


def _by_itself(decision: Decision) -> Iterable[str]:
    """Yield what happens as the days go by."""
    if decision.status == Status.NOT_YET_OPEN:
        day = format_date(decision.stated.opens_on)
        yield _("From %(day)s this says ‘To do’.") % {"day": day}
    if decision.status == Status.PAUSED:
        yield _("When the postponement has ended, the term goes on, with a new last day.")
    if decision.status == Status.EXEMPT and decision.exempted_by:
        yield _("When the exemption has ended, the duty applies again.")


def _by_doing(case: Case, *, is_own: bool) -> Iterable[str]:
    """Yield what doing it now would bring, tried out with the same rules."""
    items = _open(case)
    decision = case.decision
    after = _after_doing(case)
    if after not in DONE:
        yield _cannot(case)
        return
    word = _("and") if len(items) == decision.missing else _("or")
    titles = listed(_named(items), word=word)
    values = {
        "n": decision.missing,
        "titles": titles,
        "day": format_date(decision.due_on),
        "status": Status(after).label,
    }
    yield _sentence(after, values, is_own=is_own, is_choice=len(items) > decision.missing)
    if not any(way.start_path for item in items for way in item):
        yield _("This is not done on this site. Your organisation records it when it is done.")


def _sentence(after: Status, values: dict[str, object], *, is_own: bool, is_choice: bool) -> str:
    if is_own and is_choice:
        sentence = ngettext(
            "Finish one of these: %(titles)s.",
            "Finish %(n)d of these: %(titles)s.",
            int(str(values["n"])),
        )
    elif is_own:
        sentence = _("Finish %(titles)s.")
    elif is_choice:
        sentence = ngettext(
            "Still needed is one of these: %(titles)s.",
            "Still needed are %(n)d of these: %(titles)s.",
            int(str(values["n"])),
        )
    else:
        sentence = _("Still needed: %(titles)s.")
    if after == Status.DONE_ON_TIME:
        then = _("Done by %(day)s, this says ‘%(status)s’.")
    else:
        then = _("The last day has passed, so this then says ‘%(status)s’.")
    return f"{sentence % values} {then % values}"


def _after_doing(case: Case) -> Status | None:
    """Return the status if what is still needed were done on the reference date."""
    decision = case.decision
    by_item = {decision.rule.item(pk): pk for pk in decision.rule.accepted}
    by_item |= {pk: pk for pk in decision.rule.accepted}
    wanted = [by_item[item] for item in sorted(decision.open_items)][: decision.missing]
    done = [_done(case, pk, -place) for place, pk in enumerate(wanted, start=1)]
    facts = replace(case.facts, completions=[*case.facts.completions, *done])
    found = decide(facts, decision.as_of, decision.known_at)
    return found.status if found else None


def _done(case: Case, activity_id: int, pk: int) -> CompletionFact:
    decision = case.decision
    return CompletionFact(
        id=pk,
        person_id=case.facts.person_id,
        activity_id=activity_id,
        occurred_on=decision.as_of,
        assurance=decision.rule.accepted[activity_id],
        voids_id=None,
        recorded_at=decision.known_at or clock.now(),
    )


def _cannot(case: Case) -> str:
    """Say why doing something now brings nothing."""
    closes_on = case.decision.closes_on
    if closes_on is not None and closes_on < case.decision.as_of:
        return _(
            "This round closed on %(day)s. What is done after that counts for another round."
        ) % {"day": format_date(closes_on)}
    return _(
        "There is nothing left to do that counts here. Ask your organisation what is possible."
    )


def _open(case: Case) -> Sequence[Sequence[ShownActivity]]:
    """Return what can still be done for it, by title; each with what counts instead of it."""
    found = [_ways(case, pk) for pk in case.decision.open_items if pk in case.activities]
    return sorted(found, key=lambda ways: ways[0].title)


def _ways(case: Case, item_id: int) -> Sequence[ShownActivity]:
    rule = case.decision.rule
    others = [
        case.activities[pk]
        for pk in rule.accepted
        if pk != item_id and rule.item(pk) == item_id and pk in case.activities
    ]
    others = sorted(others, key=lambda one: one.title)
    return [case.activities[item_id], *(one for one in others if not one.is_short_form)]


def _named(items: Sequence[Sequence[ShownActivity]]) -> Sequence[str]:
    """Return each item with what counts instead of it, in quotes."""
    quoted = [[_("‘%(title)s’") % {"title": way.title} for way in item] for item in items]
    if len(quoted) == 1:
        return [listed(quoted[0], word=_("or"))]
    return [_with_others(*ways) for ways in quoted]


def _with_others(title: str, *others: str) -> str:
    if not others:
        return title
    values = {"title": title, "others": listed(others, word=_("or"))}
    return _("%(title)s (or %(others)s)") % values
