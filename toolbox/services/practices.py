"""Good practices: written, sent in, published by somebody else, and taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from organisations.access import records_of
from organisations.models import Person, Unit
from toolbox import practice_letters
from toolbox.access.practices import may_judge
from toolbox.models import GoodPractice, PracticeStep
from toolbox.models.practices import is_open
from toolbox.practice_enums import PracticeState
from toolbox.practice_errors import NotOpenAnyMore, NotReady, NotYours

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeText:
    """What somebody writes."""

    unit: Unit
    title: str
    problem: str
    action: str
    result: str
    tips: str
    themes: Collection[str]
    audiences: Collection[str]
    traits: Collection[str]
    has_consent: bool
    is_anonymous: bool
    shows_name: bool


@transaction.atomic(durable=True)
def write_practice(
    *, written: PracticeText, by: Person, practice: GoodPractice | None = None
) -> GoodPractice:
    """Keep a draft, a new one or one that is not judged or read now; nobody is asked anything."""
    is_new = practice is None
    found = GoodPractice(submitted_by=by) if practice is None else _locked(practice)
    if not is_new:
        _refuse_others(found, by)
        _refuse_closed(found)
    for name in PracticeText.__slots__:
        value = getattr(written, name)
        is_list = isinstance(value, Collection) and not isinstance(value, str)
        setattr(found, name, list(value) if is_list else value)
    found.changed_at = clock.now()
    found.save()
    if is_new:
        _note(found, by)
    return found


@transaction.atomic(durable=True)
def submit_practice(*, practice: GoodPractice, by: Person) -> GoodPractice:
    """Send a practice in, and tell who judges it; after that it stays as it is."""
    found = _locked(practice)
    _refuse_others(found, by)
    _refuse_closed(found)
    if not (found.has_consent and found.is_anonymous):
        raise NotReady(
            _("Tick first that the people involved agree, and that nobody can be recognised.")
        )
    found.comment = ""
    _become(found, PracticeState.SUBMITTED, by)
    practice_letters.tell_judges(found)
    practice_letters.tell_submitter(found)
    return found


@transaction.atomic(durable=True)
def withdraw_practice(*, practice: GoodPractice, by: Person) -> GoodPractice:
    """Take a practice back, also after it was published; it can be sent in again."""
    found = _locked(practice)
    _refuse_others(found, by)
    if found.state not in {PracticeState.SUBMITTED, PracticeState.PUBLISHED}:
        raise NotOpenAnyMore(_("This was answered in the meantime. Look what was said."))
    _become(found, PracticeState.WITHDRAWN, by)
    practice_letters.tell_submitter(found)
    return found


@transaction.atomic(durable=True)
def publish_practice(
    *, practice: GoodPractice, user: Any, by: Person, checked_anonymous: bool
) -> GoodPractice:
    """Let everybody read a practice; `checked_anonymous` is the promise of who publishes it."""
    found = _judged(practice, user)
    if found.state != PracticeState.SUBMITTED:
        raise NotOpenAnyMore(_("This was answered or taken back in the meantime."))
    if not checked_anonymous:
        raise NotReady(_("Look first whether nobody can be recognised, and tick that."))
    found.published_at = clock.now()
    _become(found, PracticeState.PUBLISHED, by, checked_anonymous=True)
    practice_letters.tell_submitter(found)
    return found


@transaction.atomic(durable=True)
def return_practice(*, practice: GoodPractice, user: Any, by: Person, comment: str) -> GoodPractice:
    """Send a practice back with a comment; one that was published is not to be read any more."""
    found = _judged(practice, user)
    found.comment = comment
    _become(found, PracticeState.RETURNED, by, comment=comment)
    practice_letters.tell_submitter(found)
    return found


def _become(practice: GoodPractice, state: PracticeState, by: Person, **step: Any) -> None:
    practice.state = state
    practice.changed_at = clock.now()
    practice.save()
    _note(practice, by, **step)


def _note(practice: GoodPractice, by: Person, **step: Any) -> None:
    PracticeStep.objects.create(
        practice=practice, state=practice.state, by=by, recorded_at=clock.now(), **step
    )
    logger.info("good practice", practice=practice.pk, state=str(practice.state))


def _locked(practice: GoodPractice) -> GoodPractice:
    rows = GoodPractice.objects.select_for_update(of=("self",)).select_related("submitted_by")
    return rows.get(pk=practice.pk)


def _judged(practice: GoodPractice, user: Any) -> GoodPractice:
    found = _locked(practice)
    if is_open(found):
        raise NotOpenAnyMore(_("This was answered or taken back in the meantime."))
    if not may_judge(user, found):
        raise NotYours(_("Somebody else has to answer this."))
    return found


def _refuse_others(practice: GoodPractice, by: Person) -> None:
    if not records_of(by).filter(pk=practice.submitted_by_id).exists():
        raise NotYours(_("Only who submitted this can do that."))


def _refuse_closed(practice: GoodPractice) -> None:
    if not is_open(practice):
        raise NotOpenAnyMore(_("This was sent in or published. Take it back first."))
