"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import SimpleTestCase, TransactionTestCase
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import _disable_migrations

from scripts.messages import compile_messages
from tests.pristine import PristineDatabase

HERE = Path(__file__).parent
JOURNEYS = HERE / "journeys"
ONCE = frozenset(HERE / name for name in ("architecture", "design", "permissions", "scripts"))
"""Folders of tests that walk through code and pages, and not through what a database does."""
DATABASE = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})

# A shared machine may be slow at any moment; that says nothing about the code.
hypothesis_settings.register_profile("kompas", deadline=None)
hypothesis_settings.load_profile("kompas")


def pytest_configure() -> None:
    """Make Dutch screens Dutch: compiled translations are not in git."""
    compile_messages()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and what runs on one database.

    That goes by the folder, and by whether a test asks for a database: whoever does not is refused
    one by pytest-django, so that it cannot matter which there is.

    What takes longest goes first: at the end no worker waits for another one's browser.
    """
    items.sort(key=_place)
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker(pytest.mark.journey)
        if not ONCE.isdisjoint(item.path.parents) or not _asks_for_a_database(item):
            item.add_marker(pytest.mark.once)


def _place(item: pytest.Item) -> int:
    """Return 0 for the walk through the whole site, 1 for other journeys, 2 for the rest."""
    if item.path == JOURNEYS / "test_crawl.py":
        return 0
    return 1 if JOURNEYS in item.path.parents else 2


def _asks_for_a_database(item: pytest.Item) -> bool:
    asked = getattr(item, "fixturenames", DATABASE)
    is_test_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return (
        item.get_closest_marker("django_db") is not None
        or not DATABASE.isdisjoint(asked)
        or is_test_case
    )


@pytest.fixture(autouse=True)
def _language_and_zone_of_the_site() -> None:
    """Start in Dutch and in Amsterdam: Django leaves those of the last request in the thread."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
) -> Iterator[None]:
    """Replace pytest-django's: each worker gets a copy of one migrated database."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        if not django_db_use_migrations:
            _disable_migrations()
        database = PristineDatabase()
        database.prepare(
            migrations=django_db_use_migrations, renew=request.config.getvalue("create_db")
        )
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.restore())
        yield
        connections.close_all()
        database.remove()
