"""What all resources share: the day that is asked for, the unit, and the way to the next page."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Query
from ninja.errors import HttpError

from accounts.models import ApiToken
from compliance.privacy.reach import ReachedUnit, reached_unit
from core import clock
from organisations.models import Unit

EARLIEST = date(2000, 1, 1)
Day = Annotated[
    date | None,
    Query(alias="peildatum", description="Dag waarvoor het geldt; standaard vandaag."),
]
After = Annotated[
    UUID | None, Query(alias="na", description="Ga verder na deze uuid, uit de link `next`.")
]
Size = Annotated[int, Query(alias="paginaGrootte", ge=1, le=200, description="Regels per pagina.")]
DEFAULT_SIZE = 100


def day_of(asked: date | None) -> date:
    """Return the day; refuses one that has not come and one before there was anything."""
    day = asked or clock.today()
    if not EARLIEST <= day <= clock.today():
        raise HttpError(400, "De peildatum ligt in de toekomst of voor het jaar 2000.")
    return day


def moment_of(asked: datetime | None) -> datetime | None:
    """Return the moment of knowledge; one without a zone is Dutch time."""
    if asked is None:
        return None
    if not EARLIEST.year <= asked.year <= clock.today().year:
        raise HttpError(400, "bekendOp ligt in de toekomst of voor het jaar 2000.")
    moment = timezone.make_aware(asked, clock.AMSTERDAM) if timezone.is_naive(asked) else asked
    if moment > clock.now():
        raise HttpError(400, "bekendOp ligt in de toekomst.")
    return moment


def unit_of(token: ApiToken, code: str, day: date) -> ReachedUnit:
    """Return a unit that the token reaches; unknown and elsewhere are both 404."""
    try:
        return reached_unit(token.reach, code=code, on=day)
    except Unit.DoesNotExist:
        raise Http404 from None
