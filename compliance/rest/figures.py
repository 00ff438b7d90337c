"""Figures of a unit, as the screens show them: the same numbers, the same small groups hidden."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from accounts.enums import ApiScope
from accounts.rest import token_for
from compliance.figures.counts import Counts
from compliance.figures.units import UnitFigure, unit_figures
from compliance.models import Requirement
from compliance.privacy.hiding import closed_units, is_open
from compliance.privacy.reach import ReachedUnit
from compliance.reports.bars import percentage_of
from compliance.rest.asking import Day, day_of, links, moment_of, unit_of
from compliance.rest.shapes import CountsOut, FigureOut, UnitFigures
from organisations.models import UnitVersion

router = Router(tags=["Cijfers"])
Duty = Annotated[
    str | None, Query(alias="verplichting", max_length=100, description="Sleutel; leeg: alle.")
]
KnownAt = Annotated[
    datetime | None,
    Query(alias="bekendOp", description="Zoals het op dat moment bekend was; leeg: nu."),
]


@router.get(
    "/onderdelen/{code}/cijfers",
    response=UnitFigures,
    by_alias=True,
    operation_id="cijfers",
    summary="Cijfers",
)
def read_figures(
    request: HttpRequest,
    response: HttpResponse,
    *,
    code: str,
    day: Day = None,
    known_at: KnownAt = None,
    duty: Duty = None,
) -> UnitFigures:
    """Geef per verplichting de cijfers van een onderdeel met alles eronder."""
    token = token_for(request, ApiScope.FIGURES)
    on, known = day_of(day), moment_of(known_at)
    unit = unit_of(token, code, on)
    duties = _duties(duty)
    return UnitFigures(
        onderdeel=code,
        peildatum=on,
        bekend_op=known,
        items=_figures(unit, duties, on, known),
        links=links(request, response, after=None),
    )


def _duties(key: str | None) -> list[Requirement]:
    rows = Requirement.objects.filter(subject="person").order_by("key")
    if key is None:
        return list(rows)
    found = list(rows.filter(key=key)) if key.isprintable() else []
    if not found:
        raise Http404
    return found


def _figures(
    unit: ReachedUnit, duties: list[Requirement], day: date, known_at: datetime | None
) -> list[FigureOut]:
    below = _below(unit, day)
    ids = {*unit.chain, *(row for rows in below.values() for row in rows)}
    keys = [duty.pk for duty in duties]
    figures = unit_figures(unit_ids=ids, requirement_ids=keys, as_of=day, known_at=known_at)
    closed = closed_units(below, figures, keys)
    nobody = UnitFigure()
    return [
        FigureOut(
            verplichting=duty.key,
            onderdrukt=not is_shown,
            aantallen=_counts(figures.get((unit.pk, duty.pk), nobody).counts) if is_shown else None,
        )
        for duty in duties
        for is_shown in [is_open(unit.reader, duty.pk, figures=figures, closed=closed)]
    ]


def _below(unit: ReachedUnit, day: date) -> dict[int, list[int]]:
    """Return the units right below each unit of the way down."""
    below: dict[int, list[int]] = {pk: [] for pk in unit.chain}
    rows = UnitVersion.objects.current().active_on(day).filter(parent__in=unit.chain)
    for parent, child in rows.order_by("name", "unit").values_list("parent_id", "unit_id"):
        below[parent].append(child)
    return below


def _counts(counts: Counts) -> CountsOut:
    return CountsOut(
        op_tijd=counts.done_on_time,
        te_laat_afgerond=counts.done_late,
        te_doen=counts.open,
        in_respijt=counts.in_grace,
        te_laat=counts.overdue,
        vrijgesteld=counts.exempt,
        uitgesteld=counts.paused,
        nieuw_binnen_termijn=counts.newcomer_in_term,
        teller=counts.done,
        noemer=counts.rated,
        percentage=percentage_of(counts),
    )
