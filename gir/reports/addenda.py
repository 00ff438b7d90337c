"""Addenda and their proposals, as who writes and who approves them sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.dates import last_day
from core.markdown import render_markdown
from gir.access import (
    addenda_seen_by,
    proposals_judged_by,
    proposals_seen_by,
    units_written_for,
)
from gir.contents import clean
from gir.enums import AddendumState
from gir.models import Addendum, AddendumProposal, ArticleVersion
from organisations.reports import unit_names
from organisations.viewers import Viewer

_BADGES: Mapping[str, tuple[str, str]] = {
    AddendumState.DRAFT: ("neutral", "pencil"),
    AddendumState.PROPOSED: ("info", "hourglass"),
    AddendumState.SENT_BACK: ("warn", "rotate-ccw"),
    AddendumState.APPROVED: ("good", "check"),
    AddendumState.WITHDRAWN: ("neutral", "circle-slash"),
}
_CLOSED = (AddendumState.APPROVED, AddendumState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A state in words and colour."""

    text: str
    kind: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumLine:
    """A proposal, or an addendum that was approved."""

    uuid: UUID
    is_proposal: bool
    is_ending: bool
    title: str
    article: str
    unit_name: str
    is_stricter: bool
    valid_from: date
    last_day: date | None
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAddenda:
    """What a part of the organisation adds."""

    name: str
    lines: Sequence[AddendumLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything that somebody writes and approves."""

    to_judge: Sequence[AddendumLine]
    open: Sequence[AddendumLine]
    units: Sequence[UnitAddenda]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as a page of its own."""

    proposal: AddendumProposal
    line: AddendumLine
    html: str
    before: str
    proposed_by: str
    may_judge: bool
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumView:
    """An addendum with all that was in its place before and after."""

    addendum: Addendum
    line: AddendumLine
    history: Sequence[AddendumLine]
    proposed_by: str
    approved_by: str
    may_write: bool


def overview(user: Viewer) -> Overview:
    """Return what somebody writes and approves, per part of the organisation."""
    proposals = list(proposals_seen_by(user).exclude(state__in=_CLOSED).order_by("-changed_at"))
    addenda = list(_followed(addenda_seen_by(user)).exclude(text="").order_by("article_key", "pk"))
    words = _Words([*(row.unit_id for row in proposals), *(row.unit_id for row in addenda)])
    judged = set(proposals_judged_by(user).values_list("pk", flat=True))
    waiting = {row.pk for row in proposals if row.state == AddendumState.PROPOSED} & judged
    by_unit: dict[int, list[AddendumLine]] = {}
    for row in addenda:
        by_unit.setdefault(row.unit_id, []).append(words.addendum(row))
    units = [UnitAddenda(name=words.unit(key), lines=rows) for key, rows in by_unit.items()]
    return Overview(
        to_judge=[words.proposal(row) for row in proposals if row.pk in waiting],
        open=[words.proposal(row) for row in proposals if row.pk not in waiting],
        units=sorted(units, key=lambda unit: unit.name),
        may_write=units_written_for(user).exists(),
    )


def proposal_view(proposal: AddendumProposal, user: Viewer) -> ProposalView:
    """Return a proposal with what somebody may do with it."""
    words = _Words([proposal.unit_id])
    is_waiting = proposal.state == AddendumState.PROPOSED
    return ProposalView(
        proposal=proposal,
        line=words.proposal(proposal),
        html=clean(render_markdown(proposal.text)),
        before=proposal.replaces.text if proposal.replaces else "",
        proposed_by=proposal.proposed_by.name,
        may_judge=is_waiting and proposals_judged_by(user).filter(pk=proposal.pk).exists(),
        may_write=units_written_for(user).filter(pk=proposal.unit_id).exists(),
    )


def addendum_view(addendum: Addendum, user: Viewer) -> AddendumView:
    """Return an addendum with its history, newest first."""
    rows = _chain(addendum)
    words = _Words([addendum.unit_id])
    current = next(row for row in rows if row.pk == addendum.pk)
    is_last = not any(row.replaces_id == addendum.pk for row in rows)
    writes = units_written_for(user).filter(pk=addendum.unit_id).exists()
    return AddendumView(
        addendum=addendum,
        line=words.addendum(current),
        history=[words.addendum(row) for row in reversed(rows)],
        proposed_by=addendum.proposed_by.name,
        approved_by=addendum.approved_by.name,
        may_write=writes and is_last and not _has_ended(current),
    )


def _chain(addendum: Addendum) -> list[Addendum]:
    """Return all that stood in one place, oldest first; they are of one unit and one article."""
    rows = _followed(
        Addendum.objects.filter(unit=addendum.unit_id, article_key=addendum.article_key)
    )
    by_pk = {row.pk: row for row in rows}
    after = {row.replaces_id: row for row in by_pk.values() if row.replaces_id}
    first = by_pk[addendum.pk]
    while first.replaces_id:
        first = by_pk[first.replaces_id]
    chain = [first]
    while chain[-1].pk in after:
        chain.append(after[chain[-1].pk])
    return chain


def _followed(rows: QuerySet[Addendum]) -> QuerySet[Addendum]:
    return rows.annotate(followed_on=F("replaced_by__valid_from"))


def _end(row: Addendum) -> date | None:
    ends = [one for one in (row.valid_until, getattr(row, "followed_on", None)) if one]
    return min(ends, default=None)


def _has_ended(row: Addendum) -> bool:
    end = _end(row)
    return end is not None and end <= clock.today()


class _Words:
    """Names of units and articles, asked once for a whole list."""

    def __init__(self, units: Sequence[int]) -> None:
        self._units = unit_names(set(units), clock.today())
        rows = ArticleVersion.objects.filter(~Q(change="removed")).order_by("valid_from", "number")
        names = rows.values_list("key", "label", "title")
        self._articles = {key: f"{label} {title}" for key, label, title in names}

    def unit(self, pk: int) -> str:
        """Return the name of a unit today."""
        found = self._units.get(pk)
        return found.name if found else _("a part that was closed")

    def proposal(self, row: AddendumProposal) -> AddendumLine:
        """Return a proposal."""
        kind, icon = _BADGES[row.state]
        badge = Badge(text=str(AddendumState(row.state).label), kind=kind, icon=icon)
        return self._line(row, row.valid_until, badge, is_proposal=True)

    def addendum(self, row: Addendum) -> AddendumLine:
        """Return an addendum."""
        today = clock.today()
        if _has_ended(row):
            badge = Badge(text=_("Ended"), kind="neutral", icon="circle-slash")
        elif row.valid_from > today:
            badge = Badge(text=_("Still to come"), kind="info", icon="calendar-days")
        else:
            badge = Badge(text=_("In force"), kind="good", icon="check")
        return self._line(row, _end(row), badge, is_proposal=False)

    def _line(
        self, row: Addendum | AddendumProposal, end: date | None, badge: Badge, *, is_proposal: bool
    ) -> AddendumLine:
        return AddendumLine(
            uuid=row.uuid,
            is_proposal=is_proposal,
            is_ending=row.replaces_id is not None and not row.text,
            title=row.title,
            article=self._articles.get(row.article_key, row.article_key),
            unit_name=self.unit(row.unit_id),
            is_stricter=row.is_stricter,
            valid_from=row.valid_from,
            last_day=last_day(end),
            badge=badge,
        )


def article_choices() -> list[tuple[str, str]]:
    """Return the articles in force today, to add something to."""
    rows = ArticleVersion.objects.in_force_on(clock.today())
    return [(row.key, f"{row.label} {row.title}") for row in rows]


def unit_choices(user: Viewer) -> list[tuple[str, str]]:
    """Return the units that somebody writes for, by code and name."""
    units = dict(units_written_for(user).values_list("pk", "code"))
    names = unit_names(units, clock.today())
    found = [(units[pk], label.name) for pk, label in names.items()]
    return sorted(found, key=lambda one: one[1])
