"""Good practices for tests that are about something else."""

from typing import Any

from core import clock
from organisations.models import Person
from toolbox.models import GoodPractice
from toolbox.practice_enums import PracticeState


def make_practice(person: Person, **fields: Any) -> GoodPractice:
    """Return a practice of somebody's own unit, without its history."""
    is_published = fields.get("state") == PracticeState.PUBLISHED
    about = {
        "unit": person.appointments.first().unit,
        "title": "Een rondje op maandag",
        "problem": "We zagen elkaar weinig.",
        "action": "Een rondje.",
        "result": "We vragen eerder om hulp.",
        "themes": ["safety"],
        "audiences": ["everyone"],
        "has_consent": True,
        "is_anonymous": True,
        "submitted_by": person,
        "published_at": clock.now() if is_published else None,
    }
    practice: GoodPractice = GoodPractice.objects.create(**about | fields)
    return practice
