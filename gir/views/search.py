"""Searching the code. What somebody looked for is kept nowhere, not even in their browser."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from gir.reports.ways_in import theme_lines
from gir.searching.answers import LONGEST, search
from gir.views.door import reading_privately


@reading_privately
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, and help when nothing was."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    answers = search(asked, day=clock.today()) if asked else None
    themes = () if answers and answers.total else theme_lines()
    context = {"asked": asked, "answers": answers, "themes": themes, "longest": LONGEST}
    return render(request, "gir/search.html", context)
