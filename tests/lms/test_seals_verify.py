"""The verifier names what a database owner did; what the application does, it leaves in peace."""

import tracemalloc
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import clock
from lms.completions.hashes import COLUMNS, row_hash
from lms.completions.heads import publish_heads
from lms.completions.sealing import seal_ledger
from lms.models import Activity, Completion, LedgerSeal, SealedCompletion
from tests.factories.lms import MOMENT, CompletionFactory
from tests.factories.organisations import PersonFactory
from tests.lms.ledger import sealed_ledger, sentences, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger():
    return sealed_ledger()


@pytest.fixture
def heads(settings, tmp_path, ledger):
    path = tmp_path / "heads.txt"
    settings.LEDGER_HEADS_FILE = str(path)
    publish_heads()
    return path


def one_sentence(path=None) -> str:
    found = sentences(path)
    assert len(found) == 1, found
    return found[0]


def test_an_untouched_ledger_is_in_order(ledger, heads):
    assert sentences(heads) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("occurred_on", "2025-01-01"),
        ("source_key", "another"),
        ("assurance", 40),
        ("reason", "none"),
        ("recorded_at", "2026-11-23 11:00:01"),
    ],
)
def test_a_changed_column_is_found_with_its_completion_and_batch(ledger, column, value):
    change = f"UPDATE lms_completion SET {column} = %s WHERE id = %s"  # noqa: S608
    tamper(change, value, ledger[5].pk)
    sentence = one_sentence()
    assert str(ledger[5].uuid) in sentence
    assert "2" in sentence


def test_somebody_elses_completion_is_found(ledger):
    other = PersonFactory()
    tamper("UPDATE lms_completion SET person_id = %s WHERE id = %s", other.pk, ledger[0].pk)
    assert str(ledger[0].uuid) in one_sentence()


def test_giving_the_key_of_one_activity_to_another_is_found(ledger):
    Activity.objects.update(key="verplicht")
    assert len(sentences()) == len(ledger)


def test_a_changed_row_with_a_fitting_hash_of_the_row_is_found_by_its_batch(ledger):
    tamper("UPDATE lms_completion SET reason = 'x' WHERE id = %s", ledger[5].pk)
    values = Completion.objects.filter(pk=ledger[5].pk).values_list(*COLUMNS)[0]
    place = SealedCompletion.objects.get(completion=ledger[5])
    tamper(
        "UPDATE lms_sealedcompletion SET row_hash = %s WHERE id = %s", row_hash(values), place.pk
    )
    assert one_sentence().startswith("Groep 2:")


@pytest.mark.django_db(transaction=True)
def test_a_deleted_completion_is_found_with_its_batch(ledger):
    tamper("DELETE FROM lms_completion WHERE id = %s", ledger[6].pk)
    sentence = one_sentence()
    assert str(ledger[6].pk) in sentence
    assert "groep 2" in sentence


def test_a_completion_deleted_with_its_place_is_found(ledger):
    tamper("DELETE FROM lms_sealedcompletion WHERE completion_id = %s", ledger[6].pk)
    tamper("DELETE FROM lms_completion WHERE id = %s", ledger[6].pk)
    assert "7" in one_sentence()


def test_a_place_that_was_taken_from_the_seals_makes_the_row_unsealed_and_old(ledger):
    tamper("DELETE FROM lms_sealedcompletion WHERE completion_id = %s", ledger[0].pk)
    found = sentences()
    assert len(found) == 2
    assert str(ledger[0].uuid) in found[1]


def test_two_rows_that_changed_places_are_found(ledger):
    first, second = SealedCompletion.objects.filter(position__in=[5, 6]).order_by("position")
    for place, position in ((first, 99), (second, 5), (first, 6)):
        tamper("UPDATE lms_sealedcompletion SET position = %s WHERE id = %s", position, place.pk)
    assert one_sentence().startswith("Groep 2:")


def test_a_row_that_was_put_in_between_with_an_old_date_is_found(ledger):
    CompletionFactory(occurred_at=MOMENT - timedelta(days=30))
    assert "2026-10-24" in one_sentence()


def test_it_is_still_found_after_the_sealer_took_it_in_good_faith(ledger):
    fake = CompletionFactory(occurred_at=MOMENT - timedelta(days=30))
    with clock.at(MOMENT + timedelta(days=1)):
        seal_ledger()
    sentence = one_sentence()
    assert str(fake.uuid) in sentence
    assert "groep 4" in sentence


def test_a_batch_that_was_taken_out_is_found(ledger):
    seal = LedgerSeal.objects.get(number=2)
    tamper("DELETE FROM lms_sealedcompletion WHERE seal_id = %s", seal.pk)
    tamper("DELETE FROM lms_ledgerseal WHERE id = %s", seal.pk)
    assert sentences()[0] == "Groep 2 is er niet meer."


def test_a_changed_seal_is_found(ledger):
    tamper("UPDATE lms_ledgerseal SET sealed_at = %s WHERE number = 1", MOMENT - timedelta(1))
    assert one_sentence() == "Het zegel van groep 1 is veranderd."


def cut_off(number: int) -> None:
    seal = LedgerSeal.objects.get(number=number)
    rows = list(seal.members.values_list("completion_id", flat=True))
    tamper("DELETE FROM lms_sealedcompletion WHERE seal_id = %s", seal.pk)
    tamper("DELETE FROM lms_ledgerseal WHERE id = %s", seal.pk)
    for pk in rows:
        tamper("DELETE FROM lms_completion WHERE id = %s", pk)


def test_only_the_file_knows_of_a_tail_that_was_cut_off_without_a_trace(ledger, heads):
    cut_off(3)
    assert sentences() == []
    sentence = one_sentence(heads)
    assert "3" in sentence
    assert "afgeknipt" in sentence


def test_a_tail_that_was_cut_off_and_sealed_anew_differs_from_the_file(ledger, heads):
    cut_off(3)
    CompletionFactory(occurred_at=MOMENT + timedelta(hours=4))
    with clock.at(MOMENT + timedelta(hours=5)):
        seal_ledger()
    assert "andere kop" in one_sentence(heads)


def test_a_file_from_which_a_line_was_taken_is_found(ledger, heads):
    lines = heads.read_text().splitlines()
    heads.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert len(sentences(heads)) == 1


def test_a_file_with_a_line_of_another_is_found(ledger, heads):
    heads.write_text(heads.read_text() + "hallo\n")
    assert "hallo" in one_sentence(heads)


def test_a_file_that_is_gone_is_found(ledger, heads):
    heads.unlink()
    assert str(heads) in one_sentence(heads)


def test_a_batch_of_a_moment_ago_may_be_missing_from_the_file(ledger, heads):
    CompletionFactory(occurred_at=MOMENT + timedelta(hours=8))
    with clock.at(MOMENT + timedelta(hours=9)):
        seal_ledger()
        assert sentences(heads) == []
    with clock.at(MOMENT + timedelta(hours=10)):
        assert "3" in one_sentence(heads)


# --- The command -----------------------------------------------------------------------------


def run(**options) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_ledger", stdout=out, **options)
    except SystemExit as stop:
        return int(stop.code), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_that_all_is_well_and_ends_with_zero(ledger, heads):
    code, text = run(file=heads)
    assert code == 0
    assert text.startswith("12 afrondingen in 3 groepen; 0 nog niet verzegeld.")


def test_the_command_names_what_is_wrong_and_ends_with_one(ledger):
    tamper("UPDATE lms_completion SET reason = 'x' WHERE id = %s", ledger[0].pk)
    code, text = run()
    assert code == 1
    assert str(ledger[0].uuid) in text


def test_a_file_that_does_not_exist_is_a_mistake_in_the_command():
    with pytest.raises(CommandError):
        run(file=Path("nergens.txt"))


def test_the_memory_does_not_grow_with_the_ledger():
    def peak(rows: int) -> int:
        person, activity = PersonFactory(), CompletionFactory().activity
        base = CompletionFactory.build(person=person, activity=activity)
        Completion.objects.bulk_create(
            [
                Completion(
                    person=person,
                    activity=activity,
                    occurred_at=MOMENT,
                    occurred_on=MOMENT.date(),
                    recorded_at=MOMENT,
                    source=f"bulk-{rows}",
                    source_key=str(number),
                    assurance=base.assurance,
                )
                for number in range(rows)
            ],
            batch_size=1000,
        )
        with clock.at(MOMENT + timedelta(hours=1)):
            seal_ledger()
        sentences()
        tracemalloc.start()
        assert sentences() == []
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        connection.queries_log.clear()
        return found

    small = peak(4000)
    assert peak(8000) < small * 1.2
