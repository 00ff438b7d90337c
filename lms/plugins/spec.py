"""What a course says of itself. Data, not code: checked by system checks when the site starts."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSpec:
    """One module of a course; its activity key is `<course key>/<module key>`."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSpec:
    """A course: done when all its modules are done.

    `repeats` says whether people come back every year; it only changes what the learner sees,
    the duty itself is a requirement of the compliance app.
    `variants` are the keys of courses that are a shorter form of this one, for whoever has worked
    here for a year or did the whole course before (GOR m12); newcomers cannot take them.
    `blocks` maps names of the course's own blocks to dotted paths, resolved when first needed.
    """

    key: str
    title: str
    modules: tuple[ModuleSpec, ...]
    repeats: Literal["once", "yearly"] = "once"
    variants: tuple[str, ...] = ()
    blocks: dict[str, str] = field(default_factory=dict)

    def activity_key(self, module_key: str) -> str:
        """Return the key in the ledger of one of the modules."""
        return f"{self.key}/{module_key}"
