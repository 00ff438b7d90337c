"""The stage of the journeys of workshops: the catalogue, a trainer, and a clock to set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from core import clock
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import PersonFactory, RoleAssignmentFactory
from tests.journeys.stage import DIRECTORATE, Cast

BRIEFING = "jaarlijkse-voorlichting"
CONFIDENTIAL = "ervaringen-met-discriminatie-en-racisme"
_SATURDAY = 5

Travel = Callable[[datetime], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Let the clock of Kompas stand still at a moment, for the server too.

    Sessions and cookies of the browser keep to the time of the machine.
    """

    def to(moment: datetime) -> None:
        # `clock.at` is of one thread, and defaults of models hold `clock.now` itself.
        monkeypatch.setattr(clock, "timezone", _StandingStill(moment.astimezone(UTC)))

    return to


class _StandingStill:
    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


@pytest.fixture
def catalogue(cast: Cast, settings: Any, live_server: Any) -> None:
    """Publish the kinds of workshops; links in mail lead to this server."""
    settings.BASE_URL = live_server.url
    call_command("load_workshops", publish=True, stdout=StringIO())


@pytest.fixture
def trainer(catalogue: None) -> Person:
    """Return who plans and leads workshops for the directorate."""
    unit = Unit.objects.get(code=DIRECTORATE)
    person: Person = PersonFactory(
        name="Marjan Kuiper", email="marjan@example.test", with_user=True
    )
    RoleAssignmentFactory(person=person, role=RoleKind.TRAINER, unit=unit)
    return person


def workday_morning(days: int) -> datetime:
    """Return nine o'clock in Amsterdam so many days ahead, or on the first workday after that."""
    moment = timezone.now().astimezone(clock.AMSTERDAM) + timedelta(days=days)
    while moment.weekday() >= _SATURDAY:
        moment += timedelta(days=1)
    return moment.replace(hour=9, minute=0, second=0, microsecond=0)
