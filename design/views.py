"""Remember whether somebody wants light or dark, and keys; works without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from design.context_processors import THEMES

YEAR = 60 * 60 * 24 * 365
KEYS_OFF = "off"


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie of its own and go back to the page."""
    choice = request.POST.get("theme", "")
    return _keep(request, settings.THEME_COOKIE_NAME, choice if choice in THEMES else "")


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Keep in a cookie that single keys do nothing (WCAG 2.1.4); the script reads it."""
    choice = KEYS_OFF if request.POST.get("keys") == KEYS_OFF else ""
    return _keep(request, settings.KEYS_COOKIE_NAME, choice, httponly=False)


def _keep(request: HttpRequest, cookie: str, choice: str, *, httponly: bool = True) -> HttpResponse:
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(target if allowed else "/")
    if choice:
        response.set_cookie(
            cookie,
            choice,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=httponly,
        )
    else:
        response.delete_cookie(cookie)
    return response
