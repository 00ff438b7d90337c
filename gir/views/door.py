"""Who may read the code, and which of its pages are the same for everybody."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from core import clock
from core.dates import start_of_day

View = Callable[..., HttpResponse]

_SECONDS = 300
_MESSAGES = "messages"
_OK = 200


def reading(view: View) -> View:
    """Let a view be read by who is signed in and, when the organisation says so, by everybody."""
    return _reading(view, may_be_public=True)


def reading_privately(view: View) -> View:
    """The same, but for answers that say what somebody looked for: nobody keeps those."""
    return _reading(view, may_be_public=False)


def is_public(request: HttpRequest) -> bool:
    """Tell whether this answer is the same for everybody: no session, no message, no choice."""
    personal = (settings.SESSION_COOKIE_NAME, settings.THEME_COOKIE_NAME, _MESSAGES)
    known = any(name in request.COOKIES for name in personal)
    return bool(settings.GIR_PUBLIC) and not known and not request.user.is_authenticated


def _reading(view: View, *, may_be_public: bool) -> View:
    @require_safe
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.GIR_PUBLIC or request.user.is_authenticated):
            return redirect_to_login(request.get_full_path())
        public = may_be_public and is_public(request)
        # The footer leaves its form out: the token in it would make the page personal.
        request.is_shared_page = public  # type: ignore[attr-defined]
        request.gir_public = settings.GIR_PUBLIC  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        _say_who_may_keep(response, public=public)
        return response

    return read


def _say_who_may_keep(response: HttpResponse, *, public: bool) -> None:
    patch_vary_headers(response, ["Cookie"])
    if public and response.status_code == _OK:
        patch_cache_control(response, public=True, max_age=_seconds())
    else:
        patch_cache_control(response, private=True, no_store=True)


def _seconds() -> int:
    """Return for how long a page may be kept: never past midnight, when an edition may start."""
    left = start_of_day(clock.today() + timedelta(days=1)) - clock.now()
    return max(0, min(_SECONDS, int(left.total_seconds())))
