"""Sealing puts every completion in one batch, in nobody's way; the heads leave the database."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core import clock
from core.append_only import unguarded
from jobs import enqueue
from jobs.testing import run_jobs
from lms.api import void_completion
from lms.completions.checking import mail_head
from lms.completions.hashes import OWN_COLUMNS
from lms.completions.heads import HeadsDiffer, check_last_head, publish_heads
from lms.completions.seal_models import APPEND_ONLY
from lms.completions.sealing import seal_ledger
from lms.models import Completion, LedgerCheck, LedgerSeal, SealedCompletion
from tests.factories.lms import MOMENT, CompletionFactory
from tests.lms.counting import count_queries
from tests.lms.ledger import LATER, sealed_ledger, sentences, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads(settings, tmp_path):
    path = tmp_path / "outside" / "heads.txt"
    settings.LEDGER_HEADS_FILE = str(path)
    return path


def test_the_hash_of_a_row_covers_every_column_of_the_ledger():
    assert set(OWN_COLUMNS) == {field.attname for field in Completion._meta.concrete_fields}


def test_every_completion_and_every_void_gets_one_place_in_the_order_of_sealing():
    rows = sealed_ledger(batches=2, rows=3)
    with clock.at(MOMENT + timedelta(hours=3)):
        void = void_completion(completion=rows[0], reason="Wrong person", by=None)
    with clock.at(MOMENT + timedelta(hours=4)):
        seal_ledger()
    places = SealedCompletion.objects.order_by("position")
    assert list(places.values_list("position", "completion_id", "seal__number")) == [
        *[(n + 1, row.pk, 1 + n // 3) for n, row in enumerate(rows)],
        (7, void.pk, 3),
    ]
    assert sentences() == []


def test_what_was_recorded_less_than_five_minutes_ago_waits():
    CompletionFactory()
    with clock.at(MOMENT + timedelta(minutes=4, seconds=59)):
        assert seal_ledger() == []
    with clock.at(MOMENT + timedelta(minutes=5)):
        assert [seal.rows for seal in seal_ledger()] == [1]


def test_without_anything_new_there_is_no_batch():
    sealed_ledger(batches=1)
    with clock.at(LATER + timedelta(days=1)):
        assert seal_ledger() == []
    assert LedgerSeal.objects.count() == 1


def test_a_row_that_was_committed_late_comes_in_a_later_batch_and_is_no_deviation():
    early = CompletionFactory()
    with clock.at(LATER):
        seal_ledger()
    late = CompletionFactory(recorded_at=MOMENT - timedelta(minutes=10))
    with clock.at(LATER + timedelta(minutes=15)):
        seal_ledger()
    places = SealedCompletion.objects.order_by("position")
    assert list(places.values_list("completion_id", flat=True)) == [early.pk, late.pk]
    assert sentences() == []


def test_much_at_once_is_sealed_in_batches_and_holds():
    for _number in range(7):
        CompletionFactory()
    with clock.at(LATER):
        seals = seal_ledger(batch=3)
    assert [(seal.number, seal.rows, seal.last_position) for seal in seals] == [
        (1, 3, 3),
        (2, 3, 6),
        (3, 1, 7),
    ]
    assert [seal.sealed_through is None for seal in seals] == [True, True, False]
    assert [seal.previous for seal in seals] == ["", seals[0].head, seals[1].head]
    assert sentences() == []


def test_a_batch_costs_as_many_queries_for_thirty_rows_as_for_one():
    counts = []
    for rows in (1, 30):
        for _number in range(rows):
            CompletionFactory()
        with clock.at(LATER), count_queries() as queries:
            seal_ledger()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_or_delete_seals_places_and_checks(table, statement):
    sealed_ledger(batches=1)
    LedgerCheck.objects.create(
        checked_at=MOMENT, batches=1, rows=1, waiting=0, with_file=False, problems=0
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert sentences() == []


def test_missing_triggers_on_the_seals_are_a_warning():
    assert unguarded(connection, APPEND_ONLY) == []
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON lms_ledgerseal"
        cursor.execute(f"DROP TRIGGER lms_ledgerseal_no_delete{on}")
    warnings = run_checks(tags=["database"], databases=["default"])
    assert "lms.W002" in [warning.id for warning in warnings]


# --- The file outside ------------------------------------------------------------------------


def test_each_batch_adds_one_line_to_the_file_and_never_twice(heads):
    sealed_ledger(batches=2)
    assert publish_heads() == 2
    assert publish_heads() == 0
    seals = LedgerSeal.objects.order_by("number")
    assert [line.split()[0::3] for line in heads.read_text().splitlines()] == [
        [str(seal.number), seal.head] for seal in seals
    ]


def test_what_an_earlier_run_could_not_write_is_written_by_the_next(heads):
    sealed_ledger(batches=1)
    publish_heads()
    with clock.at(MOMENT):
        CompletionFactory()
    with clock.at(LATER + timedelta(hours=1)):
        seal_ledger()
        seal_ledger()
    assert publish_heads() == 1
    assert sentences(heads) == []


def test_nothing_is_sealed_or_written_while_the_file_tells_another_story(heads):
    sealed_ledger(batches=2)
    publish_heads()
    before = heads.read_text()
    tamper("UPDATE lms_ledgerseal SET head = %s WHERE number = 2", "f" * 64)
    with pytest.raises(HeadsDiffer):
        check_last_head()
    with pytest.raises(HeadsDiffer):
        publish_heads()
    assert heads.read_text() == before
    CompletionFactory()
    enqueue("lms.seal_ledger")
    run = run_jobs(expect_errors=True)[0]
    assert "verify_ledger" in run.error
    assert LedgerSeal.objects.count() == 2


def test_the_job_seals_writes_the_file_and_says_how_many(heads):
    CompletionFactory(occurred_at=clock.now() - timedelta(hours=1))
    enqueue("lms.seal_ledger")
    assert run_jobs()[0].message == "1 completions in 1 batches"
    assert len(heads.read_text().splitlines()) == 1


def test_the_head_is_mailed_to_whoever_keeps_it_and_to_nobody_else(settings):
    sealed_ledger(batches=2)
    assert mail_head() == "nothing to mail"
    settings.LEDGER_MAIL_TO = "archief@rijk.example"
    assert mail_head() == "batch 2"
    assert [message.to for message in mail.outbox] == [["archief@rijk.example"]]
    assert LedgerSeal.objects.get(number=2).head in mail.outbox[0].body


# --- The check of every week -----------------------------------------------------------------


def test_the_check_keeps_its_outcome(heads):
    sealed_ledger(batches=2, rows=2)
    publish_heads()
    enqueue("lms.check_ledger")
    run_jobs()
    check = LedgerCheck.objects.get()
    assert (check.batches, check.rows, check.waiting, check.problems) == (2, 4, 0, 0)
    assert check.with_file
    assert mail.outbox == []


def test_a_deviation_is_kept_and_mailed_at_once(settings):
    settings.LEDGER_MAIL_TO = "archief@rijk.example"
    rows = sealed_ledger(batches=1)
    tamper("UPDATE lms_completion SET reason = 'x' WHERE id = %s", rows[0].pk)
    enqueue("lms.check_ledger")
    run_jobs()
    check = LedgerCheck.objects.get()
    assert check.problems == 1
    assert str(rows[0].uuid) in check.sentences[0]
    assert check.sentences[0] in mail.outbox[0].body


def test_the_check_of_every_week_is_on_sunday():
    with clock.at(MOMENT):
        enqueue("lms.check_ledger_weekly")
        assert run_jobs()[0].message == "not today"
    with clock.at(MOMENT + timedelta(days=6)):
        enqueue("lms.check_ledger_weekly")
        run_jobs()
    assert LedgerCheck.objects.count() == 1
