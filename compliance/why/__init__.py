"""Waarom?: the sentences that explain a status, made from the very decision that gives it.

`read_case` finds the obligation that a list would show and lets
`compliance.status.decision.decide` judge it; `explain` turns that decision into a `Trace`. Nothing
is worked out a second time.
"""

from compliance.why.case import Case, read_case, rule_sentences
from compliance.why.excuses import excuses
from compliance.why.explanation import explain
from compliance.why.trace import Item, Row, Section, StartLink, Trace

__all__ = [
    "Case",
    "Item",
    "Row",
    "Section",
    "StartLink",
    "Trace",
    "excuses",
    "explain",
    "read_case",
    "rule_sentences",
]
