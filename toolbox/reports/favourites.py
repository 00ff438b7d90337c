"""What somebody keeps at hand. Only ever asked for by that person themselves."""

from collections.abc import Sequence

from organisations.access import records_of
from organisations.models import Person
from toolbox.models import Favourite
from toolbox.reports.tools import ToolLine, tool_lines


def favourites_of(person: Person) -> Sequence[ToolLine]:
    """Return the tools that somebody keeps and that can be read now, in the order of the boxes."""
    kept = kept_tools(person)
    return [line for line in tool_lines() if line.pk in kept] if kept else []


def kept_tools(person: Person) -> frozenset[int]:
    """Return the ids of the tools that somebody keeps, also under a record that was merged."""
    rows = Favourite.objects.filter(person__in=records_of(person))
    return frozenset(rows.values_list("tool_id", flat=True))
