"""What somebody who plans fills in, for tests: the smallest valid plan, made by the services."""

from datetime import datetime
from typing import Any

from organisations.models import Person
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import TypeFactory
from workshops.enums import Region
from workshops.models import Event
from workshops.planning import EventChanges, NewEvent, NewSession, plan_event, publish_event

PLACE = "Koningskade 4, Den Haag"


def at(text: str) -> datetime:
    """Return what the clock on the wall says: at("2027-03-28 10:00")."""
    return datetime.fromisoformat(text)


def meeting(start: str, end: str, **fields: Any) -> NewSession:
    """Return a session to be; without a trainer unless given."""
    return NewSession(
        **{"starts_at": at(start), "ends_at": at(end), "place": PLACE, "room": "2.14"} | fields
    )


def plan_of(*sessions: NewSession, **fields: Any) -> NewEvent:
    """Return an event to be, in Utrecht, of a kind of its own."""
    about = fields.pop("about", EventChanges(region=Region.UTRECHT))
    if "type" not in fields:
        fields["type"] = TypeFactory(sessions=max(len(sessions), 1), title="Omstander")
    if "organiser" not in fields:
        fields["organiser"] = UnitFactory()
    return NewEvent(sessions=sessions, about=about, **fields)


def planned(*sessions: NewSession, by: Person | None = None, **fields: Any) -> Event:
    """Plan an event that nobody sees yet."""
    return plan_event(plan=plan_of(*sessions, **fields), by=by or PersonFactory())


def published(*sessions: NewSession, by: Person | None = None, **fields: Any) -> Event:
    """Plan an event and let everybody see it; a trainer is added where there is none."""
    trainer = PersonFactory(name="Tine Trainer")
    led = [
        session
        if session.trainers
        else NewSession(
            **{
                name: getattr(session, name)
                for name in NewSession.__dataclass_fields__
                if name != "trainers"
            },
            trainers=(trainer,),
        )
        for session in sessions
    ]
    by = by or trainer
    return publish_event(event=planned(*led, by=by, **fields), by=by)
