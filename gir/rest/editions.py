"""The editions of the code."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from ninja import Router

from core.rest_links import described_by, links
from gir.models import Edition
from gir.rest.asking import may_read
from gir.rest.shapes import EditionList, EditionOut

router = Router()


@router.get(
    "/gedragscode/edities",
    response=EditionList,
    by_alias=True,
    exclude_unset=True,
    operation_id="gedragscodeEdities",
    summary="Edities van de gedragscode",
)
def list_editions(request: HttpRequest, response: HttpResponse) -> EditionList:
    """Geef alle vastgestelde edities, de oudste eerst; ook een editie die nog komt."""
    may_read(request)
    described_by(request, response, EditionList)
    rows = Edition.objects.standing().order_by("valid_from", "pk")
    by_day = {row.valid_from: row for row in rows}
    following = [later.valid_from for _earlier, later in pairwise(by_day.values())]
    return EditionList(
        items=[
            EditionOut(
                code=row.code,
                titel=row.title,
                geldig_vanaf=row.valid_from,
                geldig_tot=until,
                soort_wijziging=row.change_class,
                samenvatting=row.summary,
                staatscourant=row.stcrt_ref,
                officiele_url=row.official_url,
            )
            for row, until in zip(by_day.values(), [*following, None], strict=False)
        ],
        links=links(request, response, after=None),
    )
