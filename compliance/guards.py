"""Which tables of compliance are only ever added to."""

from compliance.models import (
    AcceptedActivity,
    DraftEvent,
    Obligation,
    ObligationEvent,
    ReminderRule,
    Snapshot,
    SnapshotCheckCount,
    SnapshotCheckReason,
    SnapshotCount,
    SnapshotUnit,
)

_MODELS = (
    AcceptedActivity,
    DraftEvent,
    Obligation,
    ObligationEvent,
    ReminderRule,
    Snapshot,
    SnapshotUnit,
    SnapshotCount,
    SnapshotCheckCount,
    SnapshotCheckReason,
)
FACTS = tuple(model._meta.db_table for model in _MODELS)
"""What a version accepts is a fact too: an obligation must mean the same for ever."""
