"""The day in an address (`?op=2020-06-01`), and a page that says what is wrong with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gir.errors import NoSuchDay
from gir.reports.days import Asked, asked

_BAD_REQUEST = 400
_LONGEST = 20


def day_in(request: HttpRequest) -> Asked:
    """Return the day that the address asks for; raise `NoSuchDay` when it is none."""
    return asked(request.GET.get("op", "").strip())


def no_such_day(request: HttpRequest, error: NoSuchDay) -> HttpResponse:
    """Say what a day looks like, with the way to the text of today."""
    typed = str(error)[:_LONGEST]
    context = {"typed": typed, "here": request.path}
    return render(request, "gir/no_such_day.html", context, status=_BAD_REQUEST)
