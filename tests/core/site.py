"""A tiny site for the tests of what stands around every request."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

handler500 = "core.errors.server_error"


def plain(request: HttpRequest) -> HttpResponse:
    """Answer without a database."""
    return HttpResponse("plain")


def page(request: HttpRequest) -> HttpResponse:
    """Ask the database something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")
        return HttpResponse(str(cursor.fetchone()[0]))


def who(request: HttpRequest) -> HttpResponse:
    """Say who is signed in."""
    return HttpResponse(str(request.user.pk) if request.user.is_authenticated else "nobody")


def remember(request: HttpRequest) -> HttpResponse:
    """Change the session, which is saved by middleware after the view."""
    request.session["count"] = request.session.get("count", 0) + 1
    return HttpResponse(str(request.session["count"]))


def wrong_sql(request: HttpRequest) -> HttpResponse:
    """Make a mistake that is ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    return HttpResponse()


def wrapped(request: HttpRequest) -> HttpResponse:
    """Lose the database somewhere deep."""
    cause = OperationalError("server closed the connection unexpectedly")
    raise ValueError("could not render") from cause


def broken(request: HttpRequest) -> HttpResponse:
    """Fail in a way that has nothing to do with the database."""
    raise ValueError("broken")


def forbidden(request: HttpRequest) -> HttpResponse:
    """Refuse."""
    raise PermissionDenied


def shared(request: HttpRequest) -> HttpResponse:
    """Return something that every cache may keep."""
    return HttpResponse("shared", headers={"Cache-Control": "max-age=3600, public"})


def users(request: HttpRequest) -> HttpResponse:
    """Read with the ORM."""
    return HttpResponse(str(get_user_model().objects.count()))


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Answer in parts."""
    return StreamingHttpResponse(iter([b"a", b"b"]))


urlpatterns = [
    path("plain/", plain),
    path("page/", page),
    path("who/", who),
    path("remember/", remember),
    path("wrong-sql/", wrong_sql),
    path("wrapped/", wrapped),
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("shared/", shared),
    path("users/", users),
    path("stream/", stream),
    path("hulp/", users),
    path("en/hulp/", users),
    path("hulp/vertrouwenspersoon/", users),
    path("en/hulp/vertrouwenspersoon/", users),
    path("account/key/abc-123/", plain),
]
