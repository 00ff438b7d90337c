"""The questions, by round (content brief, part H: EV1-EV8 and NA1-NA2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from workshops.enums import EvaluationRound

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Scale(StrEnum):
    """How a question is answered."""

    AGREE = "agree"
    """1 = disagree completely, 5 = agree completely."""
    GRADE = "grade"
    """A mark from 1 to 10."""
    OPEN = "open"
    """Words; not about persons or situations that can be recognised."""


TOP: Mapping[Scale, int] = {Scale.AGREE: 5, Scale.GRADE: 10}
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question."""

    key: str
    text: "_StrPromise"
    scale: Scale

    @property
    def values(self) -> range:
        """The numbers that can be chosen; none for an open question."""
        return range(1, TOP.get(self.scale, 0) + 1)


QUESTIONS: Mapping[EvaluationRound, tuple[Question, ...]] = {
    EvaluationRound.AFTER: (
        Question(key="EV1", text=_("I felt safe to take part."), scale=Scale.AGREE),
        Question(
            key="EV2", text=_("I learnt something that I can use tomorrow."), scale=Scale.AGREE
        ),
        Question(
            key="EV3", text=_("The trainer dealt well with different opinions."), scale=Scale.AGREE
        ),
        Question(key="EV4", text=_("The examples fitted my work."), scale=Scale.AGREE),
        Question(key="EV5", text=_("I now know where I can go."), scale=Scale.AGREE),
        Question(key="EV6", text=_("Which mark do you give, from 1 to 10?"), scale=Scale.GRADE),
        Question(key="EV7", text=_("What do you take away from it?"), scale=Scale.OPEN),
        Question(key="EV8", text=_("What can be better?"), scale=Scale.OPEN),
    ),
    EvaluationRound.LATER: (
        Question(
            key="NA1", text=_("I did something in another way than before."), scale=Scale.AGREE
        ),
        Question(key="NA2", text=_("My team talks about this more often."), scale=Scale.AGREE),
    ),
}
