"""The rule hash: one number that changes when a rule, a definition, a unit or a count changes."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from compliance.snapshots.counting import Figures


def rule_hash(
    figures: Figures, *, reference_date: date, known_at: datetime, definitions: str
) -> str:
    """Return the SHA-256 of everything that the figures are and rest on.

    The title of a duty and the ids of rows are no part of it: a better title changes no figure, and
    the same facts in another database give the same hash.
    """
    codes = {pk: unit.code for pk, unit in figures.units.items()}
    keys = {duty["id"]: duty["key"] for duty in figures.duties}
    content = {
        "reference_date": reference_date.isoformat(),
        "known_at": known_at.astimezone(UTC).isoformat(),
        "definitions": definitions,
        "rules": {duty["key"]: [duty["subject"], duty["rules"]] for duty in figures.duties},
        "units": sorted(
            [unit.code, unit.name, unit.kind, codes.get(unit.parent_id or 0, "")]
            for unit in figures.units.values()
        ),
        "counts": sorted(
            [codes.get(key.unit_id, ""), keys.get(key.requirement_id, ""), key.status, *number]
            for key, number in figures.counts.items()
        ),
    }
    return sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """Return the one way in which this is written down as JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()
