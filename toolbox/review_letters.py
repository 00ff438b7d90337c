"""A message once a week about texts that should have been read again, to who looks after them.

What nobody looks after goes to the editors who may publish pages. No due text, no message.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import GroupPagePermission

from core import clock
from core.reviewing import ReviewItem
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person
from toolbox.reports.reviewing import reviews_on

DUE = "toolbox.review_due"
_MOST = 10
"""So many titles in a message; the report has them all."""


def remind_of_reviews() -> int:
    """Put this week's messages in the outbox; the same week again adds nothing."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    due = reviews_on(today).due
    receivers = [person for person in _receivers(due) if _of(person, due)]
    return queue_notices(
        [
            NewNotice(
                kind=DUE,
                key=f"{DUE}:{monday}:{person.uuid}",
                person=person,
                context={"monday": monday.isoformat()},
            )
            for person in receivers
        ]
    )


def _receivers(due: Sequence[ReviewItem]) -> list[Person]:
    owners = {item.owner_id for item in due if item.owner_id is not None}
    people = Person.objects.filter(erased_at__isnull=True)
    found = {person.pk: person for person in people.filter(pk__in=owners)}
    if any(item.owner_id is None for item in due):
        found |= {person.pk: person for person in people.filter(pk__in=_editors())}
    return [found[pk] for pk in sorted(found)]


def _editors() -> set[int]:
    """Return who may publish pages by a group; administrators keep the site, not its texts."""
    groups = GroupPagePermission.objects.filter(permission__codename="publish_page")
    people = Person.objects.filter(user__groups__in=groups.values("group"), user__is_active=True)
    return set(people.values_list("pk", flat=True))


def _of(person: Person, due: Sequence[ReviewItem]) -> list[ReviewItem]:
    """Return what somebody is told of: their own texts, and for an editor those of nobody."""
    is_editor = person.pk in _editors()
    return [one for one in due if one.owner_id == person.pk or (is_editor and not one.owner_id)]


def refresh(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when everything was read again, or the week is over."""
    today = clock.today()
    due = reviews_on(today).due
    answers: dict[int, Mapping[str, Any] | None] = {}
    for notice in notices:
        is_over = today - date.fromisoformat(notice.context["monday"]) >= timedelta(days=7)
        items = [] if is_over else _of(notice.person, due)
        answers[notice.pk] = _filled(notice, items) if items else None
    return answers


def _filled(notice: Notice, items: Sequence[ReviewItem]) -> Mapping[str, Any]:
    with override(notice.person.language):
        return {
            "naam": notice.person.name,
            "teksten": tuple(item.title for item in items[:_MOST]),
            "knop": reverse("toolbox_to_review"),
        }
