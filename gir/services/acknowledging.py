"""Saying to have read the code: "gelezen", not "akkoord". The ledger holds that it was done."""

import structlog
from django.db import transaction

from core import clock
from gir.enums import Channel
from gir.errors import ShownTextChanged
from gir.models import Acknowledgement, Edition
from gir.reports.readings import code_on, hash_of_code
from gir.services.taking_effect import take_effect
from lms.api import Assurance, record_completion
from organisations.models import Person
from organisations.services.dated import lock_person
from organisations.services.persons import canonical_person

logger = structlog.get_logger(__name__)

SOURCE = "gir"


@transaction.atomic(durable=True)
def acknowledge(*, person: Person, edition_code: str, shown_hash: str) -> Acknowledgement:
    """Return the fact that somebody read what was shown, recorded now or before.

    A record that was merged into another counts as that one. Raises `ShownTextChanged` when the
    code in force is not what was shown, and then records nothing.
    """
    person = lock_person(canonical_person(person))
    edition = _shown_edition(edition_code, shown_hash)
    known = Acknowledgement.objects.filter(
        person=person, edition=edition, content_hash=shown_hash
    ).order_by("-pk")
    stands = known.filter(completion__voided_by__isnull=True).first()
    return stands or _record(person, edition, shown_hash, turn=known.count() + 1)


def _shown_edition(code: str, shown_hash: str) -> Edition:
    """Return the edition in force, when it and its whole text are what was shown."""
    today = clock.today()
    edition = Edition.objects.in_force_on(today).first()
    if edition is None or edition.code != code or hash_of_code(code_on(today)) != shown_hash:
        raise ShownTextChanged
    # Its first day has come, but the job that follows from that may not have run yet.
    take_effect()
    found: Edition = Edition.objects.select_related("taken_effect__version__activity").get(
        pk=edition.pk
    )
    return found


def _record(person: Person, edition: Edition, shown_hash: str, *, turn: int) -> Acknowledgement:
    version = edition.taken_effect.version
    now = clock.now()
    key = f"{edition.code}:{shown_hash}:{person.uuid}"
    completion = record_completion(
        activity=version.activity,
        version=version,
        person=person,
        occurred_at=now,
        source=SOURCE,
        source_key=key if turn == 1 else f"{key}:{turn}",
        assurance=Assurance.SELF_REPORTED,
    )
    row: Acknowledgement = Acknowledgement.objects.create(
        person=person,
        edition=edition,
        content_hash=shown_hash,
        channel=Channel.WEB,
        occurred_at=completion.occurred_at,
        completion=completion,
    )
    logger.info("code acknowledged", acknowledgement=row.pk, edition=edition.code)
    return row
