"""What tests of notifications share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from notifications import registry
from tests.notifications.sample import notices as sample
from tests.notifications.sample.postman import ToldBackend

# A Wednesday.
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sample_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare the sample kinds beside those of the site."""
    real = registry.declared
    monkeypatch.setattr(registry, "declared", lambda: iter([*real(), *sample.NOTICES]))
    sample.REFRESHED.clear()


@pytest.fixture
def at_noon() -> Iterator[time_machine.Traveller]:
    """Stand still at noon on a Wednesday; the test moves the clock."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def postman(settings: object) -> Iterator[type[ToldBackend]]:
    """Send through a mail server that answers as told."""
    settings.EMAIL_BACKEND = "tests.notifications.sample.postman.ToldBackend"
    ToldBackend.answers.clear()
    ToldBackend.sent.clear()
    ToldBackend.away = False
    yield ToldBackend
    ToldBackend.away = False
