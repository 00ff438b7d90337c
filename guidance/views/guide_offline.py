"""The worker that lets the guide be read without a network: the same copy for everybody."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core import clock
from guidance.reports.guide import guide_version, published_guide

ASSETS = (
    "design/site.css",
    "design/sprite.svg",
    "design/mark.svg",
    "design/menu.js",
    "design/find.js",
    "guidance/guide.css",
    "guidance/guide.js",
)

_SECONDS = 12 * 3600


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker. It differs as soon as the guide may read differently, and once a day.

    A browser asks for it again by itself, some time after a page was opened. From its own cache it
    does so without a request, so that reading the guide causes none; twice a day is enough, because
    a kept copy is only shown when there is no network.
    """
    page = published_guide()
    assets = [static(name) for name in ASSETS]
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    parts = (clock.today().isoformat(), guide_version(page), *assets)
    context = {
        "language": language,
        "version": sha256(repr(parts).encode()).hexdigest()[:16],
        "home": reverse("guidance:guide"),
        "static": static(""),
        "assets": assets,
    }
    response = render(request, "guidance/guide/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    return response
