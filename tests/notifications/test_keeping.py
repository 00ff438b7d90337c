"""Messages go after thirteen months, and at once when somebody is erased."""

from datetime import timedelta

import pytest

from core import clock
from jobs.testing import run_jobs
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.services.keeping import KEPT
from tests.factories.notifications import NoticeFactory
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


def test_old_messages_are_deleted_and_those_that_wait_are_not():
    import jobs

    old = clock.now() - KEPT - timedelta(days=1)
    NoticeFactory(queued_at=old, state=NoticeState.SENT, sent_at=old)
    waits, recent = NoticeFactory(queued_at=old), NoticeFactory()
    jobs.enqueue("notifications.prune")
    assert run_jobs()[0].message == "1 deleted"
    assert set(Notice.objects.all()) == {waits, recent}


def test_what_was_written_to_somebody_who_is_erased_is_emptied():
    import jobs

    person = PersonFactory(erased_at=clock.now())
    notice = NoticeFactory(person=person, context={"a": 1}, subject="x", body="y")
    jobs.enqueue("notifications.prune")
    run_jobs()
    notice.refresh_from_db()
    assert (notice.context, notice.subject, notice.body) == ({}, "", "")
