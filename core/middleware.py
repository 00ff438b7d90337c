"""Around every request: headers, health, log line, read-only mode, a database that is away."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_structlog.middlewares import RequestMiddleware

from core import errors, health

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ResponseHeadersMiddleware:
    """Adds to every response, static files and errors included, what Django leaves out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_personal(request, response) and "public" not in response.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether a session takes part; asking who the user is would cost a query."""
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies


class HealthMiddleware:
    """Answers /gezond and /gereed before host, session, language or database come into play."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return health.answer(request) or self.get_response(request)


class RequestLogMiddleware(RequestMiddleware):
    """Logs one line per request, with ids only: no query, no address, nobody on the help page."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Leave the query out: it may hold the name that somebody searched for."""
        return f"{request.method} {request.path}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Name the user by id, only when the view already knew who it is and not at /hulp/.

        A view that nobody may be tied to says so with `leave_account_out_of_log`.
        """
        user = getattr(request, "_cached_user", None)
        if getattr(request, "leave_account_out_of_log", False):
            return
        if user is not None and user.is_authenticated and "/hulp/" not in request.path:
            structlog.contextvars.bind_contextvars(user_id=user.pk)


class AvailabilityMiddleware:
    """Turns a database that is away into 503, and refuses changes while Kompas is read-only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.READ_ONLY and request.method not in _READING:
            return errors.read_only(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for a view that lost the database; any other error goes its normal way."""
        return errors.database_away(request, error) if errors.is_database_away(error) else None
