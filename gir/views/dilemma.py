"""The dilemma of the week. What somebody chooses stays in the browser, unless they let it count."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from gir.errors import ChoiceNotCounted
from gir.letters import person_of_key
from gir.reports.dilemmas import Turn, current_turn, earlier_turn, earlier_turns
from gir.services.dilemmas import count_choice, is_subscribed, monday_of, subscribe, unsubscribe
from gir.views.door import reading
from organisations.access import person_of

_BAD_REQUEST = 400


@reading
def dilemma(request: HttpRequest) -> HttpResponse:
    """Show the dilemma of this week, and those of before as a list."""
    turn = current_turn(monday_of(clock.today()))
    if turn is None:
        return render(request, "gir/no_dilemma.html")
    return _page(request, turn)


@reading
def earlier(request: HttpRequest, key: str) -> HttpResponse:
    """Show a dilemma of an earlier week."""
    turn = earlier_turn(key, monday_of(clock.today()))
    if turn is None:
        raise Http404
    return _page(request, turn)


def _page(
    request: HttpRequest, turn: Turn, *, problem: str = "", status: int = 200
) -> HttpResponse:
    person = person_of(request.user)
    context = {
        "turn": turn,
        "earlier": earlier_turns(turn) if turn.is_this_week else (),
        "may_count": turn.is_this_week and request.user.is_authenticated,
        "is_counted": request.GET.get("geteld") == "1",
        "problem": problem,
        "may_subscribe": person is not None,
        "is_subscribed": is_subscribed(person) if person else False,
        "has_feed": settings.GIR_PUBLIC,
    }
    return render(request, "gir/dilemma.html", context, status=status)


@login_required
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Raise the counter of an option by one.

    That it was this person, and when, is kept nowhere: not in a row, not in a session or a message
    of one, and the log line of this request has no account.
    """
    request.leave_account_out_of_log = True  # type: ignore[attr-defined]
    try:
        monday = date.fromisoformat(request.POST.get("week", ""))
        count_choice(monday=monday, letter=request.POST.get("keuze", "")[:2])
    except (ChoiceNotCounted, ValueError):
        turn = current_turn(monday_of(clock.today()))
        if turn is None:
            raise Http404 from None
        problem = _("This was not counted: the week is over, or the choice is not there.")
        return _page(request, turn, problem=problem, status=_BAD_REQUEST)
    return redirect(f"{reverse('gir:dilemma')}?geteld=1#keuzes")


@login_required
@require_POST
def subscription(request: HttpRequest) -> HttpResponse:
    """Send the dilemma of the week by mail from now on, or no longer."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    if request.POST.get("mail") == "aan":
        subscribe(person=person)
        messages.success(request, _("From now on you get the dilemma of the week by mail."))
    else:
        unsubscribe(person=person)
        messages.success(request, _("You no longer get the dilemma of the week by mail."))
    return redirect("gir:dilemma")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the mail for whoever has the link in it; only the button does, not a scanner of mail."""
    person = person_of_key(key)
    if person is None:
        return render(request, "gir/unsubscribe.html", {"is_wrong": True}, status=404)
    if request.method == "POST":
        unsubscribe(person=person)
    context = {"is_done": request.method == "POST", "key": key}
    return render(request, "gir/unsubscribe.html", context)
