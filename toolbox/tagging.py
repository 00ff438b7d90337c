"""Finds rows by what stands in a list of theirs, on SQLite and PostgreSQL alike.

The lists are short and of fixed words, so they are JSON, and a word in it is looked for as text.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models.functions import Cast

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def holding(rows: Rows, field: str, word: str) -> Rows:
    """Keep the rows that have this word in their list; an empty word keeps all."""
    if not word:
        return rows
    name = f"{field}_as_text"
    found: Rows = rows.alias(**{name: Cast(field, models.TextField())}).filter(
        **{f"{name}__contains": f'"{word}"'}
    )
    return found


def labels_of(words: Any, choices: type[models.TextChoices]) -> list[str]:
    """Return what a list of words is called on the screen, in the order of the choices."""
    chosen = set(words or ())
    return [str(choice.label) for choice in choices if choice.value in chosen]
