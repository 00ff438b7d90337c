"""Every message is sent once, or at worst somebody is told that nobody knows."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from core import clock
from jobs.testing import run_jobs
from notifications.enums import NoticeState, NotSentBecause
from notifications.models import BouncingAddress, Notice, SwitchedOff
from notifications.querysets import GONE_AFTER
from notifications.services import queue_notice
from notifications.services.delivery import (
    PAUSES,
    MailServerAway,
    deliver,
    find_left_behind,
    take_up,
)
from notifications.services.preparing import prepare
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import PersonFactory
from tests.lms.counting import count_queries
from tests.notifications.conftest import NOON
from tests.notifications.sample import notices as sample
from tests.notifications.sample.postman import answered, lost, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def state_of(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.because or notice.error


def test_what_is_due_is_sent_in_the_language_of_the_person():
    dutch = queue_notice(
        kind="sample.plain", key="a", person=PersonFactory(), context={"name": "Noor"}
    )
    english = queue_notice(kind="sample.plain", key="b", person=PersonFactory(language="en"))
    later = NoticeFactory(not_before=NOON + timedelta(minutes=1))
    assert str(deliver()) == "2 sent"
    assert [letter.subject for letter in mail.outbox] == ["Gewoon", "Gewoon (en)"]
    assert mail.outbox[0].to == [dutch.person.email]
    assert "Hallo Noor" in mail.outbox[0].body
    assert [state_of(row)[0] for row in (dutch, english, later)] == ["sent", "sent", "waiting"]
    assert (dutch.sent_at, dutch.language, dutch.attempts) == (NOON, "nl", 1)
    assert dutch.body.startswith("Hallo Noor")
    assert dutch.context == {}, "What was filled in is no longer needed."


def test_nothing_is_sent_twice():
    queue_notice(kind="sample.plain", key="a", person=PersonFactory())
    deliver()
    assert str(deliver()) == "-"
    assert len(mail.outbox) == 1


def test_the_job_delivers(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_notice(kind="sample.plain", key="a", person=PersonFactory())
    assert run_jobs()[0].message == "1 sent"


def test_a_text_that_is_not_kept_is_not_kept():
    notice = queue_notice(kind="sample.optional", key="a", person=PersonFactory())
    deliver()
    assert state_of(notice)[0] == "sent"
    assert (notice.subject, notice.body) == ("Mag uit", "")


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"email": ""}, NotSentBecause.NO_ADDRESS),
        ({"erased_at": NOON}, NotSentBecause.NO_ADDRESS),
    ],
)
def test_who_cannot_be_reached_gets_nothing(fields, because):
    notice = NoticeFactory(person=PersonFactory(**fields), context={"name": "x"})
    deliver()
    assert state_of(notice) == (NoticeState.CANCELLED, because)
    assert notice.context == {}
    assert not mail.outbox


def test_only_what_may_be_switched_off_is():
    person = PersonFactory()
    for kind in ("sample.plain", "sample.optional"):
        SwitchedOff.objects.create(person=person, kind=kind)
    stays = queue_notice(kind="sample.plain", key="a", person=person)
    goes = queue_notice(kind="sample.optional", key="b", person=person)
    other = queue_notice(kind="sample.optional", key="c", person=PersonFactory())
    deliver()
    assert state_of(stays)[0] == state_of(other)[0] == NoticeState.SENT
    assert state_of(goes) == (NoticeState.CANCELLED, NotSentBecause.SWITCHED_OFF)


def test_whether_it_is_still_needed_is_asked_once_for_all_when_it_is_sent():
    done = [NoticeFactory(kind="sample.fresh", context={"done": True}) for _number in range(3)]
    needed = NoticeFactory(kind="sample.fresh")
    deliver()
    assert {state_of(row) for row in done} == {(NoticeState.CANCELLED, NotSentBecause.NOT_NEEDED)}
    assert state_of(needed)[0] == NoticeState.SENT
    assert "- Fresh" in mail.outbox[0].body
    assert sample.REFRESHED == [4]


def test_a_message_that_breaks_stops_no_other():
    broken = NoticeFactory(kind="sample.fresh", context={"breaks": True})
    same_kind = NoticeFactory(kind="sample.fresh")
    elsewhere = NoticeFactory(context={"link": "https://elsewhere.example/"})
    unknown = NoticeFactory(kind="gone.app")
    fine = NoticeFactory()
    deliver()
    assert state_of(broken) == (NoticeState.FAILED, "could not be filled in")
    assert state_of(elsewhere) == (NoticeState.FAILED, "could not be filled in")
    assert state_of(same_kind)[0] == NoticeState.SENT
    assert state_of(unknown) == (NoticeState.FAILED, "unknown kind")
    assert state_of(fine)[0] == NoticeState.SENT


def test_an_address_with_a_line_break_never_becomes_a_header(postman):
    notice = NoticeFactory(person=PersonFactory(email="a@example.test\nBcc: all@example.test"))
    deliver()
    assert state_of(notice)[0] == NoticeState.FAILED
    assert not postman.sent


def test_a_worker_that_is_late_waits_for_the_next_working_day(at_noon):
    notice = queue_notice(kind="sample.daytime", key="a", person=PersonFactory())
    at_noon.move_to(NOON + timedelta(days=3))
    deliver()
    assert (state_of(notice)[0], notice.attempts) == (NoticeState.WAITING, 0)
    assert notice.not_before.isoformat() == "2026-11-30T08:00:00+00:00"
    at_noon.move_to(notice.not_before)
    deliver()
    assert state_of(notice)[0] == NoticeState.SENT


def test_a_refusal_for_now_is_tried_again_later_and_not_for_ever(at_noon, postman):
    notice = NoticeFactory()
    for pause in PAUSES:
        postman.answers[:] = [answered(451)]
        deliver()
        assert state_of(notice) == (NoticeState.WAITING, "451")
        assert notice.not_before == clock.now() + pause
        deliver()
        assert not postman.sent, "It did not wait."
        at_noon.move_to(notice.not_before)
    postman.answers[:] = [refused(450)]
    deliver()
    assert state_of(notice) == (NoticeState.FAILED, "450")
    assert notice.attempts == len(PAUSES) + 1


def test_a_mail_that_is_refused_for_good_has_failed(postman):
    notice = NoticeFactory()
    postman.answers[:] = [answered(554)]
    deliver()
    assert state_of(notice) == (NoticeState.FAILED, "554")


def test_an_unknown_mailbox_gets_no_more_mail_whoever_it_is_of(postman):
    person = PersonFactory(email="Old@example.test")
    notice = NoticeFactory(person=person)
    postman.answers[:] = [refused(550)]
    deliver()
    assert state_of(notice) == (NoticeState.BOUNCED, "550")
    assert "example" not in str(vars(BouncingAddress.objects.get()))
    again = NoticeFactory(person=person)
    deliver()
    assert state_of(again) == (NoticeState.CANCELLED, NotSentBecause.BOUNCING)
    person.email = "new@example.test"
    person.save()
    corrected = NoticeFactory(person=person)
    deliver()
    assert state_of(corrected)[0] == NoticeState.SENT


@pytest.mark.parametrize(
    "error", [lost(), TimeoutError(), ConnectionResetError(), RuntimeError("of a back end")]
)
def test_a_connection_that_breaks_leaves_doubt_and_is_not_tried_again(at_noon, postman, error):
    doubtful, next_one = NoticeFactory(), NoticeFactory()
    postman.answers[:] = [error]
    deliver()
    assert state_of(doubtful) == (NoticeState.UNKNOWN, type(error).__name__)
    assert state_of(next_one)[0] == NoticeState.SENT
    at_noon.shift(timedelta(days=2))
    deliver()
    assert len(postman.sent) == 1


def test_a_mail_server_that_is_away_costs_no_attempt(postman):
    notice = NoticeFactory()
    postman.away = True
    with pytest.raises(MailServerAway):
        deliver()
    assert (state_of(notice)[0], notice.attempts) == (NoticeState.WAITING, 0)
    postman.away = False
    deliver()
    assert state_of(notice)[0] == NoticeState.SENT


def test_doubt_after_doubt_stops_the_run(postman):
    notices = NoticeFactory.create_batch(10)
    postman.answers[:] = [smtplib.SMTPServerDisconnected("gone")] * 10
    with pytest.raises(MailServerAway):
        deliver()
    assert [state_of(row)[0] for row in notices].count(NoticeState.UNKNOWN) == 3


def test_what_a_stopped_worker_took_up_becomes_unknown_and_stays_so(at_noon):
    notice = NoticeFactory()
    (ready,) = prepare([notice])
    assert take_up(ready)
    assert take_up(ready) is None, "Two workers took it up."
    at_noon.shift(GONE_AFTER)
    assert find_left_behind() == 0
    at_noon.shift(timedelta(seconds=1))
    deliver()
    assert state_of(notice) == (NoticeState.UNKNOWN, "worker stopped")
    deliver()
    assert not mail.outbox


def test_a_batch_costs_the_same_to_prepare_for_one_and_for_thirty():
    def cost(number: int) -> int:
        rows = NoticeFactory.create_batch(number, kind="sample.fresh")
        found = Notice.objects.filter(pk__in=[row.pk for row in rows]).select_related("person")
        with count_queries() as queries:
            prepare(list(found))
        return len(queries)

    assert cost(1) == cost(30)
