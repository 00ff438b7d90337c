"""Which reports can be asked for as a file, in one table. Each judges itself who may see it.

Parameters are what stands in the address of the page, as text; so what is exported is what is seen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance import reports
from compliance.access import requirements, rijk_code
from compliance.enums import ExportFormat
from compliance.exports.errors import NotAllowed, WrongChoice
from compliance.figures.directory import Directory
from compliance.forms import PersonsForm, ReferenceDateForm
from compliance.improving.document import improvement_document
from compliance.models import Snapshot
from compliance.privacy.sight import officer_unit
from compliance.reports.documents import cells_of, header_of
from compliance.snapshots.handed import coverage_document, quarter_document
from compliance.snapshots.source import Source, frozen_source, live_source
from compliance.snapshots.spread import spread
from compliance.snapshots.stored import newest_snapshot
from compliance.tables import Document, Row, Table
from core.spreadsheets import Cell
from organisations.access import Viewer
from organisations.models import Unit, UnitVersion

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Choices = Mapping[str, str]
ROWS = (ExportFormat.CSV, ExportFormat.XLSX, ExportFormat.ODS)
DOCUMENTS = (ExportFormat.PDF, *ROWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportKind:
    """A report as a file.

    `build` returns it for a viewer with their choices; it raises `NotAllowed` when they may not see
    it and `WrongChoice` when it cannot be. Rows of a table are read while the file is written.
    `names` are the choices that are kept. `comes_by_itself`: it can be had every month or quarter.
    """

    key: str
    title: "_StrPromise"
    formats: tuple[ExportFormat, ...]
    names: tuple[str, ...]
    build: Callable[[Viewer, Choices], Table | Document]
    comes_by_itself: bool = False

    def kept(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the choices that belong to this report, as text."""
        return {name: str(given[name]) for name in self.names if given.get(name)}


def source_of(viewer: Viewer, choices: Choices, *, code: str) -> Source:
    """Return the figures of a unit: of the snapshot of the day when there is one, or counted now.

    With `bron=nu` they are always counted from the facts.
    """
    day = _day(choices)
    snapshot = _snapshot(choices, day)
    try:
        if snapshot is not None:
            return frozen_source(viewer, snapshot=snapshot, code=code)
        return live_source(viewer, code=code, day=day)
    except Unit.DoesNotExist as unknown:
        raise NotAllowed from unknown


def _snapshot(choices: Choices, day: date) -> Snapshot | None:
    """Return the snapshot that was asked for, or the newest one of the day."""
    asked = choices.get("momentopname")
    if not asked:
        return None if choices.get("bron") == "nu" else newest_snapshot(day)
    try:
        return Snapshot.objects.get(uuid=asked)
    except (Snapshot.DoesNotExist, ValidationError) as unknown:
        raise WrongChoice from unknown


def coverage(viewer: Viewer, choices: Choices) -> Document:
    """Return the report for a parliamentary question."""
    code = rijk_code(viewer, on=_day(choices))
    if code is None:
        raise NotAllowed
    return coverage_document(source_of(viewer, choices, code=code))


def quarter(viewer: Viewer, choices: Choices) -> Document:
    """Return the report of a quarter of a unit."""
    return quarter_document(source_of(viewer, choices, code=choices.get("onderdeel", "")))


def improvement(viewer: Viewer, choices: Choices) -> Document:
    """Return plan, do, check and act of a unit in the year of a day."""
    source = source_of(viewer, choices, code=choices.get("onderdeel", ""))
    return improvement_document(viewer, source)


def units(viewer: Viewer, choices: Choices) -> Table:
    """Return every unit below one, with each duty; small groups stay hidden."""
    source = source_of(viewer, choices, code=choices.get("onderdeel", ""))
    return Table(
        title=source.tree.unit.name,
        header=[_("Code"), _("Unit"), _("Part of"), _("Duty"), *header_of(), *_stamps()],
        rows=_unit_rows(source),
    )


def _stamps() -> list[str]:
    return [_("Reference date"), _("As known at"), _("Rule hash")]


def _unit_rows(source: Source) -> Iterator[Row]:
    basis = source.basis
    stamps: list[Cell] = [basis.reference_date, basis.known_at, basis.rule_hash]
    width = len(header_of())
    for seen in spread(source):
        label = [seen.unit.code, seen.unit.name, seen.parent_name]
        for duty in basis.duties:
            figure = seen.figures[duty["id"]]
            cells: list[Cell] = (
                [_("Group too small to show"), *[None] * (width - 1)]
                if figure is None
                else [*cells_of(figure.counts)]
            )
            yield [*label, duty["title"], *cells, *stamps]


def persons(viewer: Viewer, choices: Choices) -> Table:
    """Return the people of a unit and below it, for the compliance officer."""
    query = QueryDict(mutable=True)
    query.update(choices)
    duties = requirements()
    form = PersonsForm(query, requirements=duties)
    if not form.is_valid():
        raise WrongChoice
    try:
        unit = officer_unit(viewer, code=choices.get("onderdeelcode", ""), on=form.day)
    except UnitVersion.DoesNotExist as unknown:
        raise NotAllowed from unknown
    values = form.cleaned_data
    chosen = [row for row in duties if row.key == values.get("onderdeel")] or duties
    listed = reports.Persons(
        directory=Directory(
            unit_id=unit.unit_id,
            as_of=form.day,
            search=values.get("q") or "",
            kind=values.get("soort") or "",
        ),
        requirements=chosen,
        state=values.get("status") or "",
        why_url=lambda _person, _key: "",
    )
    return Table(
        title=f"{unit.name}",
        header=reports.person_header(listed),
        rows=reports.person_cells(listed),
    )


def _day(choices: Choices) -> date:
    query = QueryDict(mutable=True)
    query["peildatum"] = choices.get("peildatum", "")
    form = ReferenceDateForm(query)
    if not form.is_valid():
        raise WrongChoice
    return form.day


KINDS = (
    ExportKind(
        key="kamervraag",
        title=gettext_lazy("Report for a parliamentary question"),
        formats=DOCUMENTS,
        names=("peildatum", "bron"),
        build=coverage,
        comes_by_itself=True,
    ),
    ExportKind(
        key="kwartaal",
        title=gettext_lazy("Quarterly report"),
        formats=DOCUMENTS,
        names=("onderdeel", "peildatum", "bron"),
        build=quarter,
        comes_by_itself=True,
    ),
    ExportKind(
        key="verbeteren",
        title=gettext_lazy("Plan, do, check, act"),
        formats=DOCUMENTS,
        names=("onderdeel", "peildatum", "bron"),
        build=improvement,
        comes_by_itself=True,
    ),
    ExportKind(
        key="onderdelen",
        title=gettext_lazy("All units below a unit"),
        formats=ROWS,
        names=("onderdeel", "peildatum", "bron", "momentopname"),
        build=units,
        comes_by_itself=True,
    ),
    ExportKind(
        key="personen",
        title=gettext_lazy("People below a unit"),
        formats=ROWS,
        names=("onderdeelcode", "peildatum", "q", "status", "onderdeel", "soort"),
        build=persons,
    ),
)


def kind_of(key: str) -> ExportKind:
    """Return the report with this key; raises `WrongChoice`."""
    for kind in KINDS:
        if kind.key == key:
            return kind
    raise WrongChoice
