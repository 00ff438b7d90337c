"""What can be recommended, and what was.

Nothing here knows whether somebody opened or did something, and for a manager not even whether it
was put away.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from compliance.models import AcceptedActivity
from core import clock
from core.dates import holds_on
from lms.api import Activity, ActivityKind, courses
from organisations.access import records_of
from organisations.models import Person
from organisations.reports import unit_names
from organisations.viewers import Viewer
from toolbox.access.suggestions import suggestions_in_team_of
from toolbox.enums import SuggestionKind
from toolbox.models import Suggestion, ToolPage

SHOWN = 200
Source = Callable[[], Iterable[tuple[str, str, str]]]
"""Gives title, address and key of the activity of what an app above or beside this one offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Something on the list."""

    kind: SuggestionKind
    title: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSuggestion:
    """A recommendation: what, by whom, for whom."""

    uuid: str
    kind: str
    title: str
    path: str
    by: str
    to: str
    team: str
    made_at: datetime


def choices() -> list[Suggested]:
    """Return what a manager can recommend, by kind and title; never what is compulsory."""
    compulsory = _compulsory()
    found = [
        *_courses(compulsory),
        *_workshops(compulsory),
        *(
            Suggested(kind=SuggestionKind.TOOL, title=tool.title, path=tool.address)
            for tool in ToolPage.objects.shown()
        ),
    ]
    order = list(SuggestionKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.title, one.path))


def suggestions_for(person: Person) -> tuple[ShownSuggestion, ...]:
    """Return what was recommended to somebody and not put away, the latest first; one query."""
    rows = Suggestion.objects.filter(person__in=records_of(person), hidden_at__isnull=True)
    found = rows.select_related("made_by").order_by("-made_at", "-pk")
    return tuple(_shown(row, to="", team="") for row in found[:SHOWN])


def suggestions_made_by_managers_of(user: Viewer) -> tuple[ShownSuggestion, ...]:
    """Return what was recommended in the teams of a manager, by whom ever, the latest first."""
    rows = suggestions_in_team_of(user).select_related("made_by", "person")
    found = list(rows.order_by("-made_at", "-pk")[:SHOWN])
    names = unit_names({row.unit_id for row in found}, clock.today())
    return tuple(
        _shown(
            row,
            to=row.person.name,
            team=names[row.unit_id].name if row.unit_id in names else "",
        )
        for row in found
    )


def _shown(row: Suggestion, *, to: str, team: str) -> ShownSuggestion:
    return ShownSuggestion(
        uuid=str(row.uuid),
        kind=str(SuggestionKind(row.kind).label),
        title=row.title,
        path=row.path,
        by=row.made_by.name,
        to=to,
        team=team,
        made_at=row.made_at,
    )


def _compulsory() -> set[str]:
    """Return the keys of what counts for a duty today: for that there are reminders."""
    today = clock.today()
    rows = AcceptedActivity.objects.values_list(
        "activity__key", "version__valid_from", "version__valid_until"
    )
    return {
        key for key, start, until in rows if holds_on(today, valid_from=start, valid_until=until)
    }


def _courses(compulsory: set[str]) -> Iterator[Suggested]:
    keys = {course.spec.key for course in courses()} - compulsory
    rows = Activity.objects.filter(kind=ActivityKind.COURSE, key__in=keys).exclude(start_path="")
    for title, path in rows.values_list("title", "start_path"):
        yield Suggested(kind=SuggestionKind.COURSE, title=title, path=path)


def _workshops(compulsory: set[str]) -> Iterator[Suggested]:
    for dotted in settings.SUGGESTION_SOURCES:
        source: Source = import_string(dotted)
        for title, path, key in source():
            if key not in compulsory:
                yield Suggested(kind=SuggestionKind.WORKSHOP, title=title, path=path)
