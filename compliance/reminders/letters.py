"""What a reminder says, worked out for many messages at once right before they are sent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from compliance.reminders.open_duties import OpenDuty, open_duties
from core import clock
from core.dates import format_date
from notifications.models import Notice

Contexts = dict[int, Mapping[str, Any] | None]


def refresh_reminders(notices: Sequence[Notice]) -> Contexts:
    """Return what to fill in; None when nothing that a message is about is to be done any more.

    Judged on today in the zone of each person. The message lists all that somebody owes, so that
    there need not be another one.
    """
    by_day: dict[date, list[Notice]] = {}
    for notice in notices:
        by_day.setdefault(clock.today(notice.person.time_zone), []).append(notice)
    contexts: Contexts = {}
    for today, same in by_day.items():
        duties = open_duties(person_ids=[row.person_id for row in same], as_of=today)
        for notice in same:
            contexts[notice.pk] = _context(notice, duties.get(notice.person_id, []))
    return contexts


def _context(notice: Notice, duties: Sequence[OpenDuty]) -> Mapping[str, Any] | None:
    asked = set(notice.context.get("obligations", ()))
    if not asked & {duty.obligation_id for duty in duties}:
        return None
    with override(notice.person.language):
        return {
            "naam": notice.person.name,
            "afzender": notice.context.get("sender", ""),
            "onderdelen": [line_of(duty) for duty in duties],
            "knop": reverse("mijn-leren"),
        }


def line_of(duty: OpenDuty) -> str:
    """Return a duty with its date, in the language at hand."""
    values = {"title": duty.title, "day": format_date(duty.due_on)}
    if duty.is_late:
        return _("%(title)s. The last day was %(day)s.") % values
    return _("%(title)s. Do this by %(day)s at the latest.") % values
