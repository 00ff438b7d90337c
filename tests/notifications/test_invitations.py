"""A message that brings something along for the calendar."""

from collections.abc import Mapping, Sequence

import pytest
from django.core import mail

from notifications import registry
from notifications.checks import problems_of
from notifications.enums import BROKEN, NoticeState
from notifications.models import Notice
from notifications.services import queue_notice
from notifications.services.delivery import deliver
from notifications.specs import CalendarPart, NoticeSpec, Text
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "tests.notifications.test_invitations"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//NL\r\nMETHOD:REQUEST\r\n"
    "BEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def parts(notices: Sequence[Notice]) -> Mapping[int, CalendarPart | None]:
    """Give each message what its context asks for: a title, nothing, or an error."""
    found: dict[int, CalendarPart | None] = {}
    for notice in notices:
        title = notice.context["title"]
        if title == "broken":
            raise RuntimeError("no calendar can be made")
        content = ICS.format(title=title).encode()
        found[notice.pk] = CalendarPart(method="REQUEST", content=content) if title else None
    return found


SPEC = NoticeSpec(
    kind="sample.invited",
    title="Invited",
    texts={language: Text(subject="Kompas: x", body="Hallo") for language in ("nl", "en")},
    calendar=f"{HERE}.parts",
)


@pytest.fixture(autouse=True)
def _declared(_sample_kinds: None, monkeypatch: pytest.MonkeyPatch) -> None:
    known = registry.declared
    monkeypatch.setattr(registry, "declared", lambda: iter([*known(), SPEC]))


def invite(title: str) -> Notice:
    return queue_notice(
        kind=SPEC.kind, key=f"k:{title}", person=PersonFactory(), context={"title": title}
    )


@pytest.mark.parametrize(
    ("title", "encoding"), [("Overleg", "7bit"), ("Eén overleg – café", "base64")]
)
def test_the_calendar_part_comes_last_and_once_more_as_a_file(title: str, encoding: str) -> None:
    invite(title)
    deliver()
    [letter] = mail.outbox
    message = letter.message()
    assert message.get_content_type() == "multipart/mixed"
    body, file = message.get_payload()
    types = [part.get_content_type() for part in body.get_payload()]
    assert types == ["text/plain", "text/html", "text/calendar"]
    calendar = body.get_payload()[-1]
    assert calendar["Content-Transfer-Encoding"] == encoding
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True).decode() == ICS.format(title=title)
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_payload(decode=True).decode() == ICS.format(title=title)
    # The same bytes every time: a mail may be written out more than once.
    assert letter.message().get_payload()[0].get_payload()[-1].as_bytes() == calendar.as_bytes()


def test_without_a_calendar_part_a_mail_is_what_it_was() -> None:
    invite("")
    deliver()
    message = mail.outbox[0].message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == [
        "text/plain",
        "text/html",
    ]


def test_a_calendar_that_cannot_be_made_keeps_only_its_own_message_back() -> None:
    rows = [invite(title) for title in ("Overleg", "broken", "")]
    deliver()
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [NoticeState.SENT, NoticeState.FAILED, NoticeState.SENT]
    assert rows[1].error == BROKEN
    assert len(mail.outbox) == 2


def test_a_kind_whose_function_for_calendars_is_not_there_is_a_system_check() -> None:
    wrong = NoticeSpec(
        kind="sample.wrong", title="Wrong", texts=SPEC.texts, calendar=f"{HERE}.nowhere"
    )
    assert [text.split(":")[0] for text in problems_of(wrong)] == ["calendar"]
    assert list(problems_of(SPEC)) == []
