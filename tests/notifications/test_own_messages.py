"""Everybody sees what was sent to them, and nobody else does."""

import pytest
from django.test import Client

from notifications.enums import NoticeState, NotSentBecause
from notifications.models import SwitchedOff
from organisations.services.persons import merge_persons
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries
from tests.notifications.conftest import NOON

pytestmark = pytest.mark.django_db
URL = "/account/berichten/"


@pytest.fixture
def person(client: Client):
    person = PersonFactory(with_user=True)
    client.force_login(person.user)
    return person


def sent(person, subject="Onderwerp", **fields):
    return NoticeFactory(
        **{"person": person, "state": NoticeState.SENT, "sent_at": NOON, "subject": subject}
        | {"body": "De tekst\n", "language": "nl"}
        | fields
    )


def test_what_was_sent_stands_there_with_its_state(client, person):
    sent(person, "Over je onderdelen")
    NoticeFactory(person=person, state=NoticeState.CANCELLED, because=NotSentBecause.NOT_NEEDED)
    sent(PersonFactory(), "Van een ander")
    page = client.get(URL).content.decode()
    assert "Over je onderdelen" in page
    assert "De tekst" in page
    assert "Niet verstuurd: niet meer nodig" in page
    assert "Van een ander" not in page


def test_messages_to_a_merged_record_are_there_too(client, person):
    double = PersonFactory()
    sent(double, "Aan de dubbele kaart")
    merge_persons(person=double, into=person)
    client.force_login(person.user)
    assert "Aan de dubbele kaart" in client.get(URL).content.decode()


def test_without_messages_it_says_what_to_expect(client, person):
    assert "Er is je nog niets gestuurd" in client.get(URL).content.decode()


def test_an_account_without_a_person_gets_an_explanation(client):
    client.force_login(UserFactory())
    assert "hoort nog niet bij een persoon" in client.get(URL).content.decode()


def test_mail_that_comes_back_is_said_with_what_to_do(client, person):
    sent(person, state=NoticeState.BOUNCED)
    assert f"Mail naar {person.email} komt terug" in client.get(URL).content.decode()
    sent(person)
    assert "komt terug" not in client.get(URL).content.decode()


def test_what_may_be_switched_off_can_be_switched_off_and_on(client, person):
    assert "Wat je wilt ontvangen" not in client.get(URL).content.decode()
    sent(person)
    sent(person, kind="sample.optional")
    page = client.get(URL).content.decode()
    assert 'value="sample.optional"' in page
    assert 'value="sample.plain"' not in page
    response = client.post(URL, {"wanted": []}, follow=True)
    assert "Je keuze is bewaard" in response.content.decode()
    assert SwitchedOff.objects.filter(person=person, kind="sample.optional").exists()
    client.post(URL, {"wanted": ["sample.optional"]})
    assert not SwitchedOff.objects.filter(person=person, kind="sample.optional").exists()
    client.post(URL, {"wanted": ["sample.plain"]})
    assert not SwitchedOff.objects.filter(kind="sample.plain").exists()


def test_the_page_costs_the_same_for_one_and_for_thirty(client, person):
    def cost(number: int) -> int:
        for _number in range(number):
            sent(person)
        with count_queries() as queries:
            client.get(URL)
        return len(queries)

    cost(1)
    assert cost(1) == cost(22)
