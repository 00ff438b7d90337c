"""The filter of a toolbox: by theme, and by what somebody's team is like. Nothing is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from toolbox.enums import TeamTrait, Theme
from toolbox.reports.tools import ToolLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFilter:
    """What somebody asked for; it stands in the address."""

    theme: Theme | None = None
    traits: Collection[TeamTrait] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything was asked."""
        return bool(self.theme or self.traits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """What is left: tools that fit such a team, and those that fit every team."""

    fitting: Sequence[ToolLine]
    general: Sequence[ToolLine]

    @property
    def count(self) -> int:
        """How many tools are left."""
        return len(self.fitting) + len(self.general)


def filtered(lines: Sequence[ToolLine], asked: ToolFilter) -> Filtered:
    """Return the tools that were asked for; without a question about the team all are general."""
    left = [line for line in lines if asked.theme is None or asked.theme in line.themes]
    if not asked.traits:
        return Filtered(fitting=(), general=left)
    return Filtered(
        fitting=[line for line in left if set(line.traits) & set(asked.traits)],
        general=[line for line in left if not line.traits],
    )
