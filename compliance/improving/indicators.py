"""Figures about quality from apps that compliance does not know, through a setting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from compliance.access import UnitTree
from compliance.definitions.definition import Definition
from organisations.access import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure with its meaning: `anchor` is that of its definition."""

    anchor: str
    title: str
    value: str
    about: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where such figures come from, with a definition of each.

    `figures` gives those of a unit, as somebody may see them, from the first day of a year up to a
    day in it; what may not be shown is left out.
    """

    definitions: tuple[Definition, ...]
    figures: Callable[[Viewer, UnitTree, date], Sequence[Indicator]]


@cache
def _sources(names: tuple[str, ...]) -> tuple[Source, ...]:
    return tuple(import_string(name) for name in names)


def sources() -> tuple[Source, ...]:
    """Return the sources of the setting `IMPROVEMENT_INDICATORS`, in its order."""
    return _sources(tuple(settings.IMPROVEMENT_INDICATORS))


def indicators_of(user: Viewer, *, tree: UnitTree, day: date) -> tuple[Indicator, ...]:
    """Return all figures of a unit."""
    return tuple(row for source in sources() for row in source.figures(user, tree, day))


def indicator_definitions() -> tuple[Definition, ...]:
    """Return the definitions of all such figures."""
    return tuple(row for source in sources() for row in source.definitions)
