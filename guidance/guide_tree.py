"""The guide as a tree of questions and outcomes, apart from where it is stored.

The editor's form, the file that comes with Kompas and the page all speak of the same tree, so that
one set of checks holds for all three.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A choice that leads to a question or an outcome.

    Behind an answer that `is_external` stands somebody who does not work for the Rijk itself.
    """

    text: str
    leads_to: str
    hint: str = ""
    anchor: str = ""
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One step of the guide."""

    key: str
    text: str
    hint: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Who helps in one situation, and what they do there (HTML).

    Mostly that is a role of the directory, by its key. Somebody without such a role, like a
    colleague, has a name; with both, the name is what the role is called here.
    """

    role: str = ""
    name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A link to more: a tool by its code, or a path of this site."""

    text: str
    code: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A way on from an outcome, to another question or outcome."""

    text: str
    leads_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where somebody can go. The texts are HTML; `for_externals` is the outcome that they get."""

    key: str
    title: str
    intro: str = ""
    helpers: tuple[Helper, ...] = ()
    what_next: str = ""
    confidentiality: str = ""
    tips: str = ""
    tools: tuple[Tool, ...] = ()
    further: tuple[Further, ...] = ()
    for_externals: str = ""
    owner: str = ""
    review_on: date | None = None

    @property
    def anchor(self) -> str:
        """The name for links to this outcome."""
        return self.key.lower()


@dataclass(frozen=True, kw_only=True)
class GuideTree:
    """Everything to choose from; the first question is the start."""

    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """The questions by key."""
        return {question.key: question for question in self.questions}

    @cached_property
    def outcome_of(self) -> Mapping[str, Outcome]:
        """The outcomes by key."""
        return {outcome.key: outcome for outcome in self.outcomes}

    @property
    def keys(self) -> list[str]:
        """Every key that an answer may lead to."""
        return [*self.question_of, *self.outcome_of]

    def outcome_for(self, outcome: Outcome, *, is_external: bool) -> Outcome:
        """Return what somebody gets here: externals may get another outcome."""
        if not is_external:
            return outcome
        return self.outcome_of.get(outcome.for_externals, outcome)

    def ends(self) -> Iterator[tuple[Outcome, bool]]:
        """Yield every outcome as it can be reached, with whether an external does.

        A question that is reached twice in the same way is walked once; loops end by that too.
        """
        if not self.questions:
            return
        seen: set[tuple[str, bool]] = set()
        waiting = [(self.questions[0].key, False)]
        while waiting:
            key, is_external = waiting.pop()
            if (key, is_external) in seen:
                continue
            seen.add((key, is_external))
            question = self.question_of.get(key)
            if question is not None:
                waiting += [
                    (one.leads_to, is_external or one.is_external) for one in question.answers
                ]
            elif key in self.outcome_of:
                yield self.outcome_for(self.outcome_of[key], is_external=is_external), is_external
