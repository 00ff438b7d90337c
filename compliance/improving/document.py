"""The page as a report that is handed over: with its day, its knowledge and its rule hash."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from compliance.definitions import IMPROVING
from compliance.enums import ImprovementPhase
from compliance.improving.actions import ListedAction, listed_actions
from compliance.improving.lines import (
    Duty,
    DutyLine,
    Moment,
    duty_lines,
    held_targets,
    moments_of,
)
from compliance.reports.documents import cells_of, header_of, report_document
from compliance.snapshots.source import Source
from compliance.tables import Document, Figure, Section
from core.dates import format_date
from core.spreadsheets import Cell
from organisations.access import Viewer

KEY = "verbeteren"


def improvement_document(user: Viewer, source: Source) -> Document:
    """Return plan, do, check and act of a unit, as on a day.

    Of a snapshot the targets and actions are as they stood recorded when it was taken. The rule
    hash signs the figures; actions are no figures, and the report says so.
    """
    day, unit = source.basis.reference_date, source.tree.unit
    known_at = source.snapshot.taken_at if source.snapshot else None
    duties = [
        Duty(pk=duty["id"], title=duty["title"], is_of_teams=duty["id"] in source.of_teams)
        for duty in source.basis.duties
    ]
    found = {duty.pk: source.shown(unit, duty.pk) for duty in duties}
    moments = moments_of(user, code=unit.code, day=day)
    lines = duty_lines(
        duties=duties,
        counts_of=lambda duty: figure.counts if (figure := found[duty.pk]) else None,
        targets=held_targets(
            unit.pk, duties=[duty.pk for duty in duties], on=day, known_at=known_at
        ),
        moments=moments,
    )
    actions = listed_actions(unit_id=unit.pk, year=day.year, on=day, known_at=known_at)
    base = report_document(
        key=KEY,
        title=_("Improving in %(year)s: plan, do, check, act") % {"year": day.year},
        lead=_("%(unit)s, as on %(day)s") % {"unit": unit.name, "day": format_date(day)},
        basis=source.basis,
        first="",
        lines=[],
    )
    return Document(
        **{name: getattr(base, name) for name in _KEPT},
        facts=[
            *base.facts,
            (_("Signed"), _("The rule hash is about the figures, not about the actions.")),
        ],
        sections=[
            _plan(lines),
            _do(lines),
            _check(lines, moments),
            *(_actions(phase, actions) for phase in ImprovementPhase),
        ],
        notes=[*base.notes, *((str(row.title), str(row.meaning)) for row in IMPROVING)],
    )


_KEPT = ("key", "title", "lead", "footer", "made_at", "reference_date", "stamps")


def _plan(lines: Sequence[DutyLine]) -> Section:
    return Section(
        title=_("Plan: what we want to reach"),
        header=[_("Duty"), _("Target, in %"), _("Decided in"), _("Set for")],
        figures=[
            Figure(
                label=row.duty.title,
                cells=[row.target.percentage, row.target.source, row.target.unit]
                if row.target
                else (),
                hidden="" if row.target else _("No target was set"),
            )
            for row in lines
        ],
        is_of_numbers=False,
    )


def _do(lines: Sequence[DutyLine]) -> Section:
    return Section(
        title=_("Do: who did what is asked"),
        header=[_("Duty"), *header_of()],
        figures=[
            Figure(label=_label(row), cells=cells_of(row.counts))
            if row.counts
            else Figure(label=_label(row), hidden=_("Group too small to show"))
            for row in lines
        ],
    )


def _label(row: DutyLine) -> str:
    if row.duty.is_of_teams:
        return _("%(duty)s (numbers of teams, not people)") % {"duty": row.duty.title}
    return row.duty.title


def _check(lines: Sequence[DutyLine], moments: Sequence[Moment]) -> Section:
    header = [_("Duty"), *(format_date(one.day) for one in moments)]
    return Section(
        title=_("Check: how far we are"),
        header=[*header, _("Finished, in %"), _("Target, in %"), _("Difference in points")],
        figures=[_checked(row) for row in lines],
        note=_(
            "The percentages of earlier days are those that were frozen then. A dash: nothing was"
            " frozen, the group was too small, or nobody had to do it."
        ),
    )


def _checked(row: DutyLine) -> Figure:
    target = row.target.percentage if row.target else None
    if row.counts is None:
        hidden = _("Group too small to show")
        return Figure(label=row.duty.title, hidden=hidden)
    return Figure(label=row.duty.title, cells=[*row.before, row.percentage, target, row.gap])


def _actions(phase: ImprovementPhase, actions: Sequence[ListedAction]) -> Section:
    rows = [row for row in actions if row.phase is phase]
    return Section(
        title=_("Actions: %(step)s") % {"step": phase.label},
        header=[
            _("What we do"),
            _("Who sees to it"),
            _("Where it comes from"),
            _("Ready on"),
            _("How it stands"),
            _("Since"),
            _("What came of it"),
        ],
        figures=[
            Figure(
                label=row.text,
                cells=[row.owner, row.source, *_standing(row)],
            )
            for row in rows
        ],
        note="" if rows else _("No actions were recorded for this step."),
        is_of_numbers=False,
    )


def _standing(row: ListedAction) -> list[Cell]:
    ended = format_date(row.ended_on) if row.ended_on else None
    return [format_date(row.due_on), row.state.label, ended, row.outcome or None]
