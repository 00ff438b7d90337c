"""A manager looks who of the team can be reminded, chooses, and has it sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from compliance import access
from compliance.reminders.asking import Remindable, remindable
from compliance.services.reminders import Asked, remind_people
from core import clock
from organisations.access import person_of

LATE, EVERYBODY, NOBODY = "te-laat", "allen", "niemand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way to tick people all at once."""

    value: str
    label: str
    number: int


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Show who still has to do something, with who was chosen ticked; send to who is ticked."""
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("team") or ""
    teams = _teams(request, code)
    units = [team.pk for team in teams]
    if request.method == "POST":
        ticked = set(request.POST.getlist("persoon"))
        by = person_of(request.user)
        if ticked and by is not None:
            asked = remind_people(by=by, unit_ids=units, uuids=ticked)
            _say(request, asked)
            return redirect(f"{reverse('mijn-team')}?team={code}" if code else "mijn-team")
    people = remindable(unit_ids=units, today=clock.today())
    ticked = set() if request.method == "POST" else _ticked(request, people)
    context = {
        "people": people,
        "ticked": ticked,
        "is_empty_choice": request.method == "POST",
        "choices": _choices(people),
        "may_choose": any(row.may_be_asked for row in people),
        "code": code,
        "team": teams[0] if len(teams) == 1 else None,
        "team_url": f"{reverse('mijn-team')}?team={code}",
    }
    return render(request, "compliance/remind.html", context)


def _teams(request: HttpRequest, code: str) -> Sequence[access.SeenUnit]:
    """Return the team that was asked for, or all; whoever lists nobody finds nothing here."""
    teams = access.teams_of(request.user, on=clock.today())
    found = [team for team in teams if not code or team.code == code]
    if not found:
        raise Http404
    return found


def _ticked(request: HttpRequest, people: Sequence[Remindable]) -> set[str]:
    """Return who is ticked when the page opens: one person, or who is late."""
    one, who = request.GET.get("persoon"), request.GET.get("wie", LATE)
    open_to = [row for row in people if row.may_be_asked]
    if one:
        return {row.uuid for row in open_to if row.uuid == one}
    if who == EVERYBODY:
        return {row.uuid for row in open_to}
    return {row.uuid for row in open_to if row.is_late and who != NOBODY}


def _choices(people: Sequence[Remindable]) -> list[Choice]:
    open_to = [row for row in people if row.may_be_asked]
    late = sum(row.is_late for row in open_to)
    return [
        Choice(value=LATE, label=_("Who is late"), number=late),
        Choice(value=EVERYBODY, label=_("Everybody with something to do"), number=len(open_to)),
        Choice(value=NOBODY, label=_("Nobody"), number=0),
    ]


def _say(request: HttpRequest, asked: Asked) -> None:
    """Say what happened, also what did not."""
    if asked.reminded:
        sentence = ngettext(
            "%(n)d person gets a reminder by mail, on a working day in the daytime.",
            "%(n)d persons get a reminder by mail, on a working day in the daytime.",
            asked.reminded,
        )
        messages.success(request, sentence % {"n": asked.reminded})
    if asked.waiting:
        sentence = ngettext(
            "%(n)d person was reminded less than seven days ago and gets nothing now.",
            "%(n)d persons were reminded less than seven days ago and get nothing now.",
            asked.waiting,
        )
        messages.warning(request, sentence % {"n": asked.waiting})
    if asked.finished:
        sentence = ngettext(
            "%(n)d person has nothing left to do and gets nothing.",
            "%(n)d persons have nothing left to do and get nothing.",
            asked.finished,
        )
        messages.info(request, sentence % {"n": asked.finished})
