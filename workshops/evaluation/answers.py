"""Reading what was filled in: every question may be skipped, but not all of them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from workshops.enums import EvaluationRound
from workshops.evaluation.questions import LONGEST, QUESTIONS, Question, Scale

Content = dict[str, int | str]


class InvalidAnswers(Exception):
    """What was filled in cannot be used; `problems` says why by question, "" for the whole."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(*self.problems.values())


def read_answers(round_: EvaluationRound, given: Mapping[str, str]) -> Content:
    """Return the answers, or raise `InvalidAnswers`."""
    content: Content = {}
    problems: dict[str, str] = {}
    for question in QUESTIONS[round_]:
        typed = given.get(question.key, "").strip()
        if problem := _problem(question, typed):
            problems[question.key] = problem
        elif typed:
            content[question.key] = typed if question.scale is Scale.OPEN else int(typed)
    if not content and not problems:
        problems[""] = _("Answer at least one question.")
    if problems:
        raise InvalidAnswers(problems)
    return content


def _problem(question: Question, typed: str) -> str:
    if not typed:
        return ""
    if question.scale is Scale.OPEN:
        return _("Use at most %(n)d characters.") % {"n": LONGEST} if len(typed) > LONGEST else ""
    if typed not in map(str, question.values):
        return _("Choose one of the numbers.")
    return ""
