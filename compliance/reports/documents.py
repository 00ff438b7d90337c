"""Reports that are handed over: figures per unit and duty, with all that defends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.definitions import definitions, sources
from compliance.figures.counts import Counts
from compliance.figures.units import UnitFigure
from compliance.reports.bars import percentage_of
from compliance.tables import Document, Figure, Section
from core.dates import format_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the figures of a report rest on; without `frozen_at` they were counted just now."""

    reference_date: date
    known_at: datetime
    rule_hash: str
    definitions: str
    duties: Sequence[Mapping[str, Any]]
    frozen_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit in the table, or the whole; None: too few people to show."""

    label: str
    figures: Mapping[int, UnitFigure | None]
    is_total: bool = False


def report_document(
    *, key: str, title: str, lead: str, basis: Basis, first: str, lines: Sequence[Line]
) -> Document:
    """Return the report: one table for each duty, with these lines. `first` heads the labels."""
    day = format_date(basis.reference_date)
    header = [first, *header_of()]
    return Document(
        key=key,
        title=title,
        lead=lead,
        footer=_("Kompas · reference date %(day)s · rule hash %(hash)s")
        % {"day": day, "hash": basis.rule_hash[:12]},
        made_at=basis.frozen_at or basis.known_at,
        reference_date=basis.reference_date,
        facts=_facts(basis),
        sections=[_section(duty, header, lines) for duty in basis.duties],
        notes=[*definitions(), *sources(basis.duties)],
        stamps=[
            (_("Reference date"), basis.reference_date),
            (_("As known at"), basis.known_at),
            (_("Rule hash"), basis.rule_hash),
        ],
    )


def header_of() -> list[str]:
    """Return what stands above the numbers of `cells_of`."""
    return [
        _("Must do this (denominator)"),
        _("Finished (numerator)"),
        _("Finished, in %"),
        _("Of whom late"),
        _("To do"),
        _("In days of grace"),
        _("Late"),
        _("New, still in term"),
        _("Exempt"),
        _("Postponed"),
    ]


def _facts(basis: Basis) -> list[tuple[str, str]]:
    facts = [
        (_("Reference date"), format_date(basis.reference_date)),
        (_("As known at"), format_moment(basis.known_at)),
    ]
    if basis.frozen_at is not None:
        facts.append((_("Frozen in a snapshot of"), format_moment(basis.frozen_at)))
    else:
        facts.append((_("Source"), _("Counted from the facts when this report was asked for")))
    if basis.reason:
        facts.append((_("Corrects an earlier snapshot, because"), basis.reason))
    facts.append((_("Rule hash"), basis.rule_hash))
    return facts


def format_moment(moment: datetime) -> str:
    """Return a moment as people write it, in Dutch time."""
    return date_format(timezone.localtime(moment), "j F Y H:i")


def _section(duty: Mapping[str, Any], header: Sequence[str], lines: Sequence[Line]) -> Section:
    return Section(
        title=str(duty["title"]),
        header=header,
        figures=[_figure(line, line.figures.get(duty["id"])) for line in lines],
        note=_("This is a duty of teams: the numbers are teams, not people.")
        if duty["subject"] == "team"
        else "",
    )


def _figure(line: Line, found: UnitFigure | None) -> Figure:
    if found is None:
        hidden = _("Group too small to show")
        return Figure(label=line.label, hidden=hidden, is_total=line.is_total)
    return Figure(label=line.label, cells=cells_of(found.counts), is_total=line.is_total)


def cells_of(counts: Counts) -> list[int | None]:
    """Return the numbers in the order of the header; a rate over nobody is empty."""
    return [
        counts.rated,
        counts.done,
        percentage_of(counts),
        counts.done_late,
        counts.open,
        counts.in_grace,
        counts.overdue,
        counts.newcomer_in_term,
        counts.exempt,
        counts.paused,
    ]
