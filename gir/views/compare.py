"""Two editions or two days of the code beside each other."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from gir.errors import NoSuchDay
from gir.reports.comparing import compare
from gir.reports.days import day_of
from gir.reports.editions import Editions, editions_on
from gir.views.days import no_such_day
from gir.views.door import reading


@reading
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what differs between two editions or days; without any, what changed last."""
    editions = editions_on(clock.today())
    try:
        first = _day(request.GET.get("van", "").strip(), editions) or _usual_first(editions)
        second = _day(request.GET.get("tot", "").strip(), editions) or _usual_second(editions)
    except NoSuchDay as error:
        return no_such_day(request, error)
    only = request.GET.get("artikel", "").strip()
    context = {
        "editions": editions,
        "comparison": compare(first, second, only=only),
        "only": only,
        "first_code": _code_on(first, editions),
        "second_code": _code_on(second, editions),
    }
    return render(request, "gir/compare.html", context)


def _day(text: str, editions: Editions) -> date | None:
    """Return the day of a date or the first day of an edition; None when nothing was asked."""
    if not text:
        return None
    known = {edition.code: edition.valid_from for edition in editions.all}
    return known[text] if text in known else day_of(text)


def _usual_first(editions: Editions) -> date:
    """Return the first day of the edition before the one in force, or of that one itself."""
    edition = editions.of_the_day or editions.first
    if edition is None:
        return editions.day
    earlier = [one for one in editions.all if one.valid_from < edition.valid_from]
    return earlier[-1].valid_from if earlier else edition.valid_from


def _usual_second(editions: Editions) -> date:
    return max(editions.day, _usual_first(editions))


def _code_on(day: date, editions: Editions) -> str:
    """Return the edition that begins on exactly this day, to show it as chosen."""
    return next((one.code for one in editions.all if one.valid_from == day), "")
