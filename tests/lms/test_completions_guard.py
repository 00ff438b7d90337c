"""The triggers of the ledger are there, come back, and hold under many writers at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections, transaction
from django.db.models import ProtectedError
from wagtail.models import Page

from core import clock
from core.invariants import broken_invariants
from lms.api import (
    AlreadyVoided,
    Assurance,
    Completion,
    ConflictingFact,
    record_completion,
    void_completion,
)
from lms.completions.triggers import install_triggers, missing_triggers
from tests.factories.lms import MOMENT, ActivityFactory, CompletionFactory, spec
from tests.factories.organisations import PersonFactory

WRITERS = 20
PAST = MOMENT - timedelta(days=365)
SQLITE = connection.vendor == "sqlite"


def drop(trigger: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {trigger}" if SQLITE else f"DROP TRIGGER {trigger} ON lms_completion"
        )


def database_warnings() -> list[str]:
    return [message.id for message in run_checks(tags=["database"], databases=["default"])]


@pytest.mark.django_db
def test_a_migrated_database_has_all_triggers():
    assert missing_triggers(connection) == []
    assert "lms.W001" not in database_warnings()


@pytest.mark.django_db
def test_a_missing_trigger_is_a_warning_and_a_broken_invariant_until_the_next_migrate():
    drop("lms_completion_no_change")
    assert missing_triggers(connection) == ["lms_completion_no_change"]
    assert "lms.W001" in database_warnings()
    assert "lms.triggers" in {name for name, _sentence in broken_invariants()}
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert missing_triggers(connection) == []


@pytest.mark.django_db
@pytest.mark.skipif(not SQLITE, reason="Only SQLite compares the text")
def test_a_trigger_with_our_name_that_does_nothing_is_replaced():
    drop("lms_completion_no_delete")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER lms_completion_no_delete BEFORE DELETE ON lms_completion "
            "BEGIN SELECT 1; END"
        )
    assert missing_triggers(connection) == ["lms_completion_no_delete"]
    install_triggers(connection)
    assert missing_triggers(connection) == []


@pytest.mark.django_db
@pytest.mark.skipif(SQLITE, reason="Only PostgreSQL can disable a trigger")
def test_a_disabled_trigger_counts_as_missing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lms_completion DISABLE TRIGGER lms_completion_no_delete")
    assert missing_triggers(connection) == ["lms_completion_no_delete"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not SQLITE, reason="Only SQLite rebuilds tables")
def test_triggers_come_back_after_a_migration_that_rebuilds_the_table():
    completion = CompletionFactory()
    with connection.schema_editor() as editor:
        editor._remake_table(Completion)
    assert missing_triggers(connection) == [
        "lms_completion_no_change",
        "lms_completion_no_delete",
        "lms_completion_voids",
    ]
    call_command("migrate", verbosity=0, stdout=StringIO())
    assert missing_triggers(connection) == []
    assert list(Completion.objects.all()) == [completion]


def test_without_the_table_there_is_nothing_to_guard(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    install_triggers(connection)
    assert missing_triggers(connection) == []


# --- Deleting what lies around a completion --------------------------------------------------


@pytest.mark.django_db
def test_deleting_an_account_leaves_the_completion_and_the_person():
    completion = CompletionFactory(person=PersonFactory(with_user=True))
    completion.person.user.delete()
    completion.refresh_from_db()
    assert completion.person.user_id is None
    assert list(Completion.objects.standing()) == [completion]


@pytest.mark.django_db
def test_deleting_the_page_of_a_course_leaves_the_completion():
    page = Page.get_first_root_node().add_child(title="Course", slug="course-to-delete")
    completion = CompletionFactory(activity=ActivityFactory(start_path=page.url_path))
    page.delete()
    assert list(Completion.objects.standing()) == [completion]


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["person", "activity"])
def test_a_person_or_activity_with_a_completion_cannot_be_deleted(field):
    completion = CompletionFactory()
    with pytest.raises(ProtectedError):
        getattr(completion, field).delete()
    assert list(Completion.objects.all()) == [completion]


@pytest.mark.django_db
def test_everything_that_a_completion_points_at_is_protected():
    actions = {
        field.name: field.remote_field.on_delete.__name__
        for field in Completion._meta.get_fields()
        if field.concrete and field.is_relation
    }
    assert set(actions.values()) == {"PROTECT"}, actions


# --- Many writers at once --------------------------------------------------------------------


def together(write: Callable[[int], object]) -> list[object]:
    """Let many threads write at the same moment; return what each got or met."""
    barrier = Barrier(WRITERS)

    def run(number: int) -> object:
        try:
            barrier.wait(timeout=60)
            return write(number)
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("in_transaction", [True, False])
def test_twenty_writers_of_one_fact_make_one_row_and_get_the_same_answer(in_transaction):
    person, activity = PersonFactory(), ActivityFactory()

    def write(_number: int) -> object:
        fact = {
            "person": person,
            "activity": activity,
            "occurred_at": PAST,
            "source": "workshop",
            "source_key": "seat-1",
            "assurance": Assurance.ATTENDED,
        }
        if not in_transaction:
            return record_completion(**fact).pk
        with transaction.atomic(durable=True):
            return record_completion(**fact).pk

    answers = together(write)
    assert answers == [Completion.objects.get().pk] * WRITERS


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_of_different_facts_with_one_key_make_one_row():
    person, activity = PersonFactory(), ActivityFactory()

    def write(number: int) -> object:
        return record_completion(
            person=person,
            activity=activity,
            occurred_at=PAST - timedelta(days=number),
            source="workshop",
            source_key="seat-1",
            assurance=Assurance.ATTENDED,
        ).pk

    answers = together(write)
    refused = [answer for answer in answers if isinstance(answer, ConflictingFact)]
    assert len(refused) == WRITERS - 1, answers
    assert Completion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_people_who_void_the_same_completion_void_it_once():
    completion = CompletionFactory()

    def write(number: int) -> object:
        return void_completion(completion=completion, reason=f"Reason {number}", by=None).pk

    answers = together(write)
    assert sum(isinstance(answer, AlreadyVoided) for answer in answers) == WRITERS - 1, answers
    assert list(Completion.objects.standing()) == []


# --- Invariants ------------------------------------------------------------------------------


def broken() -> set[str]:
    return {name for name, _sentence in broken_invariants() if name.startswith("lms.")}


@pytest.mark.django_db
def test_an_honest_ledger_holds_its_invariants():
    void_completion(completion=CompletionFactory(), reason="Wrong", by=None)
    CompletionFactory(person=PersonFactory(time_zone="America/Kralendijk"))
    assert broken() == set()


@pytest.mark.django_db
def test_a_date_that_is_not_that_of_the_moment_is_found():
    CompletionFactory(occurred_on=(MOMENT + timedelta(days=1)).date())
    assert broken() == {"lms.dates"}


@pytest.mark.django_db
def test_a_void_that_does_not_fit_is_found():
    completion = CompletionFactory()
    drop("lms_completion_voids")
    CompletionFactory(voids=completion, reason="Another person", activity=completion.activity)
    install_triggers(connection)
    assert broken() == {"lms.voids"}


@pytest.mark.django_db
def test_a_course_that_was_completed_without_one_of_its_modules_is_found(monkeypatch):
    course = spec("ethics", "one", "two")
    config = type("Config", (), {"spec": course})
    monkeypatch.setattr("lms.invariants.courses", lambda: (config,))
    person = PersonFactory()
    with clock.at(MOMENT - timedelta(days=1)):
        activities = {
            key: ActivityFactory(key=key) for key in ("ethics", "ethics/one", "ethics/two")
        }
    CompletionFactory(person=person, activity=activities["ethics/one"])
    CompletionFactory(person=person, activity=activities["ethics"], source="course")
    CompletionFactory(activity=activities["ethics/two"])
    assert broken() == {"lms.courses"}
    CompletionFactory(person=person, activity=activities["ethics/two"])
    assert broken() == set()
