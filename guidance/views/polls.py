"""Answering a poll with one button, and the page with results. Forbidden and unknown give 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guidance.enums import PollOption
from guidance.models import Poll
from guidance.polls.answering import answer_poll
from guidance.polls.results import may_read, poll_results
from organisations.viewers import person_of

START = "/mijn-leren/"


@login_required
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Take an answer, or "no thanks", and go back to where the question was."""
    poll = get_object_or_404(Poll, key=key, is_on=True)
    person = person_of(request.user)
    if person is None:
        raise Http404
    chosen = request.POST.get("antwoord", "")
    option = PollOption(chosen) if chosen in PollOption.values else None
    is_first = answer_poll(poll=poll, person=person, option=option)
    if is_first and option is not None:
        messages.success(request, _("Thank you. Your answer is counted, without your name."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Return the page that the question stood on; never an address of another site."""
    asked = request.POST.get("terug", "")
    host = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(asked, host, require_https=request.is_secure())
    return asked if is_ours else START


@never_cache
@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the answers per organisation beside what research found."""
    if not may_read(request.user):
        raise Http404
    return render(request, "guidance/polls/results.html", {"polls": poll_results(request.user)})
