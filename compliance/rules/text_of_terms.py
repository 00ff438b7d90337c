"""What a rule asks, how often and by when, in words."""

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import CycleKind
from compliance.rules.drafting import AcceptedRule, DraftRule
from compliance.rules.names import Names
from compliance.rules.phrases import listed
from core.dates import format_date


def task(rule: DraftRule, names: Names) -> str:
    """Return what must be done."""
    titles = [_with_equivalents(rule, one, names) for one in rule.items]
    if not titles:
        return _("nothing chosen yet")
    if rule.needed is None or rule.needed >= len(titles):
        return listed(titles, word=_("and"))
    return ngettext(
        "at least %(count)d of %(activities)s",
        "at least %(count)d of %(activities)s",
        rule.needed,
    ) % {"count": rule.needed, "activities": listed(titles, word=_("and"))}


def _with_equivalents(rule: DraftRule, item: AcceptedRule, names: Names) -> str:
    others = [
        names.activity(one.activity) for one in rule.accept if one.instead_of == item.activity
    ]
    return listed([names.activity(item.activity), *others], word=_("or"))


def again(rule: DraftRule) -> str:
    """Return whether what counted last time counts again."""
    if rule.not_same_as_last:
        return _("What counted last time does not count this time.")
    return _("What counted last time counts again.")


def often(rule: DraftRule) -> str:
    """Return how often it comes back."""
    if rule.cycle_kind == CycleKind.ONCE:
        return _("Once")
    if rule.cycle_kind == CycleKind.EDITION:
        return _("With every new edition")
    if rule.start_month == 1:
        return _("Every calendar year")
    return _("Every year, from %(month)s") % {"month": MONTHS[rule.start_month]}


def due(rule: DraftRule) -> str:
    """Return by when, as a line of its own."""
    if rule.cycle_kind == CycleKind.EDITION:
        return ngettext(
            "%(count)d day after the new edition",
            "%(count)d days after the new edition",
            rule.due_days,
        ) % {"count": rule.due_days}
    if rule.cycle_kind == CycleKind.CALENDAR_YEAR:
        return _day_of(rule)
    if rule.sitting_due_on is None:
        return newcomers(rule)
    return format_date(rule.sitting_due_on)


def when(rule: DraftRule) -> str:
    """Return how often and by when, in the middle of a sentence."""
    if rule.cycle_kind == CycleKind.EDITION:
        return ngettext(
            "with every new edition within %(count)d day",
            "with every new edition within %(count)d days",
            rule.due_days,
        ) % {"count": rule.due_days}
    if rule.cycle_kind == CycleKind.CALENDAR_YEAR:
        return _("every year on %(day)s at the latest") % {"day": _day_of(rule)}
    if rule.sitting_due_on is None:
        return _("once")
    return _("once, on %(day)s at the latest") % {"day": format_date(rule.sitting_due_on)}


def _day_of(rule: DraftRule) -> str:
    return _("%(day)d %(month)s") % {"day": rule.due_day, "month": MONTHS[rule.due_month]}


def newcomers(rule: DraftRule) -> str:
    """Return how long who starts later has."""
    return ngettext(
        "Who starts later has %(count)d day from the first working day.",
        "Who starts later has %(count)d days from the first working day.",
        rule.newcomer_days,
    ) % {"count": rule.newcomer_days}


def grace(rule: DraftRule) -> str:
    """Return how long it is not overdue yet."""
    if not rule.grace_days:
        return _("None")
    return ngettext(
        "For %(count)d day after the due date it does not count as overdue yet.",
        "For %(count)d days after the due date it does not count as overdue yet.",
        rule.grace_days,
    ) % {"count": rule.grace_days}
