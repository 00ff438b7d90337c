"""Actions to improve, made up: what a ministry says it does in a year about its figures."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from compliance.enums import ImprovementPhase
from compliance.improving.changing import ActionContent, add_action, carry_over, change_action
from compliance.models import ImprovementAction
from core import clock
from demo import polls
from demo.rijk import BZK
from organisations.models import Person, Unit

MADE_UP = "voorbeeld van de demonstratie"
_MORNING = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """An action, with the month in which it must be ready and, when it is, what came of it."""

    phase: ImprovementPhase
    text: str
    owner: str
    source: str
    month: int
    outcome: str = ""


_ACTIONS = (
    _Made(
        phase=ImprovementPhase.PLAN,
        text="In elk teamoverleg van januari bespreken we de gedragscode.",
        owner="Directeuren",
        source=f"Jaarplan ({MADE_UP})",
        month=1,
        outcome="In bijna alle teams gedaan; twee teams halen het in februari in.",
    ),
    _Made(
        phase=ImprovementPhase.PLAN,
        text="Nieuwe collega's krijgen in hun eerste week de e-learning op hun takenlijst.",
        owner="Hoofd P&O",
        source=f"RI&E ({MADE_UP})",
        month=12,
    ),
    _Made(
        phase=ImprovementPhase.DO,
        text="Elk kwartaal een workshop voor omstanders, op locatie en online.",
        owner="Adviseur leren en ontwikkelen",
        source=f"Advies van de ondernemingsraad ({MADE_UP})",
        month=12,
    ),
    _Made(
        phase=ImprovementPhase.CHECK,
        text="De kwartaalcijfers bespreken met de ondernemingsraad.",
        owner="Complianceofficer",
        source=f"Afspraak met de ondernemingsraad ({MADE_UP})",
        month=10,
    ),
    _Made(
        phase=ImprovementPhase.ACT,
        text="Teams onder het doel krijgen een gesprek en hulp bij het plannen.",
        owner="Plaatsvervangend secretaris-generaal",
        source=f"Kwartaalgesprek ({MADE_UP})",
        month=12,
    ),
)


def show(*, rng: Random, officer: Person, until: datetime) -> None:
    """Record actions, and count answers to the polls."""
    improve(officer=officer, until=until)
    polls.answer(rng=rng, until=until)


def improve(*, officer: Person, until: datetime) -> None:
    """Record the actions of last year and this year; what was open went along."""
    unit, this_year = Unit.objects.get(code=BZK), clock.business_date(until).year
    last_year = this_year - 1
    with clock.at(_at(last_year, 1, until)):
        for made in _ACTIONS[:3]:
            _record(made, unit=unit, year=last_year, by=officer)
    _finish(unit, last_year, until=until, by=officer)
    with clock.at(_at(this_year, 1, until)):
        carry_over(unit_id=unit.pk, year=last_year, by=officer)
        for made in (*_ACTIONS[:1], *_ACTIONS[3:]):
            _record(made, unit=unit, year=this_year, by=officer)
    _finish(unit, this_year, until=until, by=officer)


def _record(made: _Made, *, unit: Unit, year: int, by: Person) -> None:
    content = ActionContent(
        phase=made.phase,
        text=made.text,
        owner=made.owner,
        source=made.source,
        due_on=_last(year, made.month),
    )
    add_action(unit_id=unit.pk, year=year, content=content, by=by)


def _finish(unit: Unit, year: int, *, until: datetime, by: Person) -> None:
    """Say of the actions of a year that ended what came of them."""
    outcomes = {made.text: made for made in _ACTIONS if made.outcome}
    rows = ImprovementAction.objects.current().filter(unit=unit, year=year, text__in=outcomes)
    for row in rows.order_by("pk"):
        made = outcomes[row.text]
        done_on = _last(row.year, made.month)
        moment = datetime.combine(done_on, _MORNING, clock.AMSTERDAM)
        if moment > until:
            continue
        content = ActionContent(
            phase=row.phase,
            text=row.text,
            owner=row.owner,
            source=row.source,
            due_on=row.due_on,
            done_on=done_on,
            outcome=made.outcome,
        )
        with clock.at(moment):
            change_action(action=row, content=content, by=by)


def _at(year: int, month: int, until: datetime) -> datetime:
    return min(until, datetime.combine(date(year, month, 8), _MORNING, clock.AMSTERDAM))


def _last(year: int, month: int) -> date:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)
