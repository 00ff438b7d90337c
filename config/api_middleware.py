"""What every answer of the REST API has: a version, a form for errors, an ETag and a log line."""

from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

logger = structlog.get_logger(__name__)

VERSION = "1.2.0"
PREFIX = "/api/"
_SENTENCES = {
    405: "Deze API leest alleen: gebruik GET.",
    500: "Er ging iets mis. Het is vastgelegd; probeer het later opnieuw.",
}


def problem(status: int, detail: str) -> HttpResponse:
    """Return an error as RFC 9457 describes."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


class ApiMiddleware:
    """Goes around the addresses below /api/ and leaves the rest alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        _log(request, response)
        response["API-Version"] = VERSION
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Authorization"])
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Answer HEAD as GET, whose body the server then leaves out."""
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = _as_problem(self.get_response(request))
        request.method = asked
        if response.status_code == HTTPStatus.OK:
            set_response_etag(response)
            etag = response.headers.get("ETag")
            return get_conditional_response(request, etag=etag, response=response) or response
        return response


def _as_problem(response: HttpResponseBase) -> HttpResponse:
    """Return an error that was meant for people as one for a machine."""
    assert isinstance(response, HttpResponse)  # noqa: S101 - nothing is streamed here
    status = response.status_code
    if status < HTTPStatus.BAD_REQUEST or "json" in response.headers.get("Content-Type", ""):
        return response
    answer = problem(status, _SENTENCES.get(status, HTTPStatus(status).phrase))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            answer[name] = response[name]
    return answer


def _log(request: HttpRequest, response: HttpResponse) -> None:
    """Log who did what with which result, from where (BIO2 8.15.01): ids only."""
    token = getattr(request, "api_token", None)
    logger.info(
        "api call",
        token=token.pk if token else None,
        method=request.method,
        path=request.path,
        status=response.status_code,
        origin=request.META.get("REMOTE_ADDR"),
    )
