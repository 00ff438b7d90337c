"""Mail that comes back is recognised by its Message-ID, from a webhook or a mailbox."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from notifications.addresses import digest_of
from notifications.enums import NoticeState
from notifications.mail import message_id
from notifications.models import BouncingAddress, Notice
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import PersonFactory
from tests.notifications.conftest import NOON

pytestmark = pytest.mark.django_db
URL = "/berichten/retour/"
REPORT = """From MAILER-DAEMON Wed Nov 25 12:00:00 2026
From: MAILER-DAEMON@mail.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; somebody@example.test
Action: {action}
Status: {status}

--b
Content-Type: {original}

From: kompas@localhost
To: somebody@example.test
Message-ID: {id}
Subject: x

--b--

"""


@pytest.fixture
def sent() -> Notice:
    person = PersonFactory()
    return NoticeFactory(
        person=person, state=NoticeState.SENT, sent_at=NOON, address=digest_of(person.email)
    )


def report(notice: Notice, action="failed", status="5.1.1", original="message/rfc822") -> str:
    return REPORT.format(
        action=action, status=status, original=original, id=message_id(notice.token)
    )


def read(tmp_path: Path, content: str, capsys) -> str:
    file = tmp_path / "mail"
    file.write_text(content)
    call_command("read_bounces", file)
    return capsys.readouterr().out


def state_of(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_mailbox_tells_what_came_back(sent, tmp_path, capsys, original):
    newsletter = EmailMessage()
    newsletter["Subject"] = "Nieuwsbrief"
    mailbox = f"{report(sent, original=original)}From x Wed Nov 25 12:00:00 2026\n{newsletter}\n"
    assert read(tmp_path, mailbox, capsys) == "1 came back, 1 others were left alone.\n"
    assert state_of(sent) == NoticeState.BOUNCED
    assert BouncingAddress.objects.get().digest == sent.address
    read(tmp_path, mailbox, capsys)
    assert BouncingAddress.objects.count() == 1


def test_a_single_mail_will_do(sent, tmp_path, capsys):
    single = report(sent).split("\n", 1)[1]
    assert read(tmp_path, single, capsys).startswith("1 came back")
    assert read(tmp_path, "", capsys) == "0 came back, 0 others were left alone.\n"


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.7"), ("failed", "4.2.2"), ("delivered", "2.0.0")]
)
def test_a_delay_is_no_bounce(sent, tmp_path, capsys, action, status):
    read(tmp_path, report(sent, action, status), capsys)
    assert state_of(sent) == NoticeState.SENT
    assert not BouncingAddress.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_bounces", tmp_path / "nothing")


def post(client: Client, body: object, token: str = "secret-of-the-mail-server", **headers):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(
        URL, text, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )


def test_a_mail_server_with_our_token_reports(client, settings, sent):
    settings.BOUNCE_TOKEN = "secret-of-the-mail-server"
    assert post(client, {"notice": sent.token.hex}).status_code == 204
    assert state_of(sent) == NoticeState.BOUNCED
    secret = {"Authorization": "Bearer secret-of-the-mail-server"}
    assert client.get(URL, headers=secret).status_code == 405
    unknown = post(client, {"notice": "0" * 32})
    assert unknown.status_code == 204, "Whoever asks learns whether a message exists."


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"notice": "x"}', '{"notice": 1}', "\xff"])
def test_what_cannot_be_read_is_said(client, settings, sent, body):
    settings.BOUNCE_TOKEN = "secret-of-the-mail-server"
    assert post(client, body).status_code == 400
    assert state_of(sent) == NoticeState.SENT


@pytest.mark.parametrize("ours", ["", "another"])
def test_without_our_token_there_is_nothing(client, settings, sent, ours):
    settings.BOUNCE_TOKEN = ours
    for token in ("secret-of-the-mail-server", "", "é"):
        assert post(client, {"notice": sent.token.hex}, token=token).status_code == 404
    assert state_of(sent) == NoticeState.SENT
