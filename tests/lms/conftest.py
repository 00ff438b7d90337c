"""Fixtures of the learning engine."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.factories.lms import spec
from tests.lms.pages import Course, Visitor, installed, make_course, visitor


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Let no test read what another one cached of a database that was put back since."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def course(db: None) -> Iterator[Course]:
    """Publish a course of two modules, the first with a test of which 80% must be right."""
    made = spec("sample")
    with installed(made):
        yield make_course(made)


@pytest.fixture
def lotte(db: None) -> Visitor:
    """Sign somebody in."""
    return visitor()
