"""Messages about addenda: to who can approve one, and back to who proposed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock
from gir.access import judges_of
from gir.enums import AddendumState
from gir.models import AddendumProposal
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from organisations.reports import unit_names

ASKED = "gir.addendum_asked"
ANSWERED = "gir.addendum_answered"


def tell_judges(proposal: AddendumProposal) -> int:
    """Ask the nearest who can approve; return how many are told."""
    return queue_notices(
        [
            _notice(ASKED, proposal, person)
            for person in judges_of(proposal.unit, but=proposal.proposed_by)
        ]
    )


def tell_proposer(proposal: AddendumProposal) -> int:
    """Say what was answered."""
    return queue_notices([_notice(ANSWERED, proposal, proposal.proposed_by)])


def _notice(kind: str, proposal: AddendumProposal, person: Person) -> NewNotice:
    moment = proposal.changed_at.isoformat()
    return NewNotice(
        kind=kind,
        key=f"{kind}:{proposal.uuid}:{moment}:{person.uuid}",
        person=person,
        context={"proposal": proposal.pk, "state": str(proposal.state)},
    )


def refresh(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when the proposal is no longer in that state."""
    found = AddendumProposal.objects.select_related("proposed_by").in_bulk(
        {row.context["proposal"] for row in notices}
    )
    names = unit_names([row.unit_id for row in found.values()], clock.today())
    answers: dict[int, Mapping[str, Any] | None] = {}
    for notice in notices:
        proposal = found.get(notice.context["proposal"])
        if proposal is None or proposal.state != notice.context["state"]:
            answers[notice.pk] = None
            continue
        label = names.get(proposal.unit_id)
        with override(notice.person.language):
            answers[notice.pk] = _filled(notice, proposal, label.name if label else "")
    return answers


def _filled(notice: Notice, proposal: AddendumProposal, unit: str) -> dict[str, Any]:
    filled = {
        "naam": notice.person.name,
        "titel": proposal.title,
        "onderdeel": unit,
        "knop": reverse("gir:addendum-proposal", args=[proposal.uuid]),
    }
    if notice.kind == ASKED:
        return {**filled, "indiener": proposal.proposed_by.name}
    return {**filled, "antwoord": _answer(proposal)}


def _answer(proposal: AddendumProposal) -> str:
    if proposal.state == AddendumState.APPROVED:
        return _("It was approved.")
    return _("It was sent back with this comment: %(comment)s") % {"comment": proposal.comment}
