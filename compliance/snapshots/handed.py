"""The reports that are handed over, made from a source of figures."""

from django.utils.translation import gettext as _

from compliance.reports.documents import Line, report_document
from compliance.snapshots.source import Source
from compliance.tables import Document
from core.dates import format_date
from organisations.enums import UnitKind

COVERAGE = "kamervraag"
QUARTER = "kwartaal"


def coverage_document(source: Source) -> Document:
    """Return the answer to a parliamentary question: who finished, per ministry, on a day."""
    day = format_date(source.basis.reference_date)
    ministries = any(row.kind == UnitKind.MINISTRY for row in source.tree.rows)
    return report_document(
        key=COVERAGE,
        title=_("Who finished what is compulsory, as on %(day)s") % {"day": day},
        lead=_("%(unit)s, per ministry") % {"unit": source.tree.unit.name}
        if ministries
        else source.tree.unit.name,
        basis=source.basis,
        first=_("Ministry") if ministries else _("Unit"),
        lines=_lines(source),
    )


def quarter_document(source: Source) -> Document:
    """Return the report for works council and planning and control: numbers, never names."""
    day = source.basis.reference_date
    number = (day.month + 2) // 3
    return report_document(
        key=QUARTER,
        title=_("Quarterly report %(year)s, quarter %(number)s")
        % {"year": day.year, "number": number},
        lead=_("%(unit)s, as on %(day)s")
        % {"unit": source.tree.unit.name, "day": format_date(day)},
        basis=source.basis,
        first=_("Unit"),
        lines=_lines(source),
    )


def _lines(source: Source) -> list[Line]:
    """Return the units right below and the whole, that counts everybody once."""
    duties = [duty["id"] for duty in source.basis.duties]
    rows = [
        Line(label=unit.name, figures={pk: source.shown(unit, pk) for pk in duties})
        for unit in source.tree.rows
    ]
    whole = source.tree.unit
    return [
        *rows,
        Line(
            label=_("%(unit)s, everybody once") % {"unit": whole.name},
            figures={pk: source.shown(whole, pk) for pk in duties},
            is_total=True,
        ),
    ]
