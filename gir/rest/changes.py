"""What changed in the code since a day."""

import re
from datetime import date
from typing import Annotated

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError

from core import clock
from core.rest_links import described_by, links
from gir.models import ArticleVersion
from gir.rest.articles import links_of
from gir.rest.asking import DEFAULT_SIZE, Size, may_read
from gir.rest.shapes import ChangeOut, ChangePage

router = Router()
_NUMBER = re.compile(r"[0-9]{1,8}")
Since = Annotated[
    date | None, Query(alias="vanaf", description="Eerste dag; leeg: vanaf de eerste editie.")
]
Until = Annotated[
    date | None,
    Query(alias="totEnMet", description="Laatste dag; standaard vandaag. Ook een dag die komt."),
]
AfterChange = Annotated[
    str | None,
    Query(alias="na", max_length=60, description="Ga verder na dit, uit de link `next`."),
]


@router.get(
    "/gedragscode/wijzigingen",
    response=ChangePage,
    by_alias=True,
    exclude_unset=True,
    operation_id="gedragscodeWijzigingen",
    summary="Wijzigingen in de gedragscode",
)
def list_changes(
    request: HttpRequest,
    response: HttpResponse,
    *,
    since: Since = None,
    until: Until = None,
    after: AfterChange = None,
    size: Size = DEFAULT_SIZE,
) -> ChangePage:
    """Geef welke artikelen nieuw zijn, anders luiden of vervielen, de oudste wijziging eerst."""
    may_read(request)
    described_by(request, response, ChangePage)
    last = until or clock.today()
    if since is not None and since > last:
        raise HttpError(400, "De eerste dag ligt na de laatste.")
    rows = ArticleVersion.objects.changed_until(last).select_related("edition")
    if since is not None:
        rows = rows.filter(valid_from__gte=since)
    if after is not None:
        place = _place(after)
        beside = Q(valid_from=place.valid_from, pk__gt=place.pk)
        rows = rows.filter(Q(valid_from__gt=place.valid_from) | beside)
    found = list(rows.order_by("valid_from", "pk")[: size + 1])
    shown = found[:size]
    following = f"{shown[-1].key}:{shown[-1].number}" if len(found) > size else None
    return ChangePage(
        items=[_change(request, row) for row in shown],
        links=links(request, response, after=following),
    )


def _place(after: str) -> ArticleVersion:
    key, _colon, number = after.rpartition(":")
    if not (key.isprintable() and _NUMBER.fullmatch(number)):
        raise Http404
    place = ArticleVersion.objects.standing().filter(key=key, number=int(number)).first()
    if place is None:
        raise Http404
    found: ArticleVersion = place
    return found


def _change(request: HttpRequest, row: ArticleVersion) -> ChangeOut:
    return ChangeOut(
        sleutel=row.key,
        nummer=row.label,
        titel=row.title,
        soort=row.change,
        toelichting=row.change_note,
        geldig_vanaf=row.valid_from,
        editie=row.edition.code,
        versie=row.number,
        links=links_of(request, row),
    )
