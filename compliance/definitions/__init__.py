"""What every figure, status and rule means: the page with definitions and the notes of reports.

One list, so that a report and the page say the same. Whoever changes the meaning of a figure raises
`compliance.snapshots.counting.DEFINITIONS`, which stands in every snapshot.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.definitions.definition import Definition
from compliance.definitions.figures import FIGURES as COUNTED
from compliance.definitions.improving import IMPROVING
from compliance.definitions.rules import RULES
from compliance.definitions.statuses import STATUSES

__all__ = [
    "FIGURES",
    "IMPROVING",
    "RULES",
    "STATUSES",
    "Definition",
    "definitions",
    "sources",
]

FIGURES = (*COUNTED, *IMPROVING)

_IN_REPORTS = (
    *(f"figure-{name}" for name in ("rated", "done", "done_late", "open", "in_grace", "overdue")),
    *(f"figure-{name}" for name in ("newcomer_in_term", "exempt", "paused")),
    *(f"rule-{name}" for name in ("several_units", "small_groups", "known_at")),
)


def definitions() -> list[tuple[str, str]]:
    """Return each word of a report with its meaning."""
    found = {row.anchor: row for row in (*FIGURES, *RULES)}
    return [(str(found[name].title), str(found[name].meaning)) for name in _IN_REPORTS]


def sources(duties: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return where the figures come from, and which version of which rule was applied."""
    versions = [_version(duty) for duty in duties]
    return [
        (
            _("Sources"),
            _(
                "Persons, units and appointments: as delivered by the staff administration."
                " Completions: the ledger of Kompas, in which nothing is changed or deleted."
            ),
        ),
        (_("Rules"), "; ".join(versions) if versions else _("No duty had started by then.")),
    ]


def _version(duty: Mapping[str, Any]) -> str:
    rules = duty["rules"]
    numbers = ", ".join(str(rule["number"]) for rule in rules)
    text = ngettext("%(title)s: version %(numbers)s", "%(title)s: versions %(numbers)s", len(rules))
    return text % {"title": duty["title"], "numbers": numbers}
