"""Fixtures of compliance."""

from collections.abc import Iterator

import pytest

from core import clock
from tests.compliance.story import moment


@pytest.fixture
def long_ago() -> Iterator[None]:
    """Whatever a test does not date was recorded before everything else."""
    with clock.at(moment("2020-01-01")):
        yield
