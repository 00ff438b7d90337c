"""Adding answers up: how often each number was chosen, and the texts in no order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshops.enums import EvaluationRound
from workshops.evaluation.questions import QUESTIONS, Scale

Sums = dict[str, Any]


def add_up(round_: EvaluationRound, contents: Sequence[Mapping[str, Any]]) -> Sums:
    """Return by question the number of times that each value was chosen, or the texts."""
    sums: Sums = {}
    for question in QUESTIONS[round_]:
        given = [one[question.key] for one in contents if question.key in one]
        if question.scale is Scale.OPEN:
            # By alphabet: the order in which they came says who sat next to whom.
            sums[question.key] = sorted(given)
        else:
            sums[question.key] = [given.count(value) for value in question.values]
    return sums


def merge(round_: EvaluationRound, sums: Iterable[Sums]) -> Sums:
    """Return the sums of several batches together."""
    merged: Sums = {}
    rows = list(sums)
    for question in QUESTIONS[round_]:
        parts = [row[question.key] for row in rows if question.key in row]
        if question.scale is Scale.OPEN:
            merged[question.key] = sorted(text for part in parts for text in part)
        else:
            merged[question.key] = [sum(column) for column in zip(*parts, strict=True)]
    return merged
