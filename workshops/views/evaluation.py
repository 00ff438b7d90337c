"""What somebody thought of a workshop; without a name, and without an address that says which."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from workshops.access import bookings_of
from workshops.enums import EvaluationRound
from workshops.evaluation.answers import InvalidAnswers
from workshops.evaluation.questions import LONGEST, QUESTIONS, Question, Scale
from workshops.evaluation.services import NotYourTurn, submit_evaluation
from workshops.models import Booking
from workshops.views.paces import paced


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with what was given so far, and what is wrong with that."""

    question: Question
    given: str
    problem: str

    @property
    def is_open(self) -> bool:
        """Whether the answer is in words."""
        return self.question.scale is Scale.OPEN

    @property
    def options(self) -> list[str]:
        """The numbers to choose from."""
        return [str(value) for value in self.question.values]


@never_cache
@login_required
@require_POST
@paced("workshops.book")
def evaluate(request: HttpRequest) -> HttpResponse:
    """Show the questions; take the answers when they come along."""
    booking, round_ = _booking(request), _round(request)
    if "verstuur" not in request.POST:
        return _form(request, booking, round_, {})
    given = {question.key: request.POST.get(question.key, "") for question in QUESTIONS[round_]}
    try:
        submit_evaluation(booking=booking, round_=round_, given=given)
    except InvalidAnswers as wrong:
        return _form(request, booking, round_, wrong.problems)
    except NotYourTurn:
        messages.error(request, _("There is nothing to answer any more for this workshop."))
    else:
        messages.success(request, _("Thank you. Nobody can see that these answers are yours."))
    return redirect("workshops-mine")


def _form(
    request: HttpRequest, booking: Booking, round_: EvaluationRound, problems: dict[str, str]
) -> HttpResponse:
    asked = [
        Asked(
            question=question,
            given=request.POST.get(question.key, ""),
            problem=problems.get(question.key, ""),
        )
        for question in QUESTIONS[round_]
    ]
    context: dict[str, Any] = {
        "booking": booking,
        "round": round_,
        "asked": asked,
        "problems": problems,
        "whole": problems.get("", ""),
        "longest": LONGEST,
    }
    return render(request, "workshops/evaluate.html", context)


def _booking(request: HttpRequest) -> Booking:
    rows = bookings_of(request.user).filter(turns__is_taken=False)
    try:
        found: Booking = get_object_or_404(
            rows.select_related("event__type").distinct(), uuid=request.POST.get("booking", "")
        )
    except (ValueError, TypeError) as wrong:
        raise Http404 from wrong
    return found


def _round(request: HttpRequest) -> EvaluationRound:
    try:
        return EvaluationRound(request.POST.get("ronde", EvaluationRound.AFTER))
    except ValueError as wrong:
        raise Http404 from wrong
