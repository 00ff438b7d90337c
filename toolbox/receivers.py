"""What the toolboxes do after events of Django; one line to a service each."""

from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate

from core.append_only import guard
from toolbox.models import PracticeStep

FACTS = (PracticeStep._meta.db_table,)
"""Tables in which rows are only ever added."""


def guard_facts(*, using: str, **_kwargs: Any) -> None:
    """After every `migrate`: a rebuilt table on SQLite has lost its triggers."""
    guard(connections[using], FACTS)


def connect() -> None:
    """Listen to migrations."""
    post_migrate.connect(guard_facts)
