"""Who has which duty: obligations follow from appointments, absences and the rules.

`plan` compares what should stand (`presence` -> `terms` -> `desired`) with what stands
(`standing`), and writes the `difference`. Nothing is updated or deleted.
"""

from compliance.planning.cycles import ensure_cycles
from compliance.planning.result import PlanResult
from compliance.planning.run import plan

__all__ = ["PlanResult", "ensure_cycles", "plan"]
