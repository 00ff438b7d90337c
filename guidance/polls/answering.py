"""Counting an answer, in a way that nothing written down leads back to who gave it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When

from core import clock
from guidance.enums import PollOption
from guidance.models import Poll, PollAnswered, PollCount
from organisations.enums import UnitKind
from organisations.models import Appointment, Person, UnitAncestry, UnitVersion
from organisations.querysets import active_q


@transaction.atomic(durable=True)
def answer_poll(*, poll: Poll, person: Person, option: PollOption | None) -> bool:
    """Count an answer; None: somebody rather not says. Return whether it was the first this year.

    Whoever is in no organisation today is asked no more, and counts nowhere.
    """
    today = clock.today()
    try:
        with transaction.atomic():
            PollAnswered.objects.create(poll=poll, person=person, year=today.year)
    except IntegrityError:
        return False
    organisation = organisation_of(person, on=today)
    if option is not None and organisation is not None:
        _count(poll, organisation, today.replace(day=1), option)
    return True


def _count(poll: Poll, organisation: int, month: date, option: PollOption) -> None:
    """Write the counters of all options anew: which was raised last stands nowhere."""
    rows = PollCount.objects.filter(poll=poll, organisation=organisation, month=month)
    PollCount.objects.bulk_create(
        [
            PollCount(poll=poll, organisation_id=organisation, month=month, option=one)
            for one in PollOption
        ],
        ignore_conflicts=True,
    )
    # In one order, so that two answers at once never wait for each other.
    list(rows.select_for_update().order_by("option").values_list("pk"))
    chosen = When(option=option, then=F("n") + Value(1))
    rows.update(n=Case(chosen, default=F("n"), output_field=PositiveIntegerField()))


def organisation_of(person: Person, *, on: date) -> int | None:
    """Return the organisation right below the Rijk that somebody works in; of several the first."""
    works = Appointment.objects.current().active_on(on).filter(person=person)
    unit = works.order_by("valid_from", "pk").values_list("unit", flat=True).first()
    if unit is None:
        return None
    lines = UnitAncestry.objects.filter(active_q(on), descendant=unit).order_by("-depth")
    above = list(lines.values_list("ancestor_id", flat=True))
    tops = (
        UnitVersion.objects.current()
        .active_on(on)
        .filter(unit__in=above, parent=None, kind=UnitKind.CENTRAL_GOVERNMENT)
    )
    rijk = set(tops.values_list("unit_id", flat=True))
    return next((pk for pk in above if pk not in rijk), None)
