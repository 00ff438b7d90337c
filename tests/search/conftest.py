"""A search with made-up documents."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.searching import SearchDocument
from search.services.updating import Updated, update_search
from tests.search import made_up

Give = Callable[..., Updated]


@pytest.fixture
def give(settings: Any) -> Iterator[Give]:
    """Let these documents be all that can be found."""
    settings.SEARCH_SOURCES = [made_up.NAME]

    def put(*documents: SearchDocument) -> Updated:
        made_up.GIVEN[:] = documents
        return update_search()

    yield put
    made_up.GIVEN.clear()
