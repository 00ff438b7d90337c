"""Addresses that keep the choices of the visitor: the query string with some of it changed."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from core import clock

_SOMEBODY = "00000000-0000-0000-0000-000000000000"


def with_changes(request: HttpRequest, **changes: str) -> str:
    """Return the query string of this page with some choices changed, from the first page on."""
    return f"?{replaced(request.GET, **changes)}"


def replaced(query: QueryDict, **changes: str) -> str:
    """Return these choices with some changed; the page number falls away."""
    copy = query.copy()
    copy.pop("p", None)
    for name, value in changes.items():
        copy[name] = value
    return copy.urlencode()


def without(query: QueryDict, name: str) -> str:
    """Return these choices but for one."""
    copy = query.copy()
    copy.pop(name, None)
    return copy.urlencode()


def why_urls(day: date) -> Callable[[str, str], str]:
    """Return what gives the address of "Waarom?" on a day; looked up once, for long lists."""
    return _addresses(reverse("waarom", args=[_SOMEBODY, "duty"]), _SOMEBODY, day)


def team_why_urls(day: date) -> Callable[[str, str], str]:
    """Return what gives the address of "Waarom?" of a duty of a team, from its code."""
    return _addresses(reverse("waarom-team", args=["code", "duty"]), "code", day)


def _addresses(example: str, who: str, day: date) -> Callable[[str, str], str]:
    address = example.rpartition(who)[0]
    query = "" if day == clock.today() else f"?op={day}"
    return lambda subject, key: f"{address}{subject}/{key}/{query}"
