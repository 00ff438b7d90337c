"""The polls that Kompas comes with. They start off; an administrator decides which is asked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from guidance.models import Poll

FILE = Path(__file__).parent.parent / "content" / "peilingen.yaml"


@transaction.atomic
def load_polls() -> list[str]:
    """Make the polls that are not there yet; one that is there belongs to the administrator."""
    rows: Sequence[Mapping[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    there = set(Poll.objects.values_list("key", flat=True))
    new = [
        Poll(
            key=row["key"],
            question=row["question"],
            position=place,
            compared_with=", ".join(row["vergelijk_met"]),
        )
        for place, row in enumerate(rows)
        if row["key"] not in there
    ]
    Poll.objects.bulk_create(new)
    return [f"{poll.key}: made, not asked yet" for poll in new]
