"""Proposals and approved texts, as who writes and who approves them sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.dates import last_day
from core.markdown import render_markdown
from core.rich_text import clean
from organisations.proposing.access import Kind
from organisations.proposing.enums import CLOSED, ProposalState
from organisations.proposing.models import Approved, Proposal
from organisations.reports import unit_names
from organisations.viewers import Viewer

_BADGES: Mapping[str, tuple[str, str]] = {
    ProposalState.DRAFT: ("neutral", "pencil"),
    ProposalState.PROPOSED: ("info", "hourglass"),
    ProposalState.SENT_BACK: ("warn", "rotate-ccw"),
    ProposalState.APPROVED: ("good", "check"),
    ProposalState.WITHDRAWN: ("neutral", "circle-slash"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A state in words and colour."""

    text: str
    kind: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A proposal, or a text that was approved. `row` has what its kind adds."""

    uuid: UUID
    is_proposal: bool
    is_ending: bool
    title: str
    about: str
    unit_name: str
    valid_from: date
    last_day: date | None
    badge: Badge
    row: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTexts:
    """What a part of the organisation wrote."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything that somebody writes and approves."""

    to_judge: Sequence[Line]
    open: Sequence[Line]
    units: Sequence[UnitTexts]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as a page of its own."""

    proposal: Any
    line: Line
    html: str
    before: str
    proposed_by: str
    may_judge: bool
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedView:
    """An approved text with all that was in its place before and after."""

    approved: Any
    line: Line
    history: Sequence[Line]
    proposed_by: str
    approved_by: str
    may_write: bool
    may_repeat: bool


def overview(kind: Kind, user: Viewer) -> Overview:
    """Return what somebody writes and approves, per part of the organisation."""
    waiting_rows = kind.proposals_seen_by(user).exclude(state__in=CLOSED).order_by("-changed_at")
    proposals = list(waiting_rows)
    seen = _followed(kind.approved_seen_by(user)).exclude(text="")
    approved = list(seen.order_by(*kind.about, "pk"))
    words = _Words(kind, [*(row.unit_id for row in proposals), *(row.unit_id for row in approved)])
    judged = set(kind.proposals_judged_by(user).values_list("pk", flat=True))
    waiting = {row.pk for row in proposals if row.state == ProposalState.PROPOSED} & judged
    by_unit: dict[int, list[Line]] = {}
    for row in approved:
        by_unit.setdefault(row.unit_id, []).append(words.approved(row))
    units = [UnitTexts(name=words.unit(key), lines=rows) for key, rows in by_unit.items()]
    return Overview(
        to_judge=[words.proposal(row) for row in proposals if row.pk in waiting],
        open=[words.proposal(row) for row in proposals if row.pk not in waiting],
        units=sorted(units, key=lambda unit: unit.name),
        may_write=kind.units_written_for(user).exists(),
    )


def proposal_view(kind: Kind, proposal: Proposal, user: Viewer) -> ProposalView:
    """Return a proposal with what somebody may do with it."""
    words = _Words(kind, [proposal.unit_id])
    is_waiting = proposal.state == ProposalState.PROPOSED
    return ProposalView(
        proposal=proposal,
        line=words.proposal(proposal),
        html=clean(render_markdown(proposal.text)),
        before=proposal.replaces.text if proposal.replaces else "",
        proposed_by=proposal.proposed_by.name,
        may_judge=is_waiting and kind.proposals_judged_by(user).filter(pk=proposal.pk).exists(),
        may_write=kind.units_written_for(user).filter(pk=proposal.unit_id).exists(),
    )


def approved_view(kind: Kind, approved: Approved, user: Viewer) -> ApprovedView:
    """Return an approved text with its history, newest first."""
    rows = _chain(kind, approved)
    words = _Words(kind, [approved.unit_id])
    current = next(row for row in rows if row.pk == approved.pk)
    last = rows[-1]
    writes = kind.units_written_for(user).filter(pk=approved.unit_id).exists()
    holds = last.pk == approved.pk and not _has_ended(current)
    return ApprovedView(
        approved=approved,
        line=words.approved(current),
        history=[words.approved(row) for row in reversed(rows)],
        proposed_by=approved.proposed_by.name,
        approved_by=approved.approved_by.name,
        may_write=writes and holds,
        may_repeat=writes and (not last.text or _has_ended(last)),
    )


def unit_choices(kind: Kind, user: Viewer) -> list[tuple[str, str]]:
    """Return the units that somebody writes for, by code and name."""
    units = dict(kind.units_written_for(user).values_list("pk", "code"))
    names = unit_names(units, clock.today())
    found = [(units[pk], label.name) for pk, label in names.items()]
    return sorted(found, key=lambda one: one[1])


def end_of(row: Approved) -> date | None:
    """Return the first day without it: its own, or that on which another took its place."""
    ends = [one for one in (row.valid_until, getattr(row, "followed_on", None)) if one]
    return min(ends, default=None)


def _chain(kind: Kind, approved: Approved) -> list[Any]:
    """Return all that stood in one place, oldest first; they are of one unit, about one thing."""
    same = {name: getattr(approved, name) for name in ("unit_id", *kind.about)}
    by_pk = {row.pk: row for row in _followed(kind.approved.objects.filter(**same))}
    after = {row.replaces_id: row for row in by_pk.values() if row.replaces_id}
    first = by_pk[approved.pk]
    while first.replaces_id:
        first = by_pk[first.replaces_id]
    chain = [first]
    while chain[-1].pk in after:
        chain.append(after[chain[-1].pk])
    return chain


def _followed(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(followed_on=F("replaced_by__valid_from"))
    return found


def _has_ended(row: Approved) -> bool:
    end = end_of(row)
    return end is not None and end <= clock.today()


class _Words:
    """Names of units and of what texts are about, asked once for a whole list."""

    def __init__(self, kind: Kind, units: Sequence[int]) -> None:
        self._kind = kind
        self._units = unit_names(set(units), clock.today())
        self._names = kind.names()

    def unit(self, pk: int) -> str:
        """Return the name of a unit today."""
        found = self._units.get(pk)
        return found.name if found else _("a part that was closed")

    def proposal(self, row: Proposal) -> Line:
        """Return a proposal."""
        kind, icon = _BADGES[row.state]
        badge = Badge(text=str(ProposalState(row.state).label), kind=kind, icon=icon)
        return self._line(row, row.valid_until, badge, is_proposal=True)

    def approved(self, row: Approved) -> Line:
        """Return an approved text."""
        if _has_ended(row):
            badge = Badge(text=_("Ended"), kind="neutral", icon="circle-slash")
        elif row.valid_from > clock.today():
            badge = Badge(text=_("Still to come"), kind="info", icon="calendar-days")
        else:
            badge = Badge(text=_("In force"), kind="good", icon="check")
        return self._line(row, end_of(row), badge, is_proposal=False)

    def _line(
        self, row: Approved | Proposal, end: date | None, badge: Badge, *, is_proposal: bool
    ) -> Line:
        about = self._kind.about_of(row)
        return Line(
            uuid=row.uuid,
            is_proposal=is_proposal,
            is_ending=row.replaces_id is not None and not row.text,
            title=row.title,
            about=self._names.get(about, " ".join(map(str, about))),
            unit_name=self.unit(row.unit_id),
            valid_from=row.valid_from,
            last_day=last_day(end),
            badge=badge,
            row=row,
        )
