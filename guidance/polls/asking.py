"""The question itself, for the page on which somebody finished a course."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from core import clock
from guidance.enums import PollOption
from guidance.models import Poll, PollAnswered
from organisations.models import Person
from organisations.viewers import person_of


def after_course(request: HttpRequest, course: str) -> str:
    """Return the question that somebody may answer after a course; nothing when there is none."""
    person = person_of(request.user)
    poll = next_poll(person, course) if person else None
    if poll is None:
        return ""
    context = {"poll": poll, "options": PollOption.choices, "back": request.path}
    return render_to_string("guidance/polls/ask.html", context, request=request)


def next_poll(person: Person, course: str) -> Poll | None:
    """Return the first question that somebody was not asked this year."""
    asked = PollAnswered.objects.filter(person=person, year=clock.today().year)
    polls = Poll.objects.filter(is_on=True, course__in=("", course))
    found: Poll | None = (
        polls.exclude(pk__in=asked.values("poll")).order_by("position", "pk").first()
    )
    return found
