"""Reading the code without a network: the worker, what it keeps, and the page it falls back on."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from gir.reports.offline import kept_on
from gir.views.door import reading


@reading
def page(request: HttpRequest) -> HttpResponse:
    """Say that this page was not kept, and which were."""
    return render(request, "gir/offline.html")


@reading
def pages(_request: HttpRequest) -> HttpResponse:
    """Return what the worker keeps; nothing when the code is only for who signs in."""
    if not settings.GIR_PUBLIC:
        raise Http404
    return JsonResponse(asdict(kept_on(clock.today())))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker; when the code is no longer public, one that clears up and goes."""
    name = "gir/worker.js" if settings.GIR_PUBLIC else "gir/worker_goes.js"
    context = {
        "home": reverse("gir:index"),
        "offline": reverse("gir:offline"),
        "pages": reverse("gir:offline-pages"),
        "static": static(""),
    }
    response = render(request, name, context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
