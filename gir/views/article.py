"""One article: as in force on a day, and its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gir.errors import NoSuchDay
from gir.reports.article import NotInForce, article_view
from gir.reports.history import history_view
from gir.reports.local import reader_of
from gir.views.days import day_in, no_such_day
from gir.views.door import reading

_NOT_FOUND, _GONE = 404, 410


@reading
def article(request: HttpRequest, key: str) -> HttpResponse:
    """Show an article on the day that the address asks for, or say why there is none."""
    try:
        asked = day_in(request)
    except NoSuchDay as error:
        return no_such_day(request, error)
    view = article_view(key, asked=asked, reader=reader_of(request.user))
    if view is None:
        raise Http404
    if isinstance(view, NotInForce):
        status = _GONE if view.is_removed else _NOT_FOUND
        return render(request, "gir/not_in_force.html", {"article": view}, status=status)
    return render(request, "gir/article.html", {"article": view, "version": view.version})


@reading
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Show all versions of an article."""
    view = history_view(key, reader=reader_of(request.user))
    if view is None:
        raise Http404
    return render(request, "gir/history.html", {"history": view})
