"""Who may read toolboxes, and which of their pages are the same for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]

_SECONDS = 300
_MESSAGES = "messages"
_OK = 200


def reading(view: View) -> View:
    """Let a view be read by who is signed in and, when the organisation says so, by everybody."""

    @require_safe
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.TOOLBOX_PUBLIC or request.user.is_authenticated):
            return redirect_to_login(request.get_full_path())
        public = _is_the_same_for_everybody(request)
        # The footer leaves its form out: the token in it would make the page personal.
        request.is_shared_page = public  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if public and response.status_code == _OK:
            patch_cache_control(response, public=True, max_age=_SECONDS)
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return read


def _is_the_same_for_everybody(request: HttpRequest) -> bool:
    """Tell whether there is no session, no message and no choice of colours in it."""
    personal = (settings.SESSION_COOKIE_NAME, settings.THEME_COOKIE_NAME, _MESSAGES)
    known = any(name in request.COOKIES for name in personal)
    return bool(settings.TOOLBOX_PUBLIC) and not known and not request.user.is_authenticated
