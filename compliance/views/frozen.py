"""What all pages of snapshots share: which snapshot, which unit of it, and who may freeze."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.models import Snapshot
from compliance.snapshots.source import Source, frozen_source
from compliance.snapshots.takers import may_take
from compliance.snapshots.trees import frozen_tops
from core.dates import format_date
from organisations.access import mandates_of, person_of
from organisations.models import Person, Unit


def found_snapshot(request: HttpRequest, uuid: UUID) -> Snapshot:
    """Return a snapshot, for who has a mandate."""
    if not mandates_of(request.user).exists():
        raise Http404
    rows = Snapshot.objects.select_related("corrects", "correction")
    found: Snapshot = get_object_or_404(rows, uuid=uuid)
    return found


def source_of(request: HttpRequest, found: Snapshot, *, code: str = "") -> Source:
    """Return the frozen figures of the unit that is asked for, as this visitor may see them."""
    try:
        return frozen_source(request.user, snapshot=found, code=code or asked_code(request, found))
    except Unit.DoesNotExist as unknown:
        raise Http404 from unknown


def asked_code(request: HttpRequest, found: Snapshot) -> str:
    """Return the asked unit, or the highest one that the visitor sees."""
    asked = request.GET.get("onderdeel")
    if asked:
        return asked
    tops = frozen_tops(request.user, snapshot=found)
    if not tops:
        raise Http404
    return tops[0].code


def taker(request: HttpRequest) -> Person:
    """Return who asks to freeze figures; 404 for who may not."""
    person = person_of(request.user)
    if person is None or not may_take(request.user):
        raise Http404
    return person


def snapshot_title(found: Snapshot) -> str:
    """Return what a snapshot is called."""
    return _("Snapshot of %(day)s") % {"day": format_date(found.reference_date)}


def snapshot_url(found: Snapshot, code: str) -> str:
    """Return where a unit of a snapshot is shown."""
    return f"{reverse('peilmoment', args=[found.uuid])}?{urlencode({'onderdeel': code})}"


def snapshot_context(source: Source, found: Snapshot) -> dict[str, Any]:
    """Return what every page about a unit of a snapshot shows."""
    above = [(unit.name, snapshot_url(found, unit.code)) for unit in source.tree.chain[:-1]]
    start = (_("Snapshots"), reverse("peilmomenten"))
    here = (source.tree.unit.name, None)
    return {
        "snapshot": found,
        "title": snapshot_title(found),
        "unit": source.tree.unit,
        "breadcrumbs": [start, *above, here],
        "unit_query": urlencode({"onderdeel": source.tree.unit.code}),
        "export_choices": {"onderdeel": source.tree.unit.code, "momentopname": found.uuid},
    }
