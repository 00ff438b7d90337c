"""The database itself refuses to change what was once an obligation."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from compliance.guards import FACTS
from compliance.models import AcceptedActivity, Obligation, ObligationEvent
from core.append_only import guard, unguarded
from tests.factories.compliance import ObligationEventFactory

pytestmark = pytest.mark.django_db
MODELS = (AcceptedActivity, Obligation, ObligationEvent)
CHANGES = {
    AcceptedActivity: {"minimum_assurance": 10},
    Obligation: {"due_on": "2030-01-01"},
    ObligationEvent: {"effective_on": "2020-01-01"},
}


@pytest.fixture(autouse=True)
def _facts():
    ObligationEventFactory()


@pytest.mark.parametrize("model", MODELS)
def test_a_change_is_refused(model):
    before = list(model.objects.values())
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        model.objects.update(**CHANGES[model])
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", MODELS)
def test_a_deletion_is_refused(model):
    refused = pytest.raises(DatabaseError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
    assert model.objects.exists()


def test_the_guards_are_there_and_are_put_back_by_a_migration():
    assert unguarded(connection, FACTS) == []
    name = "compliance_obligation_no_update"
    on = " ON compliance_obligation" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    assert unguarded(connection, FACTS) == [name]
    guard(connection, FACTS)
    assert unguarded(connection, FACTS) == []


def test_a_missing_guard_is_told_by_the_checks(capsys):
    on = " ON compliance_obligation" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER compliance_obligation_no_update{on}")
    call_command("check", databases=["default"])
    assert "compliance_obligation_no_update" in capsys.readouterr().err


def test_tables_that_do_not_exist_are_left_out():
    guard(connection, ["no_such_table"])
    assert unguarded(connection, ["no_such_table"]) == []
