"""On the screens one sees what each check of the ledger found, and asks for another."""

import pytest
from django.urls import reverse

from jobs.testing import run_jobs
from lms.completions.checking import check_ledger
from lms.models import LedgerCheck, LedgerSeal
from tests.factories.accounts import UserFactory
from tests.lms.counting import count_queries
from tests.lms.ledger import sealed_ledger, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(admin=True))
    return client


def test_a_good_and_a_bad_check_read_differently(admin):
    rows = sealed_ledger(batches=1)
    good = check_ledger()
    tamper("UPDATE lms_completion SET reason = 'x' WHERE id = %s", rows[0].pk)
    bad = check_ledger()
    text = admin.get(reverse("ledgercheck:index")).content.decode()
    assert "Het grootboek is zoals het is verzegeld." in text
    assert "1 afwijking: hier moet iemand naar kijken." in text
    assert (
        str(rows[0].uuid)
        in admin.get(reverse("ledgercheck:inspect", args=[bad.pk])).content.decode()
    )
    page = admin.get(reverse("ledgercheck:inspect", args=[good.pk])).content.decode()
    assert "Verander nu niets" not in page


def test_asking_for_a_check_twice_runs_it_once(admin):
    assert "nog niets verzegeld" in admin.get(reverse("ledgercheck:now")).content.decode()
    sealed_ledger(batches=1)
    head = LedgerSeal.objects.get().head
    assert head in admin.get(reverse("ledgercheck:now")).content.decode()
    for _number in range(2):
        assert admin.post(reverse("ledgercheck:now")).status_code == 302
    assert LedgerCheck.objects.count() == 0
    run_jobs()
    assert LedgerCheck.objects.get().rows == 4


def test_the_list_costs_as_many_queries_for_thirty_checks_as_for_one(admin):
    counts = []
    for number in (1, 29):
        for _number in range(number):
            check_ledger()
        with count_queries() as queries:
            admin.get(reverse("ledgercheck:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
