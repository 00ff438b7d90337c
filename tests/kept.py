"""What all tests of a module begin with, made once and rolled back after the last of them.

    @pytest.fixture(scope="module", autouse=True)
    def pages(django_db_setup, django_db_blocker):
        with kept(django_db_blocker):
            call_command("load_pages")
            yield

Each test then undoes its own work as always. Not for modules with a transactional test, which would
commit it, nor for a clock or a setting that a test has of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connections, transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made in this block until its end; tests nest inside its transaction."""
    around = transaction.atomic()
    # As of Django's own test cases: services that must be the outermost may be called inside.
    around._from_testcase = True
    # Those close the connection when they are done, which would end it.
    stays_open = patch.object(connections["default"], "close", lambda: None)
    with blocker.unblock(), around, stays_open:
        yield
        transaction.set_rollback(True)
