"""Whatever happens to an organisation: SQL = Python = counters, and what was known stays known.

`KOMPAS_HISTORIES=300` lets so many organisations live, and longer, and shows of each of some
mistakes in the product that it is found. By default a few organisations live a short life.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from compliance.figures import rollup
from compliance.planning.bulk_sql import people
from compliance.status import done
from compliance.status.query import StatusQuery
from tests.compliance.machine.life import Life
from tests.compliance.machine.organisation import begin

HISTORIES = int(os.environ.get("KOMPAS_HISTORIES", "0"))
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(ANY, max_examples=3, stateful_step_count=10)
MANY = settings(ANY, max_examples=HISTORIES or 1, stateful_step_count=20)
UNTIL_FOUND = settings(
    ANY,
    max_examples=200,
    stateful_step_count=20,
    phases=[Phase.generate],
    database=None,
    report_multiple_bugs=False,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]


def live(how: settings, *, planning: bool = True) -> None:
    """Let organisations live that all begin alike."""

    class Lived(Life):
        begun = begin()
        with_planning = planning

    run_state_machine_as_test(Lived, settings=how)


def test_after_every_step_of_any_history_all_figures_agree_and_can_be_said_again():
    live(MANY if HISTORIES else FEW)


def _other(owner: Any, name: str, old: str, new: str) -> Callable[[], Any]:
    """Return a mistake in what a function says: `new` in the place of `old`."""
    real = getattr(owner, name)

    def mistaken(*args: Any, **options: Any) -> str:
        said: str = real(*args, **options)
        return said.replace(old, new)

    return lambda: patch.object(owner, name, mistaken)


@contextmanager
def _forgets_the_end_of_merges() -> Iterator[None]:
    real = StatusQuery.merges

    def mistaken(query: StatusQuery) -> str:
        return real(query).replace(query.known("m"), "1 = 1" + query.recorded("m"))

    with patch.object(StatusQuery, "merges", mistaken):
        yield


MISTAKES: dict[str, Callable[[], Any]] = {
    "who was transferred counts in both units on that day": _other(
        StatusQuery, "active", "valid_until > %(as_of)s", "valid_until >= %(as_of)s"
    ),
    "a merge that was undone still counts": _forgets_the_end_of_merges,
    "an older tree is read as it is known now": lambda: patch.object(
        rollup, "tree", lambda query, units: _TREE(replace(query, known_at=None), units)
    ),
    "a void counts before it was recorded": _other(
        done, "_conditions", "voids_id = f.id AND v.recorded_at <= %(known_at)s", "voids_id = f.id"
    ),
    "the last day of a cycle no longer counts": _other(
        done, "_conditions", "f.occurred_on <= d.closes_on", "f.occurred_on < d.closes_on"
    ),
    "planning at once lets no gap end a stay": lambda: patch.object(
        people, "SPELL_GAP_DAYS", 10_000
    ),
}
_TREE = rollup.tree


@pytest.mark.skipif(not HISTORIES, reason="Takes minutes; runs with KOMPAS_HISTORIES.")
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_product_is_found(mistake):
    with MISTAKES[mistake](), pytest.raises(AssertionError):
        live(UNTIL_FOUND, planning=mistake.startswith("planning"))
