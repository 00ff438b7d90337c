"""The dilemma of the week by mail: to whom it goes, and what it says right before it is sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from core import clock
from gir.models import DilemmaSubscription, DilemmaWeek
from gir.services.dilemmas import MESSAGE, choose_week, monday_of
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Appointment, Person, PersonMerge

KIND = MESSAGE
BATCH = 500
_SALT = "gir.dilemma.unsubscribe"


def send_week() -> int:
    """Put the dilemma of this week in the outbox of who asked for it; return how many are new.

    The same again adds nothing. It goes to who works here today, and as a record that was merged
    only once. Who was erased is not subscribed any more.
    """
    DilemmaSubscription.objects.filter(person__erased_at__isnull=False).delete()
    week = choose_week()
    if week is None or not week.dilemma.live:
        return 0
    receivers = _receivers()
    return sum(
        _queue(week, receivers[start : start + BATCH]) for start in range(0, len(receivers), BATCH)
    )


def _receivers() -> list[int]:
    """Return who subscribed and works here today, as the persons as whom they count."""
    roots = dict(PersonMerge.objects.current().values_list("person_id", "into_id"))
    subscribed = DilemmaSubscription.objects.values_list("person_id", flat=True)
    works = Appointment.objects.current().active_on(clock.today())
    working = works.filter(
        Q(person__in=subscribed) | Q(person__in=roots) | Q(person__in=set(roots.values()))
    ).values_list("person_id", flat=True)
    return sorted(
        {roots.get(person, person) for person in subscribed}
        & {roots.get(person, person) for person in working}
    )


@transaction.atomic
def _queue(week: DilemmaWeek, people: Sequence[int]) -> int:
    rows = Person.objects.filter(pk__in=people, erased_at__isnull=True).order_by("pk")
    return queue_notices(
        [
            NewNotice(
                kind=KIND,
                key=f"{KIND}:{week.monday}:{person.uuid}",
                person=person,
                context={"week": week.pk},
            )
            for person in rows
        ]
    )


def refresh_dilemmas(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None for who unsubscribed, and when the week is over."""
    weeks = DilemmaWeek.objects.select_related("dilemma").in_bulk(
        {row.context["week"] for row in notices}
    )
    wanted = set(_receivers())
    return {
        row.pk: _context(row, weeks[row.context["week"]]) if row.person_id in wanted else None
        for row in notices
    }


def _context(notice: Notice, week: DilemmaWeek) -> Mapping[str, Any] | None:
    if week.monday != monday_of(clock.today()) or not week.dilemma.live:
        return None
    with override(notice.person.language):
        return {
            "naam": notice.person.name,
            "titel": week.dilemma.title,
            "situatie": week.dilemma.situation,
            "vraag": week.dilemma.question,
            "knop": reverse("gir:dilemma"),
            "afmelden": reverse("gir:dilemma-unsubscribe", args=[unsubscribe_key(notice.person)]),
        }


def unsubscribe_key(person: Person) -> str:
    """Return the key with which somebody can unsubscribe without signing in."""
    return signing.dumps(str(person.uuid), salt=_SALT, compress=False)


def person_of_key(key: str) -> Person | None:
    """Return whose key it is; None for one that we did not make."""
    try:
        uuid = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(uuid=uuid, erased_at__isnull=True).first()
