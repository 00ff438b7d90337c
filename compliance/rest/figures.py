"""Figures of a unit, as the screens show them: the same numbers, the same small groups hidden."""

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from accounts.enums import ApiScope
from accounts.rest import token_for
from compliance.figures.counts import Counts
from compliance.figures.daily import DayFigures, figures_on, is_month_end
from compliance.models import Requirement
from compliance.privacy.reach import ReachedUnit
from compliance.privacy.suppression import needs_coarse_days
from compliance.reports.bars import percentage_of
from compliance.rest.asking import Day, day_of, moment_of, unit_of
from compliance.rest.shapes import CountsOut, FigureOut, UnitFigures
from core import clock
from core.rest_links import links
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
    found = _found(unit, duties, on, known)
    return UnitFigures(
        onderdeel=code,
        peildatum=on,
        bekend_op=known,
        geteld_op=found.counted_at,
        items=[_figure(unit, row, found, is_any_moment=known is not None) for row in duties],
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


def _found(
    unit: ReachedUnit, duties: list[Requirement], day: date, known_at: datetime | None
) -> DayFigures:
    """Return the figures as the pages have them: from the counters, or else counted now."""
    found = figures_on(
        as_of=day,
        chain=unit.chain,
        children=_below(unit, day),
        requirement_ids=[duty.pk for duty in duties],
        known_at=known_at,
    )
    return found[day]


def _figure(
    unit: ReachedUnit, duty: Requirement, found: DayFigures, *, is_any_moment: bool
) -> FigureOut:
    counts = found.figure(unit.pk, duty.pk).counts
    is_shown = found.shows(unit.reader, duty.pk) and not _is_too_fine(
        counts, found.as_of, is_any_moment=is_any_moment
    )
    return FigureOut(
        verplichting=duty.key,
        onderdrukt=not is_shown,
        aantallen=_counts(counts) if is_shown else None,
    )


def _is_too_fine(counts: Counts, day: date, *, is_any_moment: bool) -> bool:
    """Tell whether a small group would be shown at a day or moment that the caller picked.

    The pages go to the end of the month before instead; here the caller chooses, and is told.
    """
    is_fixed = day == clock.today() or is_month_end(day)
    return (is_any_moment or not is_fixed) and needs_coarse_days(counts.persons)


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
