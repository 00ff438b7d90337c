"""What must be done by whom, in which cycle, and what happened to each obligation.

Rules are data with versions; an obligation points at the version that made it. Obligations and
their events are appended; status is computed from them and from the ledger, never stored.
"""

from compliance.models.daily import CountedDay, DailyCount, HiddenGroup
from compliance.models.drafts import DraftEvent, RequirementDraft
from compliance.models.exports import Export, ReportSubscription
from compliance.models.improvement import ImprovementAction
from compliance.models.obligations import Obligation, ObligationEvent
from compliance.models.reminders import Reminder, ReminderRule
from compliance.models.rules import AcceptedActivity, Cycle, Requirement, RequirementVersion
from compliance.models.snapshot_work import (
    SnapshotCheck,
    SnapshotCheckCount,
    SnapshotCheckReason,
    SnapshotRequest,
)
from compliance.models.snapshots import Snapshot, SnapshotCount, SnapshotDay, SnapshotUnit
from compliance.models.targets import Target
from compliance.models.webhooks import EventDelivery, EventSubscription

__all__ = [
    "AcceptedActivity",
    "CountedDay",
    "Cycle",
    "DailyCount",
    "DraftEvent",
    "EventDelivery",
    "EventSubscription",
    "Export",
    "HiddenGroup",
    "ImprovementAction",
    "Obligation",
    "ObligationEvent",
    "Reminder",
    "ReminderRule",
    "ReportSubscription",
    "Requirement",
    "RequirementDraft",
    "RequirementVersion",
    "Snapshot",
    "SnapshotCheck",
    "SnapshotCheckCount",
    "SnapshotCheckReason",
    "SnapshotCount",
    "SnapshotDay",
    "SnapshotRequest",
    "SnapshotUnit",
    "Target",
]
