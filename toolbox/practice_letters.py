"""Messages about good practices: to who judges them, and to who submitted them, on every step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from organisations.reports import unit_names
from toolbox.access.practices import judges_of
from toolbox.models import GoodPractice
from toolbox.practice_enums import PracticeState

ASKED = "toolbox.practice_asked"
ANSWERED = "toolbox.practice_step"


def tell_judges(practice: GoodPractice) -> int:
    """Ask the nearest HR advisers to judge; return how many are told."""
    return queue_notices([_notice(ASKED, practice, person) for person in judges_of(practice)])


def tell_submitter(practice: GoodPractice) -> int:
    """Say how far it has come."""
    return queue_notices([_notice(ANSWERED, practice, practice.submitted_by)])


def _notice(kind: str, practice: GoodPractice, person: Person) -> NewNotice:
    step = f"{practice.uuid}:{practice.state}:{practice.changed_at.isoformat()}"
    return NewNotice(
        kind=kind,
        key=f"{kind}:{step}:{person.uuid}",
        person=person,
        context={"practice": practice.pk, "state": str(practice.state)},
    )


def refresh(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when the practice is no longer in that state."""
    rows = GoodPractice.objects.select_related("submitted_by")
    found = rows.in_bulk({row.context["practice"] for row in notices})
    names = unit_names([row.unit_id for row in found.values()], clock.today())
    answers: dict[int, Mapping[str, Any] | None] = {}
    for notice in notices:
        practice = found.get(notice.context["practice"])
        if practice is None or practice.state != notice.context["state"]:
            answers[notice.pk] = None
            continue
        label = names.get(practice.unit_id)
        with override(notice.person.language):
            answers[notice.pk] = _filled(notice, practice, label.name if label else "")
    return answers


def _filled(notice: Notice, practice: GoodPractice, unit: str) -> dict[str, Any]:
    filled = {
        "naam": notice.person.name,
        "titel": practice.title,
        "knop": reverse("toolbox:practice", args=[practice.uuid]),
    }
    if notice.kind == ASKED:
        return {**filled, "indiener": practice.submitted_by.name, "onderdeel": unit}
    return {**filled, "stand": _standing(practice)}


def _standing(practice: GoodPractice) -> str:
    if practice.state == PracticeState.SUBMITTED:
        if judges_of(practice):
            return _("We received it. An HR adviser looks at it; you get a message then.")
        return _(
            "We received it. There is no HR adviser yet for this part of the organisation, so the "
            "editors of the kennishuis look at it."
        )
    if practice.state == PracticeState.PUBLISHED:
        return _("It is published. Everybody can read it now. Thank you for sharing it.")
    if practice.state == PracticeState.WITHDRAWN:
        return _("You took it back. Nobody else can read it. You can send it in again.")
    return _("It was sent back with this comment: %(comment)s") % {"comment": practice.comment}
