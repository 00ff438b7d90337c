"""The ancestry equals what somebody would find by walking up from a unit, on any day."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from core.invariants import broken_invariants
from organisations.enums import UnitKind
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q
from organisations.reports import descendants_as_known
from organisations.services import units
from organisations.services.ancestry import rebuild_ancestry
from organisations.services.errors import RefusedChange
from tests.factories.organisations import UnitFactory

pytestmark = pytest.mark.django_db

START = date(2024, 1, 1)
SIZE = 6
places = st.integers(0, SIZE - 1)
days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
changes = st.lists(
    st.one_of(
        st.tuples(st.just("move"), places, days, st.one_of(st.none(), places)),
        st.tuples(st.just("rename"), places, days, st.none()),
        st.tuples(st.just("end"), places, days, st.none()),
    ),
    max_size=12,
)


def walk_up(unit: Any, day: Any) -> Any:
    """Return the units from `unit` to its top on a day, read one by one."""
    found = []
    while unit is not None:
        version = UnitVersion.objects.current().active_on(day).filter(unit=unit).first()
        if version is None:
            return found
        found.append(unit)
        unit = version.parent
    return found


def make_tree(parents: Any) -> Any:
    made = []
    for number, parent in enumerate(parents):
        made.append(
            units.create_unit(
                code=f"u{number}",
                name=f"U{number}",
                kind=UnitKind.TEAM,
                parent=made[parent % number] if parent is not None and number else None,
                valid_from=START,
            )
        )
    return made


def change(made: Any, kind: Any, place: Any, day: Any, target: Any) -> None:
    with suppress(RefusedChange):
        if kind == "move":
            parent = None if target is None else made[target]
            units.change_unit(unit=made[place], on=day, parent=parent)
        elif kind == "rename":
            units.change_unit(unit=made[place], on=day, name=f"Since {day}")
        else:
            units.end_unit(unit=made[place], on=day)


@settings(max_examples=40)
@given(
    parents=st.lists(st.one_of(st.none(), places), min_size=SIZE, max_size=SIZE),
    history=changes,
    days_asked=st.lists(days, min_size=3, max_size=3),
)
def test_the_ancestry_is_what_walking_up_finds(parents: Any, history: Any, days_asked: Any) -> None:
    with transaction.atomic():
        made = make_tree(parents)
        for step in history:
            change(made, *step)
        assert list(broken_invariants()) == []
        for day in days_asked:
            for unit in made:
                rows = UnitAncestry.objects.filter(active_q(day), descendant=unit)
                above = [row.ancestor for row in rows.order_by("depth")]
                assert above == walk_up(unit, day)
        moment = UnitVersion.objects.order_by("recorded_at").last().recorded_at
        for unit in made:
            day = days_asked[0]
            now = set(Unit.objects.within(unit, on=day))
            assert set(descendants_as_known(unit, day, moment)) == now
        transaction.set_rollback(True)


def test_rebuilding_twice_changes_nothing() -> None:
    top = UnitFactory()
    UnitFactory(parent=UnitFactory(parent=top))
    before = set(UnitAncestry.objects.values_list("ancestor", "descendant", "depth"))
    rebuild_ancestry()
    assert set(UnitAncestry.objects.values_list("ancestor", "descendant", "depth")) == before


def test_a_cycle_from_a_bulk_load_does_not_hang_and_is_reported() -> None:
    one = UnitFactory()
    other = UnitFactory(parent=one)
    UnitVersion.objects.filter(unit=one).update(parent=other)
    found = dict(broken_invariants())
    assert found["organisations.tree"].endswith("stands above itself on 2020-01-01.")
    assert descendants_as_known(one, START, UnitVersion.objects.last().recorded_at).count() == 2
