"""A report counted just now is of one moment: figures and units as known five minutes ago."""

from datetime import timedelta

import pytest

from compliance.figures.counts import Counts
from compliance.snapshots.source import Source, live_source
from compliance.snapshots.spread import spread
from core import clock
from organisations.enums import MandateKind, UnitKind
from organisations.models import Unit
from organisations.services.appointments import appoint
from organisations.services.persons import add_person
from organisations.services.units import change_unit, create_unit
from tests.compliance.story import day, moment, plan_on, yearly
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = moment("2026-06-01")
JUST_NOW = NOW - timedelta(minutes=2)


@pytest.fixture
def ministries():
    """Two ministries: one of three teams of six, one of a team of six; one duty."""
    with clock.at(moment("2020-01-01")):
        rijk = UnitFactory(code="rijk", name="Rijk", kind=UnitKind.CENTRAL_GOVERNMENT)
        bzk, fin = (UnitFactory(code=code, name=code, parent=rijk) for code in ("bzk", "fin"))
        teams = [UnitFactory(code=code, name=f"Team {code}", parent=bzk) for code in "abc"]
        for unit in (*teams, fin):
            AppointmentFactory.create_batch(6, unit=unit)
        duty = yearly()
    plan_on("2026-01-02")
    return bzk, fin, teams, duty


def officer_of(unit):
    with clock.at(moment("2020-01-01")):
        return MandateFactory(unit=unit, kind=MandateKind.COMPLIANCE_OFFICER).holder.user


def source(user, code: str) -> Source:
    with clock.at(NOW):
        return live_source(user, code=code, day=day("2026-06-01"))


def counts(found: Source, duty) -> dict[str, Counts]:
    """What is shown of the unit and of each unit right below it."""
    units = [found.tree.unit, *found.tree.rows]
    figures = {unit.code: found.shown(unit, duty.pk) for unit in units}
    return {code: figure.counts for code, figure in figures.items() if figure is not None}


def test_a_unit_that_was_recorded_just_now_has_nobody_yet_and_gives_an_empty_file(ministries):
    bzk, _fin, _teams, duty = ministries
    user = officer_of(bzk)
    with clock.at(JUST_NOW):
        new = create_unit(
            code="nieuw", name="Nieuw", kind=UnitKind.TEAM, parent=bzk, valid_from=day("2026-06-01")
        )
        appoint(person=add_person(name="Anna"), unit=new, valid_from=day("2026-06-01"))
    found = source(user, "nieuw")
    assert counts(found, duty) == {"nieuw": Counts()}
    assert list(spread(found)) == []
    above = source(user, "bzk")
    assert counts(above, duty) == {"bzk": Counts(open=18), **dict.fromkeys("abc", Counts(open=6))}
    assert [row.unit.code for row in spread(above)] == ["bzk", "a", "b", "c"]


def test_five_minutes_later_the_unit_is_there(ministries):
    bzk, _fin, _teams, _duty = ministries
    with clock.at(NOW - timedelta(minutes=5)):
        create_unit(
            code="nieuw", name="Nieuw", kind=UnitKind.TEAM, parent=bzk, valid_from=day("2026-06-01")
        )
    found = source(officer_of(bzk), "bzk")
    assert [row.unit.code for row in spread(found)] == ["bzk", "nieuw", "a", "b", "c"]


def test_a_team_that_was_moved_just_now_stands_and_counts_where_it_was(ministries):
    """Or the table would show a team whose people are not in the total above it."""
    bzk, fin, (team, *_others), duty = ministries
    officers = officer_of(bzk), officer_of(fin)
    with clock.at(JUST_NOW):
        change_unit(unit=team, parent=fin, on=day("2026-01-01"))
    before, after = (
        source(user, unit.code) for user, unit in zip(officers, (bzk, fin), strict=True)
    )
    assert counts(before, duty)["bzk"] == Counts(open=18)
    assert [row.code for row in before.tree.rows] == ["a", "b", "c"]
    assert counts(after, duty) == {"fin": Counts(open=6)}
    for user in officers:
        with pytest.raises(Unit.DoesNotExist):
            source(user, team.code)
