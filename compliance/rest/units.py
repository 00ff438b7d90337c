"""Units that a token reaches, and the duties that there are."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from accounts.enums import ApiScope
from accounts.rest import token_for
from compliance.models import Requirement
from compliance.privacy.reach import unit_versions
from compliance.rest.asking import DEFAULT_SIZE, Day, Size, day_of
from compliance.rest.shapes import DutyList, DutyOut, UnitOut, UnitPage
from core.rest_links import links
from organisations.models import UnitVersion

router = Router(tags=["Onderdelen en verplichtingen"])
_ANY = tuple(scope for scope in ApiScope if scope != ApiScope.CODE)
AfterCode = Annotated[
    str | None,
    Query(alias="na", max_length=64, description="Ga verder na deze code, uit de link `next`."),
]


@router.get(
    "/onderdelen", response=UnitPage, by_alias=True, operation_id="onderdelen", summary="Onderdelen"
)
def list_units(
    request: HttpRequest,
    response: HttpResponse,
    *,
    day: Day = None,
    after: AfterCode = None,
    size: Size = DEFAULT_SIZE,
) -> UnitPage:
    """Geef de onderdelen waar deze sleutel bij kan, op volgorde van code."""
    token = token_for(request, *_ANY)
    rows = unit_versions(token.reach, on=day_of(day))
    if after is not None:
        rows = rows.filter(unit__code__gt=after if after.isprintable() else "")
    found = list(rows[: size + 1])
    shown = found[:size]
    following = shown[-1].unit.code if len(found) > size else None
    return UnitPage(
        items=[_unit(row) for row in shown], links=links(request, response, after=following)
    )


@router.get(
    "/onderdelen/{code}",
    response=UnitOut,
    by_alias=True,
    operation_id="onderdeel",
    summary="Onderdeel",
)
def read_unit(request: HttpRequest, code: str, day: Day = None) -> UnitOut:
    """Geef één onderdeel."""
    token = token_for(request, *_ANY)
    rows = unit_versions(token.reach, on=day_of(day))
    found = rows.filter(unit__code=code).first() if code.isprintable() else None
    if found is None:
        raise Http404
    return _unit(found)


@router.get(
    "/verplichtingen",
    response=DutyList,
    by_alias=True,
    operation_id="verplichtingen",
    summary="Verplichtingen",
)
def list_duties(request: HttpRequest, response: HttpResponse) -> DutyList:
    """Geef alle verplichtingen, op volgorde van sleutel."""
    token_for(request, *_ANY)
    duties = Requirement.objects.order_by("key")
    items = [DutyOut(sleutel=row.key, titel=row.title, onderwerp=row.subject) for row in duties]
    return DutyList(items=items, links=links(request, response, after=None))


def _unit(row: UnitVersion) -> UnitOut:
    parent = row.parent
    return UnitOut(
        code=row.unit.code,
        naam=row.name,
        soort=row.kind,
        bovenliggend=parent.code if parent else None,
    )
