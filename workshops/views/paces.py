"""How often somebody may do something in a minute; far above what people do, below a script."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from core import clock

_MINUTE = 60
PER_MINUTE: Mapping[str, int] = {
    "workshops.book": 30,
    "workshops.feed": 60,
    "workshops.own_feed": 60,
}

View = Callable[..., HttpResponseBase]


def paced(name: str) -> Callable[[View], View]:
    """Refuse a request when there were too many in this minute, by person or by address.

    Each process counts for itself unless they share a cache. A cache that is away counts nothing.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _is_over(f"{name}:{_who(request)}", PER_MINUTE[name]):
                status = HTTPStatus.TOO_MANY_REQUESTS
                refusal = render(request, "workshops/too_fast.html", status=status)
                refusal["Retry-After"] = str(_MINUTE)
                return refusal
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def _who(request: HttpRequest) -> str:
    """Return who is counted: the account; without one the whole address that is asked for.

    Not where it comes from: behind one such address can be a whole ministry.
    """
    if request.user.is_authenticated:
        return str(request.user.pk)
    return request.path


def _is_over(name: str, most: int) -> bool:
    key = f"pace:{name}:{int(clock.now().timestamp()) // _MINUTE}"
    cache.add(key, 0, 2 * _MINUTE)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:
        return False
