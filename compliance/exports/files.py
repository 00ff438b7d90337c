"""Names, types and bytes of files."""

from io import BytesIO

from django.utils.text import slugify

from compliance.enums import ExportFormat
from compliance.exports.pdf import pdf_of
from compliance.exports.writers import write_document
from compliance.models import Export
from compliance.tables import Document
from core import clock

CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    ExportFormat.PDF: "application/pdf",
}


def document_bytes(document: Document, file_type: str) -> bytes:
    """Return a document as a file; these are small."""
    if file_type == ExportFormat.PDF:
        return pdf_of(document)
    file = BytesIO()
    write_document(document, file, file_type)
    return file.getvalue()


def file_name(document: Document, file_type: str) -> str:
    """Return the name under which a report is saved, with its day."""
    return f"kompas-{document.key}-{document.reference_date}.{file_type}"


def export_name(export: Export) -> str:
    """Return the name under which an export is saved: what, of which unit, of which day."""
    chosen = export.parameters
    day = chosen.get("peildatum") or clock.business_date(export.requested_at)
    unit = chosen.get("onderdeelcode") or chosen.get("onderdeel") or ""
    parts = [part for part in ("kompas", export.kind, slugify(unit), str(day)) if part]
    return f"{'-'.join(parts)}.{export.format}"
