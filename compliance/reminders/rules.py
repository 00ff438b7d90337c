"""The rules by which people are reminded: what counts now, and how that came about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.models import ReminderRule, Requirement
from compliance.models.reminders import default_days
from compliance.rules.phrases import capital, listed
from compliance.rules.text import Difference
from core import clock
from organisations.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody set a rule. `by` is None for what was set before names were kept."""

    at: datetime
    by: Person | None
    agreed_in: str
    differences: tuple[Difference, ...]


def standing_rules() -> dict[int, ReminderRule]:
    """Return the rule of each requirement as it counts now; those never set are not there."""
    known = ReminderRule.objects.filter(recorded_at__lte=clock.now())
    rows = known.select_related("requirement", "set_by").order_by("requirement", "number")
    return {row.requirement_id: row for row in rows}


def days_by_requirement() -> Mapping[int, tuple[int, ...]]:
    """Return the days of each duty of persons; those without a rule of their own have ours."""
    rules = standing_rules()
    duties = Requirement.objects.exclude(subject="team").values_list("pk", flat=True)
    return {pk: tuple(rules[pk].days if pk in rules else default_days()) for pk in duties}


def escalations() -> list[ReminderRule]:
    """Return the rules by which the manager above a team hears of it."""
    rules = standing_rules().values()
    found = [rule for rule in rules if rule.escalate_after is not None]
    return sorted(found, key=lambda rule: rule.pk)


def changes_of(requirement: Requirement) -> list[Change]:
    """Return every time that somebody set the rule of a requirement, the latest first."""
    found, days, after = [], default_days(), None
    rows = requirement.reminder_rules.select_related("set_by").order_by("number")
    for row in rows:
        parts = (
            (_("Reminders"), days_text(days), days_text(row.days)),
            (_("Manager above"), after_text(after), after_text(row.escalate_after)),
        )
        differences = tuple(
            Difference(label=label, before=before, after=now)
            for label, before, now in parts
            if before != now
        )
        found.append(
            Change(
                at=row.recorded_at, by=row.set_by, agreed_in=row.agreed_in, differences=differences
            )
        )
        days, after = row.days, row.escalate_after
    return found[::-1]


def days_text(days: Iterable[int]) -> str:
    """Return the days of a rule in words, as "60, 30 and 7 days before; 1 day after"."""
    given = sorted(days)
    before = [-day for day in given if day < 0]
    after = [day for day in given if day > 0]
    parts = []
    if before:
        text = ngettext("%(days)s day before it", "%(days)s days before it", before[-1])
        parts.append(text % {"days": _numbers(before)})
    if 0 in given:
        parts.append(_("on the last day itself"))
    if after:
        text = ngettext("%(days)s day after it", "%(days)s days after it", after[-1])
        parts.append(text % {"days": _numbers(after)})
    return capital("; ".join(parts)) or _("No reminders")


def after_text(days: int | None) -> str:
    """Return in words when the manager above a team hears of it."""
    if days is None:
        return _("Never")
    return ngettext("After %(n)d day", "After %(n)d days", days) % {"n": days}


def _numbers(days: Iterable[int]) -> str:
    return listed([str(day) for day in days], word=_("and"))
