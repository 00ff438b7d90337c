"""Where each person below a unit stands, for HR. Pages by name, from person to person."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from accounts.enums import ApiScope
from accounts.rest import token_for
from compliance.figures.counts import PersonStatus
from compliance.figures.directory import Directory, Place, place_of
from compliance.figures.people import statuses_of
from compliance.models import Requirement
from compliance.rest.asking import DEFAULT_SIZE, After, Day, Size, day_of, unit_of
from compliance.rest.persons import Persons
from compliance.rest.shapes import ObligationPage, PersonObligations, StatusOut
from core.rest_links import links

router = Router(tags=["Verplichtingen van personen"])


@router.get(
    "/onderdelen/{code}/persoonsverplichtingen",
    response=ObligationPage,
    by_alias=True,
    exclude_unset=True,
    operation_id="persoonsverplichtingen",
    summary="Verplichtingen van personen",
)
def list_obligations(
    request: HttpRequest,
    response: HttpResponse,
    *,
    code: str,
    day: Day = None,
    after: After = None,
    size: Size = DEFAULT_SIZE,
) -> ObligationPage:
    """Geef van iedereen in en onder een onderdeel waar die staat met elke verplichting."""
    token = token_for(request, ApiScope.OBLIGATIONS)
    on = day_of(day)
    unit = unit_of(token, code, on)
    batch = Directory(unit_id=unit.pk, as_of=on).batch(after=_place(after), size=size + 1)
    shown = batch[:size]
    ids = [row.person_id for row in shown]
    persons, duties = Persons(token, ids), _duties()
    statuses = statuses_of(person_ids=ids, as_of=on, requirement_ids=list(duties)) if ids else {}
    items = [
        PersonObligations(
            persoon=persons.show(pk=row.person_id, uuid=UUID(row.uuid), name=row.name),
            verplichtingen=[
                _status(duties[key], status)
                for key, status in sorted(statuses.get(row.person_id, {}).items())
            ],
        )
        for row in shown
    ]
    following = shown[-1].uuid if len(batch) > size else None
    return _page(on, items, links(request, response, after=following))


def _page(day: date, items: list[PersonObligations], found: object) -> ObligationPage:
    return ObligationPage.model_validate({"peildatum": day, "items": items, "links": found})


def _place(after: UUID | None) -> Place | None:
    if after is None:
        return None
    place = place_of(after)
    if place is None:
        raise Http404
    return place


def _duties() -> dict[int, str]:
    rows = Requirement.objects.filter(subject="person").order_by("pk")
    return dict(rows.values_list("pk", "key"))


def _status(duty: str, status: PersonStatus) -> StatusOut:
    return StatusOut(
        verplichting=duty,
        ronde=status.cycle_label,
        status=status.status.value,
        uiterlijk_op=status.due_on,
        afgerond_op=status.done_on,
    )
