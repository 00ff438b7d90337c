"""What a run of planning added."""

from dataclasses import dataclass, fields

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """How many rows a run added; `voided` are events that the facts no longer bear out."""

    created: int = 0
    withdrawn: int = 0
    reopened: int = 0
    paused: int = 0
    due_changed: int = 0
    voided: int = 0

    def __add__(self, other: "PlanResult") -> "PlanResult":
        return PlanResult(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(PlanResult)}
        )

    @property
    def total(self) -> int:
        """How many rows were added in all."""
        return sum(getattr(self, f.name) for f in fields(PlanResult))

    def __str__(self) -> str:
        return _(
            "Obligations made: %(created)d, withdrawn: %(withdrawn)d, reopened: %(reopened)d,"
            " paused: %(paused)d, due date changed: %(due_changed)d, events voided: %(voided)d."
        ) % {f.name: getattr(self, f.name) for f in fields(PlanResult)}
