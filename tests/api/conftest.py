"""The organisation, the clock and callers."""

import pytest
import time_machine
from django.core.cache import cache

from accounts.enums import ApiScope
from tests.api.world import ALL, NOW, Caller, key_of, make_world


@pytest.fixture(autouse=True)
def stopped_clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def system(world):
    """Return a function that gives the caller for a unit with some scopes."""

    def caller(code: str = "mini", *scopes: ApiScope) -> Caller:
        return Caller(key_of(world.units[code], *(scopes or ALL)))

    return caller
