"""Who is away for long. Without a cause: that is never recorded."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from organisations.models import Absence, Person
from organisations.services import dated

_SAME = ("person",)


class AbsenceFields(TypedDict, total=False):
    """What can be corrected in an absence; `valid_until` is exclusive."""

    valid_from: date
    valid_until: date | None


@transaction.atomic
def record_absence(*, person: Person, valid_from: date, valid_until: date | None = None) -> Absence:
    """Record that somebody is away for long."""
    dated.lock_person(person)
    absence = Absence(person=person, valid_from=valid_from, valid_until=valid_until)
    return dated.record(absence, same=_SAME)


@transaction.atomic
def end_absence(*, absence: Absence, on: date) -> Absence:
    """Record that somebody is back; `on` is the first day at work."""
    dated.lock_person(absence.person)
    return dated.end(absence, on=on, same=_SAME)


@transaction.atomic
def correct_absence(*, absence: Absence, **changes: Unpack[AbsenceFields]) -> Absence:
    """Replace an absence that was recorded wrongly."""
    dated.lock_person(absence.person)
    return dated.correct(absence, same=_SAME, **changes)


@transaction.atomic
def retract_absence(*, absence: Absence) -> None:
    """Take back an absence that never was."""
    dated.lock_person(absence.person)
    dated.supersede(absence)
