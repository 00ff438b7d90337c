"""Editors change texts and see how they look; operators repair, and read nothing."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from notifications.addresses import digest_of
from notifications.enums import Language, NoticeState, NotSentBecause
from notifications.models import BouncingAddress, Notice, NoticeText
from notifications.services.delivery import deliver
from notifications.services.writing import SomebodyWasFirst, write_text
from notifications.specs import Text
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries
from tests.notifications.conftest import NOON

pytestmark = pytest.mark.django_db
TEXT = "/beheer/berichtteksten/sample.plain/nl/"
OUTBOX = "/beheer/postvak-uit/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(admin=True))
    return client


@pytest.fixture
def writer(client: Client) -> Client:
    group = Group.objects.create(name="Tekstschrijvers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "write_texts"]))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return client


def given(body: str, based_on: int = 0, subject: str = "Nieuw", **more):
    return {"subject": subject, "body": body, "based_on": based_on, **more}


def test_a_group_with_that_right_changes_a_text_and_new_messages_have_it(writer):
    assert "Gewoon" in writer.get("/beheer/berichtteksten/").content.decode()
    response = writer.post(TEXT, given("Dag {name}"), follow=True)
    assert "De tekst is bewaard" in response.content.decode()
    notice = NoticeFactory(context={"name": "Noor"})
    deliver()
    notice.refresh_from_db()
    assert (notice.subject, notice.body) == ("Nieuw", "Dag Noor\n")


def test_without_that_right_there_is_nothing(client):
    group = Group.objects.create(name="Schrijvers")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    for url in (TEXT, "/beheer/berichtteksten/"):
        assert client.get(url).status_code == 302
    client.post(TEXT, given("Dag"))
    assert not NoticeText.objects.exists()


def test_an_example_shows_what_is_not_saved_yet(writer):
    page = writer.post(TEXT, given("Dag {name}", example="1")).content.decode()
    assert "Dag Sam" in page
    assert page.count("<iframe") == 2
    assert not NoticeText.objects.exists()


def test_a_word_that_cannot_be_filled_in_is_refused_and_nothing_is_lost(writer):
    page = writer.post(TEXT, given("Dag {achternaam}")).content.decode()
    assert "‘{achternaam}’ kan niet worden ingevuld" in page
    assert "<title>Fout: " in page
    assert "Dag {achternaam}" in page
    assert "<iframe" not in page
    assert not NoticeText.objects.exists()


def test_going_back_to_our_text_keeps_the_versions(writer):
    writer.post(TEXT, given("Een"))
    writer.post(TEXT, given("Twee", based_on=1))
    writer.post(TEXT, given("Twee", based_on=2))
    page = writer.post(TEXT, given("", based_on=2, reset="1"), follow=True).content.decode()
    assert "De tekst van Kompas geldt weer" in page
    rows = NoticeText.objects.order_by("number").values_list("number", "body", "is_ours")
    assert list(rows) == [(1, "Een", False), (2, "Twee", False), (3, "", True)]
    NoticeFactory()
    deliver()
    assert Notice.objects.get().subject == "Gewoon"


def test_two_editors_do_not_write_over_one_another(writer):
    user = UserFactory()
    text = Text(subject="Ander", body="Van een ander")
    write_text(kind="sample.plain", language=Language.NL, text=text, based_on=0, by=user)
    page = writer.post(TEXT, given("Mijn tekst")).content.decode()
    assert "Iemand anders wijzigde deze tekst intussen" in page
    assert "Mijn tekst" in page
    with pytest.raises(SomebodyWasFirst):
        write_text(kind="sample.plain", language=Language.NL, text=text, based_on=0, by=user)
    assert NoticeText.objects.count() == 1


@pytest.mark.parametrize("address", ["sample.none/nl/", "sample.plain/fr/"])
def test_an_unknown_text_is_not_found(admin, address):
    assert admin.get(f"/beheer/berichtteksten/{address}").status_code == 404


def test_the_outbox_shows_states_and_never_what_was_written(admin):
    person = PersonFactory(name="Noor Kanarie")
    notice = NoticeFactory(
        person=person,
        state=NoticeState.UNKNOWN,
        error="worker stopped",
        subject="Kanarieonderwerp",
        body="Kanarietekst",
        context={"lines": ["Kanarieplicht"]},
    )
    pages = [
        admin.get(f"{OUTBOX}{part}").content.decode()
        for part in ("", f"inspect/{notice.pk}/", f"repair/{notice.pk}/")
    ]
    assert "onbekend of het is verstuurd" in pages[0]
    assert "Noor Kanarie" not in pages[0]
    assert not [page for page in pages if re.search("Kanarie(onderwerp|tekst|plicht)", page)]


def repair(admin: Client, notice: Notice, **data: str) -> str:
    url = f"{OUTBOX}repair/{notice.pk}/"
    return admin.post(url, data, follow=True).content.decode()


def test_an_operator_settles_what_is_in_doubt(admin):
    notice = NoticeFactory(state=NoticeState.UNKNOWN, claimed_at=NOON)
    assert "misschien twee keer" in admin.get(f"{OUTBOX}repair/{notice.pk}/").content.decode()
    assert "geldt als verstuurd" in repair(admin, notice, arrived="1")
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == (NoticeState.SENT, NOON)
    assert "hoeft niets meer" in repair(admin, notice)


def test_an_operator_sends_again_under_the_same_message_id(admin, mailoutbox):
    notice = NoticeFactory(state=NoticeState.FAILED, attempts=6, error="554")
    token = notice.token
    assert "opnieuw verstuurd" in repair(admin, notice)
    deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.token) == (NoticeState.SENT, 1, token)
    assert token.hex in mailoutbox[0].extra_headers["Message-ID"]


def test_sending_again_opens_an_address_that_bounced(admin, mailoutbox):
    person = PersonFactory()
    digest = digest_of(person.email)
    BouncingAddress.objects.create(digest=digest)
    notice = NoticeFactory(person=person, state=NoticeState.BOUNCED, address=digest)
    waits = NoticeFactory(person=person)
    deliver()
    waits.refresh_from_db()
    assert waits.because == NotSentBecause.BOUNCING
    repair(admin, notice)
    deliver()
    assert len(mailoutbox) == 1


def test_the_outbox_costs_the_same_for_one_and_for_thirty(admin):
    def cost(number: int) -> int:
        NoticeFactory.create_batch(number)
        with count_queries() as queries:
            admin.get(OUTBOX)
        return len(queries)

    cost(1)
    assert cost(1) == cost(28)
