"""A small organisation with a duty, and keys that open parts of it."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.enums import ApiScope
from accounts.tokens import make_token
from core import clock
from organisations.enums import IdentitySystem
from organisations.models import Person, PersonIdentity, Unit
from tests.compliance.story import activity_of, day, moment, plan_on, yearly
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

NOW = moment("2026-11-22")
ALL = tuple(ApiScope)


@dataclass(kw_only=True)
class World:
    """Team A of six with two who are done, team B of six, a small team of two, and elsewhere."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    activity: Any = None
    voluntary: Any = None
    duty: Any = None


def make_world() -> World:
    """Build it; everything lies before `NOW`."""
    world = World()
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="mini", name="Ministerie")
        world.units = {
            "mini": top,
            "team-a": UnitFactory(code="team-a", name="Team A", parent=top),
            "team-b": UnitFactory(code="team-b", name="Team B", parent=top),
            "klein": UnitFactory(code="klein", name="Klein team", parent=top),
            "elders": UnitFactory(code="elders", name="Elders"),
        }
        for code, number in {"team-a": 6, "team-b": 6, "klein": 2, "elders": 6}.items():
            world.people[code] = [_member(world.units[code], code, n) for n in range(number)]
        world.duty = yearly(requirement__key="integriteit", requirement__title="Integriteit")
        world.activity, world.voluntary = activity_of(world.duty), ActivityFactory(key="kunst")
    plan_on("2026-01-02")
    for person in world.people["team-a"][:2]:
        complete(world, person, "2026-03-0" + str(1 + world.people["team-a"].index(person)))
    complete(world, world.people["elders"][0], "2026-03-01")
    complete(world, world.people["team-a"][3], "2026-03-01", activity=world.voluntary)
    return world


def complete(world: World, person: Person, on: str, **fields: Any) -> Any:
    """Let somebody complete something."""
    unit = person.appointments.get().unit
    facts = {"activity": world.activity, "occurred_at": moment(on), "unit_at_time": unit, **fields}
    return CompletionFactory(person=person, **facts)


def _member(unit: Unit, code: str, number: int) -> Person:
    name = f"Naam {code} {number}"
    person: Person = PersonFactory(name=name, sort_name=f"{code} {number}")
    AppointmentFactory(person=person, unit=unit)
    PersonIdentity.objects.create(
        person=person, system=IdentitySystem.HR, subject=f"P-{code}-{number}"
    )
    return person


def key_of(unit: Unit, *scopes: ApiScope, until: str = "2027-01-01") -> str:
    """Return a key for a unit, made on the first of November."""
    with clock.at(moment("2026-11-01")):
        _token, key = make_token(
            name="HR",
            purpose="Dossier",
            scopes=scopes,
            reach=unit.uuid,
            expires_on=day(until),
            by=None,
        )
    return key


class Caller:
    """Another system with a key."""

    def __init__(self, key: str | None) -> None:
        self._client = Client()
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """Ask for a path below /api/v1."""
        return self._client.get(f"/api/v1{path}", query or {}, headers={**self._headers, **headers})

    def json(self, path: str, **query: Any) -> Any:
        """Return the answer, which must be there."""
        response = self.get(path, query)
        assert response.status_code == 200, response.content
        return response.json()
