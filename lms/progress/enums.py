"""Where somebody stands with a module or an attempt. Computed, never stored."""

from enum import StrEnum


class ModuleStatus(StrEnum):
    """Where somebody stands with a module in the round of the course that is shown."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


class AttemptStatus(StrEnum):
    """Where somebody stands with a test; `new` is one that starts with the first answer."""

    NEW = "new"
    OPEN = "open"
    FAILED = "failed"
    PASSED = "passed"
