"""The front page of the code, its themes, questions and alphabet, and the whole of it to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from gir.access import ADDENDA
from gir.errors import NoSuchDay
from gir.reports.alphabet import alphabet
from gir.reports.changes import coming_changes, latest_changes
from gir.reports.editions import editions_on
from gir.reports.local import reader_of
from gir.reports.outline import articles_on, chapters
from gir.reports.ways_in import question_lines, question_view, theme_lines, theme_view
from gir.reports.whole import whole_code
from gir.views.days import day_in, no_such_day
from gir.views.door import reading


@reading
def index(request: HttpRequest) -> HttpResponse:
    """Show the ways in: search, themes, questions, chapters, and what changed."""
    try:
        asked = day_in(request)
    except NoSuchDay as error:
        return no_such_day(request, error)
    editions = editions_on(asked.day)
    edition = editions.of_the_day
    context = {
        "asked": asked,
        "op": None if asked.is_today else asked.day,
        "editions": editions,
        "edition": edition,
        "chapters": chapters(articles_on(asked.day)),
        "themes": theme_lines(),
        "questions": question_lines(),
        "changes": latest_changes(asked.day, editions),
        "coming": coming_changes(editions) if asked.is_today else None,
        "is_hired": reader_of(request.user).is_hired,
        "handles_addenda": ADDENDA.units_handled_by(request.user).exists(),
    }
    return render(request, "gir/index.html", context)


@reading
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """Show a theme with the articles and questions that belong to it."""
    view = theme_view(key, articles_on(clock.today()))
    if view is None:
        raise Http404
    return render(request, "gir/theme.html", {"theme": view})


@reading
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Show a question with its short answer and where more is said."""
    view = question_view(key, articles_on(clock.today()))
    if view is None:
        raise Http404
    return render(request, "gir/question.html", {"question": view})


@reading
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Show articles, themes and words that people use, by the alphabet."""
    letters = alphabet(articles_on(clock.today()), theme_lines())
    return render(request, "gir/a_to_z.html", {"letters": letters})


@reading
def whole(request: HttpRequest) -> HttpResponse:
    """Show the whole code on one page, to print or keep."""
    try:
        asked = day_in(request)
    except NoSuchDay as error:
        return no_such_day(request, error)
    context = {"asked": asked, "code": whole_code(asked)}
    return render(request, "gir/whole.html", context)
