"""While six writers record, one seals and one verifies; nothing is lost, doubled or suspected."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, connections, transaction

from core import clock
from lms.api import Assurance, record_completion, void_completion
from lms.completions.sealing import SealedMeanwhile, seal_ledger
from lms.models import Completion, LedgerSeal, SealedCompletion
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import PersonFactory
from tests.lms.ledger import sentences

WRITERS, EACH = 6, 25
AT_ONCE = timedelta(milliseconds=30)
SQLITE = connection.vendor == "sqlite"

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work):
    """Let a thread of its own do this, and give its connection back."""

    def run(*args):
        try:
            return work(*args)
        finally:
            connections.close_all()

    return run


def seal_once():
    with suppress(SealedMeanwhile):
        seal_ledger(lag=AT_ONCE, batch=20)


def until(done, work):
    """Do this again and again."""
    while not done.is_set():
        work()
        sleep(0.005)


def test_everything_of_six_writers_is_sealed_once_while_sealers_and_a_verifier_run():
    person, activity = PersonFactory(), ActivityFactory()
    done, found = Event(), []

    @in_thread
    def write(number):
        for count in range(EACH):
            with transaction.atomic():
                row = record_completion(
                    person=person,
                    activity=activity,
                    occurred_at=clock.now() - timedelta(days=1),
                    source=f"writer-{number}",
                    source_key=str(count),
                    assurance=Assurance.SERVER_GRADED,
                )
                # Longer than what the sealer waits: some rows are committed late.
                sleep(0.05 if count % 5 == number and not SQLITE else 0.001)
            if count % 10 == 0:
                void_completion(completion=row, reason="Wrong", by=None)

    with ThreadPoolExecutor(WRITERS + 3) as pool:
        others = [
            pool.submit(in_thread(until), done, work)
            for work in (seal_once, seal_once, lambda: found.extend(sentences()))
        ]
        try:
            list(pool.map(write, range(WRITERS)))
        finally:
            done.set()
        for other in others:
            other.result()
    sleep(0.05)
    seal_once()
    assert found == []
    assert sentences() == []
    assert SealedCompletion.objects.count() == Completion.objects.count()
    assert Completion.objects.count() == WRITERS * (EACH + 3)
    assert LedgerSeal.objects.count() > 1


@pytest.mark.skipif(SQLITE, reason="SQLite has one writer at a time")
def test_a_transaction_that_lasts_longer_than_the_sealer_waits_comes_in_a_later_batch():
    person, activity = PersonFactory(), ActivityFactory()
    written, sealed = Event(), Event()

    @in_thread
    def write_slowly():
        with transaction.atomic():
            row = CompletionFactory(person=person, activity=activity, occurred_at=clock.now())
            written.set()
            sealed.wait(30)
        return row

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        written.wait(30)
        quick = CompletionFactory(person=person, activity=activity, occurred_at=clock.now())
        sleep(0.05)
        seal_once()
        sealed.set()
        late = slow.result()
    seal_once()
    places = SealedCompletion.objects.order_by("position")
    assert list(places.values_list("completion_id", flat=True)) == [quick.pk, late.pk]
    assert late.pk < quick.pk
    assert sentences() == []
