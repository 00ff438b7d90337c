"""What must be done by whom, in which cycle, and what happened to each obligation.

Rules are data with versions; an obligation points at the version that made it. Obligations and
their events are appended; status is computed from them and from the ledger, never stored.
"""

from compliance.models.obligations import Obligation, ObligationEvent
from compliance.models.rules import AcceptedActivity, Cycle, Requirement, RequirementVersion

__all__ = [
    "AcceptedActivity",
    "Cycle",
    "Obligation",
    "ObligationEvent",
    "Requirement",
    "RequirementVersion",
]
