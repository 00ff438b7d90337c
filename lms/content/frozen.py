"""The test of a module as it was in one version, so that an attempt can always be finished."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

from lms.progress.questions import ModuleTest, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenOption:
    """A possible answer."""

    key: str
    text: str
    correct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenQuestion:
    """A question with everything that is shown of it; the explanation is rich text as stored."""

    key: str
    kind: Literal["single", "multiple"]
    text: str
    options: tuple[FrozenOption, ...]
    explanation: str

    @property
    def right(self) -> frozenset[str]:
        """The keys of the right answers."""
        return frozenset(option.key for option in self.options if option.correct)

    def option(self, key: str) -> FrozenOption:
        """Return one of the answers."""
        return next(option for option in self.options if option.key == key)

    def to_question(self) -> Question:
        """Return the question as the grading needs it."""
        return Question(
            key=self.key,
            kind=self.kind,
            options=tuple(option.key for option in self.options),
            correct=self.right,
            text=self.text,
            explanation=self.explanation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenTest:
    """All questions of a module, and what is needed to pass."""

    questions: tuple[FrozenQuestion, ...]
    pass_mark: int
    draw: int | None = None

    def question(self, key: str) -> FrozenQuestion | None:
        """Return one of the questions."""
        return next((question for question in self.questions if question.key == key), None)

    def to_module_test(self) -> ModuleTest:
        """Return the test as the grading needs it."""
        return ModuleTest(
            questions=tuple(question.to_question() for question in self.questions),
            pass_mark=self.pass_mark,
            draw=self.draw,
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self | None:
        """Return the test that a version kept; None when the module had no questions."""
        if not data.get("questions"):
            return None
        questions = tuple(
            FrozenQuestion(
                key=question["key"],
                kind=question["kind"],
                text=question["text"],
                options=tuple(FrozenOption(**option) for option in question["options"]),
                explanation=question["explanation"],
            )
            for question in data["questions"]
        )
        return cls(questions=questions, pass_mark=data["pass_mark"], draw=data["draw"])
