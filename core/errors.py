"""What a visitor gets when the database is away or Kompas is read-only: 503 and a sentence."""

import re
import sqlite3
import sys
from collections.abc import Iterator

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

logger = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 10
# The short page says who to talk to as well, so the way to an adviser may end there.
_HELP = re.compile(r"^/(?:en/)?hulp/(?:vertrouwenspersoon/)?$")
# SQLite says with the same exception that a statement is wrong and that the database is away, and
# so does PostgreSQL of a statement that is too large: only the code of the driver tells.
_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_SQLITE_PRIMARY_CODE = 0xFF
# Connection, authorisation, catalog, rollback (deadlock), resources, lock, stopped, system.
_POSTGRESQL_AWAY = ("08", "28", "3D", "40", "53", "55P03", "57", "58")
_TITLE = _("Kompas cannot reach its data for a moment")
_TEXT = _(
    "Wait a moment and try again. What you typed stays on your screen if you do not close it."
)
_READ_ONLY_TITLE = _("You can read, but not save for a moment")
_READ_ONLY_TEXT = _("Kompas is being maintained. Try again later; what you saved is safe.")
_HELP_LINK = _("Help or report")
_ADVISER_LINK = _("Find your confidential adviser")
_WRONG_TITLE = _("Something went wrong")
_WRONG_TEXT = _("Your progress has been kept. Try again in a moment. Help or report does work.")
_FALLBACK = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    '<body><main id="inhoud"><h1>{title}</h1><p>{text}</p><p><a href="{at}/hulp/">{help}</a></p>'
    '<p><a href="{at}/hulp/vertrouwenspersoon/">{adviser}</a></p></main>'
    "</body></html>"
)


def is_database_away(error: BaseException | None) -> bool:
    """Tell whether this error, or what caused it, means that the database cannot answer now."""
    return any(
        isinstance(link, OperationalError | InterfaceError) and _says_away(link.__cause__)
        for link in _causes(error)
    )


def _says_away(driver: BaseException | None) -> bool:
    """Tell whether the error of the driver is one of connection, time or lock.

    Without a code no statement was answered: psycopg and its pool lost, or did not get, a
    connection. Python's SQLite raises without a code only what the caller did wrong.
    """
    if isinstance(driver, sqlite3.Error):
        code = getattr(driver, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return code & _SQLITE_PRIMARY_CODE in _SQLITE_AWAY
    state = getattr(driver, "sqlstate", None)
    return state is None or state.startswith(_POSTGRESQL_AWAY)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def database_away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer a request that needed the database while it is away."""
    logger.error("database is away", path=request.path, error=f"{type(error).__name__}: {error}")
    if _HELP.match(request.path):
        page = _render("hulp_noodpagina.html", {})
        if page is not None:
            return HttpResponse(page, headers={"Cache-Control": "no-store"})
    return unavailable(request, title=str(_TITLE), text=str(_TEXT))


def read_only(request: HttpRequest) -> HttpResponse:
    """Answer a request that would change something while Kompas is read-only."""
    return unavailable(request, title=str(_READ_ONLY_TITLE), text=str(_READ_ONLY_TEXT))


def unavailable(request: HttpRequest, *, title: str, text: str) -> HttpResponse:
    """Return a 503 in the form that was asked for: a page, one line for htmx, problem+json."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    accept = request.headers.get("Accept", "")
    if "json" in accept and "text/html" not in accept:
        problem = {"type": "about:blank", "title": title, "status": 503, "detail": text}
        return JsonResponse(
            problem, status=503, headers=headers, content_type="application/problem+json"
        )
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(
            f"{title}. {text}",
            status=503,
            headers=headers,
            content_type="text/plain; charset=utf-8",
        )
    page = _render("503.html", {"title": title, "text": text})
    return HttpResponse(page or _plain_page(title, text), status=503, headers=headers)


def _render(template: str, context: dict[str, str]) -> str | None:
    """Render without a request, so that no context processor asks the database anything."""
    try:
        return loader.get_template(template).render(context)
    except Exception:
        logger.exception("the page about the outage failed", template=template)
        return None


def _plain_page(title: str, text: str) -> str:
    """Return a page that needs nothing at all: no template, no file, no setting of the site."""
    language = (get_language() or "nl").split("-")[0]
    return _FALLBACK.format(
        language=language,
        at="" if language == "nl" else f"/{language}",
        title=escape(title),
        text=escape(text),
        help=escape(_HELP_LINK),
        adviser=escape(_ADVISER_LINK),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error that no view handled (`handler500`).

    Middleware that needs the database (sessions, redirects) ends here, not in `process_exception`.
    """
    error = sys.exc_info()[1]
    if error is not None and is_database_away(error):
        return database_away(request, error)
    page = _render("500.html", {}) or _plain_page(str(_WRONG_TITLE), str(_WRONG_TEXT))
    return HttpResponseServerError(page)
