"""Test questions: which are asked, in what order, and whether an answer is right. Pure functions.

Draw and order follow from a keyed hash over person, activity and number of the attempt; a draw
takes about as many of each subject. So nothing
is stored to show the same test again on another device, a new attempt is another order, and nobody
without the secret can tell what comes next. Should the secret change during an attempt, then what
was already answered stays in the draw.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.crypto import salted_hmac

_SALT = "lms.progress.order"
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A test question as the grading needs it; `options` and `correct` are keys of options."""

    key: str
    kind: Literal["single", "multiple"]
    options: tuple[str, ...]
    correct: frozenset[str]
    text: str = ""
    explanation: str = ""

    def is_right(self, chosen: Collection[str]) -> bool:
        """Tell whether all right options are chosen and no other."""
        return self.correct == frozenset(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleTest:
    """The test of a module; `pass_mark` is a percentage, `draw` how many are asked (None: all)."""

    questions: tuple[Question, ...]
    pass_mark: int
    draw: int | None = None

    @property
    def size(self) -> int:
        """How many questions one attempt asks."""
        count = len(self.questions)
        return count if self.draw is None else min(self.draw, count)

    @property
    def needed(self) -> int:
        """How many right answers are enough."""
        return -(-self.pass_mark * self.size // _PERCENT)

    def passes(self, correct: int) -> bool:
        """Tell whether this many right answers are enough."""
        return correct >= self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question of an attempt. `seed` is what gives each attempt an order of its own."""

    question: Question
    seed: str

    @property
    def options(self) -> tuple[str, ...]:
        """The options in the order in which they are shown; worked out when asked for."""
        key = self.question.key
        return tuple(sorted(self.question.options, key=lambda one: _rank(self.seed, key, one)))


def asked_questions(
    test: ModuleTest,
    *,
    person: UUID,
    activity_key: str,
    attempt_number: int,
    answered: Collection[str] = (),
) -> tuple[AskedQuestion, ...]:
    """Return what an attempt asks. Without a draw the questions stay in the author's order."""
    seed = f"{person}:{activity_key}:{attempt_number}"
    questions: Sequence[Question] = test.questions
    if test.draw is not None:
        ranked = sorted(questions, key=lambda question: _rank(seed, question.key))
        open_places = test.size - sum(question.key in answered for question in ranked)
        fresh = [key for key in _in_turn(ranked) if key not in answered]
        drawn = {*answered, *fresh[: max(open_places, 0)]}
        questions = [question for question in ranked if question.key in drawn]
    return tuple(AskedQuestion(question=question, seed=seed) for question in questions)


def _in_turn(ranked: Sequence[Question]) -> Iterator[str]:
    """Yield keys so that each subject has its turn: "V1.3" and "V1.5" are of the subject "V1"."""
    seen: Counter[str] = Counter()
    turns = []
    for place, question in enumerate(ranked):
        subject = question.key.rpartition(".")[0]
        turns.append((seen[subject], place, question.key))
        seen[subject] += 1
    return (key for _turn, _place, key in sorted(turns))


def _rank(*parts: str) -> bytes:
    # Keys may hold any character, so that a separator alone would not keep them apart.
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(_SALT, message, algorithm="sha256").digest()
