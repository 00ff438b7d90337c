"""A message stands in the outbox once, in the transaction of the change that it tells about."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from core import clock
from jobs.models import JobRun
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.registry import UnknownKind
from notifications.services import NewNotice, queue_notice, queue_notices
from tests.factories.organisations import PersonFactory
from tests.notifications.conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_a_message_waits_for_its_moment():
    person = PersonFactory()
    later = NOON + timedelta(hours=1)
    notice = queue_notice(
        kind="sample.plain", key="k", person=person, context={"name": "Noor"}, not_before=later
    )
    assert (notice.state, notice.not_before) == (NoticeState.WAITING, later)
    assert (notice.person, notice.context) == (person, {"name": "Noor"})


def test_asking_twice_is_asking_once():
    first = queue_notice(kind="sample.plain", key="k", person=PersonFactory())
    again = queue_notice(kind="sample.plain", key="k", person=PersonFactory())
    assert (again.pk, again.person_id) == (first.pk, first.person_id)
    assert Notice.objects.count() == 1


def test_a_batch_leaves_out_what_was_there_and_what_comes_twice(django_assert_num_queries):
    person = PersonFactory()
    queue_notice(kind="sample.plain", key="a", person=person)
    asked = [NewNotice(kind="sample.plain", key=key, person=person) for key in "abbc"]
    with django_assert_num_queries(4):  # keys that are there, a savepoint, one insert
        assert queue_notices(asked) == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {"a", "b", "c"}


def test_a_change_that_fails_sends_nothing():
    def change() -> None:
        with transaction.atomic():
            queue_notice(kind="sample.plain", key="k", person=PersonFactory())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not Notice.objects.exists()


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind):
        queue_notice(kind="sample.other", key="k", person=PersonFactory())


def test_what_is_no_json_is_refused_at_once():
    with pytest.raises(TypeError):
        queue_notice(
            kind="sample.plain", key="k", person=PersonFactory(), context={"day": clock.today()}
        )


def test_the_worker_wakes_up_after_the_commit_and_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for key in "abc":
            queue_notice(kind="sample.plain", key=key, person=PersonFactory())
        assert not JobRun.objects.exists()
    assert JobRun.objects.get().name == "notifications.deliver"


def test_what_may_wait_until_morning_wakes_nobody(at_noon, django_capture_on_commit_callbacks):
    at_noon.move_to(NOON.replace(hour=22))
    with django_capture_on_commit_callbacks() as callbacks:
        notice = queue_notice(kind="sample.daytime", key="k", person=PersonFactory())
    assert not callbacks
    local = notice.not_before.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert local.isoformat() == "2026-11-26T09:00:00+01:00"
