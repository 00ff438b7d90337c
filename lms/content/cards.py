"""Test questions as one learner sees them: in their order, with what they answered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lms.content.frozen import FrozenOption, FrozenQuestion, FrozenTest
from lms.content.shell import Part, block_anchor
from lms.progress.enums import AttemptStatus
from lms.progress.questions import asked_questions
from lms.progress.reports import AttemptState, GivenAnswer
from organisations.models import Person


class Mark(StrEnum):
    """How an answer is shown once the question is answered."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOption:
    """A possible answer on a card."""

    key: str
    text: str
    is_chosen: bool
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One question. `number` counts through the whole test; `is_open` says that it is unfolded."""

    question: FrozenQuestion
    number: int
    total: int
    attempt: int
    version_id: int | None
    options: tuple[CardOption, ...]
    is_answered: bool
    is_right: bool
    is_open: bool
    next_anchor: str = ""
    error: str = ""
    notice: str = ""

    @property
    def anchor(self) -> str:
        """The name of the question in the address of its page."""
        return block_anchor(self.question.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerTest:
    """The test of a module for one attempt."""

    frozen: FrozenTest
    state: AttemptState
    version_id: int | None
    cards: tuple[Card, ...]

    @property
    def size(self) -> int:
        """How many questions there are."""
        return len(self.cards)

    @property
    def needed(self) -> int:
        """How many must be right."""
        return self.frozen.to_module_test().needed

    @property
    def is_finished(self) -> bool:
        """Tell whether every question of the attempt is answered."""
        return self.state.status in {AttemptStatus.FAILED, AttemptStatus.PASSED}

    @property
    def is_passed(self) -> bool:
        """Tell whether the attempt is passed."""
        return self.state.status == AttemptStatus.PASSED

    def card(self, key: str) -> Card | None:
        """Return the card of a question."""
        return next((card for card in self.cards if card.question.key == key), None)

    @property
    def first_open(self) -> Card | None:
        """The first question that is not answered."""
        return next((card for card in self.cards if not card.is_answered), None)


def build_test(
    frozen: FrozenTest, state: AttemptState, *, person: Person, version_id: int | None
) -> LearnerTest:
    """Return the questions that an attempt asks, with the answers that stand."""
    asked = asked_questions(
        frozen.to_module_test(),
        person=person.uuid,
        activity_key=state.activity_key,
        attempt_number=state.number,
        answered=state.answers,
    )
    latest = next(reversed(list(state.answers)), "")
    cards = []
    for number, item in enumerate(asked, start=1):
        question = frozen.question(item.question.key)
        if question is not None:
            answer = state.answers.get(question.key)
            cards.append(
                Card(
                    question=question,
                    number=number,
                    total=len(asked),
                    attempt=state.number,
                    version_id=version_id,
                    options=tuple(_options(question, item.options, answer)),
                    is_answered=answer is not None,
                    is_right=answer is not None and answer.is_correct,
                    is_open=answer is None or question.key == latest,
                )
            )
    return LearnerTest(frozen=frozen, state=state, version_id=version_id, cards=tuple(cards))


def choose(card: Card, chosen: Collection[str], *, error: str = "", notice: str = "") -> Card:
    """Return a card that is not answered with what somebody had chosen already."""
    if card.is_answered:
        return replace(card, notice=notice, is_open=True)
    options = tuple(replace(option, is_chosen=option.key in chosen) for option in card.options)
    return replace(card, options=options, error=error, notice=notice)


def place_cards(
    parts: Sequence[Part], test: LearnerTest, *, same_version: bool
) -> Iterator[tuple[Part, tuple[Card, ...]]]:
    """Give each slot on a page its cards: all that are answered and the first that is not.

    A draw keeps its own order, so all questions of the page then stand in the first slot; so they
    do when the attempt is on an older version, which may not know these slots.
    """
    together = not same_version or test.frozen.draw is not None
    here = {key for part in parts for key in part.questions}
    placed = False
    for part in parts:
        if not part.questions:
            yield part, ()
            continue
        wanted = here if together else set(part.questions)
        cards = [c for c in test.cards if not same_version or c.question.key in wanted]
        shown = () if together and placed else tuple(_up_to_first_open(cards))
        yield part, _linked(shown, "uitslag" if test.is_finished else "")
        placed = True


def _up_to_first_open(cards: Sequence[Card]) -> Iterator[Card]:
    for card in cards:
        yield card
        if not card.is_answered:
            return


def _options(
    question: FrozenQuestion, order: Sequence[str], answer: GivenAnswer | None
) -> Iterator[CardOption]:
    by_key: Mapping[str, FrozenOption] = {option.key: option for option in question.options}
    for key in order:
        chosen = answer is not None and key in answer.chosen
        mark = Mark.NONE
        if answer is not None and chosen:
            mark = Mark.RIGHT if by_key[key].correct else Mark.WRONG
        elif answer is not None and by_key[key].correct:
            mark = Mark.MISSED
        yield CardOption(key=key, text=by_key[key].text, is_chosen=chosen, mark=mark)


def _linked(cards: Sequence[Card], last: str) -> tuple[Card, ...]:
    """Let each card know what comes next on the page."""
    anchors = [*(card.anchor for card in cards[1:]), last]
    return tuple(
        replace(card, next_anchor=anchor) for card, anchor in zip(cards, anchors, strict=True)
    )
