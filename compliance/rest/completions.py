"""Completions of what is compulsory, of the persons below a unit, for HR. Nothing voluntary."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from accounts.enums import ApiScope
from accounts.rest import token_for
from compliance.privacy.reach import ReachedUnit
from compliance.rest.asking import DEFAULT_SIZE, After, Size, moment_of, unit_of
from compliance.rest.persons import Persons
from compliance.rest.shapes import CompletionOut, CompletionPage
from compliance.webhooks.events import compulsory_activities
from core import clock
from core.rest_links import links
from lms.api import Completion
from organisations.models import Appointment, Person, UnitAncestry
from organisations.querysets import active_q

router = Router(tags=["Afrondingen"])
Since = Annotated[
    datetime | None,
    Query(alias="vastgelegdVanaf", description="Alleen wat vanaf dit moment is vastgelegd."),
]


@router.get(
    "/onderdelen/{code}/afrondingen",
    response=CompletionPage,
    by_alias=True,
    exclude_unset=True,
    operation_id="afrondingen",
    summary="Afrondingen van verplichte activiteiten",
)
def list_completions(
    request: HttpRequest,
    response: HttpResponse,
    *,
    code: str,
    since: Since = None,
    after: After = None,
    size: Size = DEFAULT_SIZE,
) -> CompletionPage:
    """Geef de afrondingen die gelden, van wie nu in of onder een onderdeel werkt."""
    token = token_for(request, ApiScope.COMPLETIONS)
    unit = unit_of(token, code, clock.today())
    rows = _completions(unit, moment_of(since), after)
    found = list(rows.select_related("person", "activity")[: size + 1])
    shown = found[:size]
    people = [row.person for row in shown if row.person]
    persons = Persons(token, [person.pk for person in people])
    return CompletionPage(
        items=[
            _completion(row, person, persons) for row, person in zip(shown, people, strict=True)
        ],
        links=links(request, response, after=shown[-1].uuid if len(found) > size else None),
    )


def _completions(
    unit: ReachedUnit, since: datetime | None, after: UUID | None
) -> QuerySet[Completion]:
    today = clock.today()
    below = UnitAncestry.objects.filter(active_q(today), ancestor=unit.pk).values("descendant")
    works = Appointment.objects.current().active_on(today).filter(unit__in=below)
    rows: QuerySet[Completion] = Completion.objects.standing().filter(
        person__in=works.values("person"),
        person__erased_at__isnull=True,
        activity__in=compulsory_activities(),
    )
    if since is not None:
        rows = rows.filter(recorded_at__gte=since)
    if after is not None:
        place = Completion.objects.filter(uuid=after).values_list("pk", flat=True).first()
        if place is None:
            raise Http404
        rows = rows.filter(pk__gt=place)
    return rows.order_by("pk")


def _completion(row: Completion, person: Person, persons: Persons) -> CompletionOut:
    return CompletionOut(
        uuid=row.uuid,
        persoon=persons.show(pk=person.pk, uuid=person.uuid, name=person.name),
        activiteit=row.activity.key,
        afgerond_op=row.occurred_on,
        vastgelegd_op=row.recorded_at,
    )
