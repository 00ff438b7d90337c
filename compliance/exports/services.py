"""Asking for an export, building it in a job, and deleting what nobody may fetch any more."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.urls import reverse
from django.utils import translation

import jobs
from accounts.models import User
from compliance.enums import ExportFormat
from compliance.exports.errors import NotAllowed, TooMany, WrongChoice
from compliance.exports.kinds import kind_of
from compliance.exports.pdf import pdf_of
from compliance.exports.writers import write_document, write_table
from compliance.models import Export, ReportSubscription
from compliance.models.exports import private_storage
from compliance.tables import Document, Table
from core import clock
from core.dates import add_days, format_date
from jobs.enums import RunState
from notifications.services import queue_notice
from organisations.models import Person

logger = structlog.get_logger(__name__)

JOB = "compliance.export"
FOLDER = "exports"
MOST_AT_ONCE = 5
READY = "compliance.export_ready"
_HASHED = 1 << 20
_BUSY = (RunState.WAITING, RunState.RUNNING)


@transaction.atomic
def request_export(
    *,
    kind: str,
    parameters: Mapping[str, Any],
    by: Person,
    format: str,  # noqa: A002
    language: str = "",
    subscription: ReportSubscription | None = None,
    reference_date: date | None = None,
) -> Export:
    """Ask for a report as a file; a job makes it and tells when it is ready.

    Raises `NotAllowed` for who may not see it now, `WrongChoice` for choices that cannot be made
    and `TooMany` when somebody has enough files on the way.
    """
    spec = kind_of(kind)
    if format not in spec.formats:
        raise WrongChoice
    busy = Export.objects.filter(requested_by=by, finished_at=None, run__state__in=_BUSY)
    if subscription is None and busy.count() >= MOST_AT_ONCE:
        raise TooMany
    kept = spec.kept(parameters)
    spec.build(account_of(by), kept)
    now = clock.now()
    export = Export.objects.create(
        kind=kind,
        parameters=kept,
        format=format,
        language=language or by.language,
        requested_by=by,
        requested_at=now,
        subscription=subscription,
        reference_date=reference_date,
        expires_at=now + timedelta(days=settings.EXPORT_DAYS),
    )
    export.run = jobs.enqueue(JOB, export=str(export.uuid), key=str(export.uuid))
    export.save(update_fields=["run"])
    logger.info("export asked for", export=str(export.uuid), kind=kind)
    return export


def account_of(person: Person) -> User:
    """Return the account of somebody, also when it belongs to a record that was merged into them.

    Raises `NotAllowed` when there is none that may be used.
    """
    records = person.merged_from.current().values("person")
    accounts = User.objects.filter(is_active=True).select_related("person")
    found = accounts.filter(person=person).first() or accounts.filter(person__in=records).first()
    if found is None:
        raise NotAllowed
    return found


def build_export(export: Export, report: Callable[[int], None]) -> int | None:
    """Make the file, with what its owner may see at this moment; return the number of rows.

    It is written elsewhere first: a file that somebody can fetch is always whole, and a job that
    was killed simply starts again.
    """
    spec = kind_of(export.kind)
    try:
        with translation.override(export.language), TemporaryFile() as file:
            content = spec.build(account_of(export.requested_by), export.parameters)
            rows = _write(content, file, export.format, report)
            _keep(export, file, rows)
    except NotAllowed:
        Export.objects.filter(pk=export.pk, finished_at=None).update(refused_at=clock.now())
        logger.info("export refused", export=str(export.uuid))
        return None
    return rows


def _write(
    content: Table | Document, file: IO[bytes], file_type: str, report: Callable[[int], None]
) -> int:
    if not isinstance(content, Document):
        return write_table(content, file, file_type, report)
    if file_type == ExportFormat.PDF:
        file.write(pdf_of(content))
        return sum(len(section.figures) for section in content.sections)
    return write_document(content, file, file_type)


def _keep(export: Export, file: IO[bytes], rows: int) -> None:
    """Put the file where it is fetched; of two workers that made it, the first one counts."""
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(_HASHED):
        digest.update(part)
    file.seek(0)
    storage = private_storage()
    name = f"{FOLDER}/{export.uuid}.{export.format}"
    name = storage.save(name, File(file, name=name))
    with transaction.atomic():
        unfinished = Export.objects.filter(pk=export.pk, finished_at=None)
        is_first = unfinished.update(
            file=name,
            rows=rows,
            size=size,
            sha256=digest.hexdigest(),
            finished_at=clock.now(),
        )
        if is_first:
            _tell(export)
    if not is_first:
        storage.delete(name)


def _tell(export: Export) -> None:
    """Send a link; never the file itself."""
    queue_notice(
        kind=READY,
        key=f"export:{export.uuid}",
        person=export.requested_by,
        context={
            "rapport": str(kind_of(export.kind).title),
            "bewaard_tot": format_date(add_days(clock.business_date(export.expires_at), -1)),
            "knop": reverse("exporten"),
        },
    )


def delete_export(*, export: Export) -> None:
    """Take a file away at once, because its owner asked for it."""
    _empty(export, private_storage())
    Export.objects.filter(pk=export.pk).update(expires_at=clock.now(), file="")


def delete_expired() -> int:
    """Delete the files whose time is over, and those that a killed job left behind."""
    storage = private_storage()
    expired = Export.objects.filter(expires_at__lte=clock.now()).exclude(file="")
    number = 0
    for export in expired:
        _empty(export, storage)
        Export.objects.filter(pk=export.pk).update(file="")
        number += 1
    return number + _delete_orphans(storage)


def _empty(export: Export, storage: Storage) -> None:
    if export.file.name:
        storage.delete(export.file.name)


def _delete_orphans(storage: Storage) -> int:
    """Delete files of exports that are over or never were; those on the way are left alone."""
    if not storage.exists(FOLDER):
        return 0
    _folders, names = storage.listdir(FOLDER)
    paths = {f"{FOLDER}/{name}" for name in names}
    known = set(Export.objects.filter(file__in=paths).values_list("file", flat=True))
    orphans = {path for path in paths - known if not _is_on_the_way(path)}
    for path in orphans:
        storage.delete(path)
    return len(orphans)


def _is_on_the_way(path: str) -> bool:
    """Tell whether a job may be about to write down this file as its result."""
    try:
        uuid = UUID(path.removeprefix(f"{FOLDER}/")[:36])
    except ValueError:
        return False
    unfinished = Export.objects.filter(uuid=uuid, finished_at=None, expires_at__gt=clock.now())
    return unfinished.exists()
