"""In the admin the days are listed of which figures are frozen by themselves."""

import pytest

from compliance.models import SnapshotDay
from compliance.snapshots.schedule import due_days, next_on, schedule_day
from core import clock
from organisations.enums import MandateKind
from tests.compliance.story import day, moment
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
URL = "/beheer/peilmomenten/"


@pytest.fixture(autouse=True)
def _november():
    with clock.at(moment("2026-11-22T10:00")):
        yield


@pytest.fixture
def rijk():
    return UnitFactory(code="rijk", kind="government")


def officer_of(client, unit):
    person = PersonFactory(user=UserFactory())
    MandateFactory(holder=person, unit=unit, kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(person.user)
    return client


def test_the_officer_of_the_whole_adds_a_day_and_takes_it_off(client, rijk):
    officer = officer_of(client, rijk)
    assert "Er staat geen dag op de lijst" in officer.get(URL).content.decode()
    page = officer.post(URL, {"day": "31", "month": "12"}, follow=True).content.decode()
    assert "de cijfers van 31 december elk jaar vast" in page
    assert "31 december 2026" in page
    row = SnapshotDay.objects.get()
    assert (row.month, row.day, row.valid_until) == (12, 31, None)
    with clock.at(moment("2027-01-01T10:00")):
        assert list(due_days(clock.today())) == [day("2026-12-31")]
        page = officer.post(f"{URL}{row.pk}/beeindigen/", follow=True).content.decode()
    assert "31 december staat niet meer op de lijst" in page
    assert "Niet meer op de lijst" in page
    row.refresh_from_db()
    assert row.valid_until == day("2027-01-01")
    assert officer.post(f"{URL}{row.pk}/beeindigen/").status_code == 404


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"day": "31", "month": "4"}, "day"),
        ({"day": "0", "month": "4"}, "day"),
        ({"day": "30", "month": "2"}, "day"),
        ({"day": "30", "month": "9"}, "day"),
        ({"day": "", "month": "9"}, "day"),
        ({"day": "1", "month": "13"}, "month"),
    ],
)
def test_what_is_no_day_or_is_there_already_is_said(client, rijk, chosen, field):
    schedule_day(month=9, day=30)
    answer = officer_of(client, rijk).post(URL, chosen)
    assert list(answer.context["form"].errors) == [field]
    assert SnapshotDay.objects.count() == 1


def test_an_officer_of_a_part_does_not_get_in_and_changes_nothing(client, rijk):
    officer = officer_of(client, UnitFactory(parent=rijk))
    row = schedule_day(month=9, day=30)
    assert officer.get(URL).status_code == 302
    assert officer.post(URL, {"day": "31", "month": "12"}).status_code == 302
    assert officer.post(f"{URL}{row.pk}/beeindigen/").status_code == 302
    assert SnapshotDay.objects.get(valid_until=None) == row
    assert URL not in officer.get("/beheer/").content.decode()


def test_a_superuser_gets_in(client, rijk):
    client.force_login(UserFactory(admin=True))
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("month", "number", "today", "found"),
    [
        (12, 31, "2026-12-31", "2026-12-31"),
        (3, 31, "2026-04-01", "2027-03-31"),
        (2, 29, "2026-01-01", "2028-02-29"),
        (2, 29, "2096-03-01", "2104-02-29"),
    ],
)
def test_the_next_time_is_today_or_later_also_for_29_february(month, number, today, found):
    assert next_on(month=month, day=number, today=day(today)) == day(found)


def test_there_is_no_next_time_for_what_is_no_day():
    with pytest.raises(ValueError, match="31-4"):
        next_on(month=4, day=31, today=day("2026-01-01"))
