"""Workers are killed at every point, and no message is ever sent twice in silence."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from core import clock
from core.env import BASE_DIR
from notifications.enums import NoticeState
from notifications.mail import message_id
from notifications.models import Notice
from notifications.querysets import GONE_AFTER
from notifications.services import NewNotice, queue_notices
from notifications.services.delivery import deliver
from tests.factories.organisations import PersonFactory
from tests.jobs.conftest import wait_until
from tests.processes import database_url

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the mail server of these tests writes down what it got."""
    monkeypatch.setenv("KOMPAS_TEST_POST", str(tmp_path))
    return tmp_path


@pytest.fixture
def start(transactional_db: None, folder: Path) -> Iterator[Start]:
    """Start workers in processes of their own; they end with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start_worker() -> subprocess.Popen[bytes]:
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
            "DATABASE_URL": database_url(),
        }
        command = "from notifications.services.delivery import deliver; print(deliver())"
        process = subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup(); {command}"],
            cwd=BASE_DIR,
            env=env,
        )
        running.append(process)
        return process

    yield start_worker
    for process in running:
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)


def queue(number: int) -> list[Notice]:
    """Put messages in the outbox, for as many persons."""
    asked = [
        NewNotice(kind="sample.plain", key=f"k{n}", person=PersonFactory()) for n in range(number)
    ]
    queue_notices(asked)
    return list(Notice.objects.order_by("pk"))


def letters(folder: Path) -> list[str]:
    """Return what the mail server got."""
    file = folder / "letters"
    return file.read_text().split() if file.exists() else []


def states() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_while_it_sends_leaves_one_message_in_doubt(
    start: Start, folder: Path, settings: object, when: str
) -> None:
    queue(3)
    (folder / f"hang-{when}").touch()
    worker = start()
    wait_until((folder / "started").exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert states() == [NoticeState.SENDING, NoticeState.WAITING, NoticeState.WAITING]
    arrived = letters(folder)
    assert len(arrived) == (when == "after")

    (folder / f"hang-{when}").unlink()
    settings.EMAIL_BACKEND = "tests.notifications.sample.postman.FileBackend"
    deliver()
    assert states() == [NoticeState.SENDING, NoticeState.SENT, NoticeState.SENT]
    Notice.objects.filter(state=NoticeState.SENDING).update(
        claimed_at=clock.now() - GONE_AFTER - timedelta(seconds=1)
    )
    deliver()
    deliver()
    assert states() == [NoticeState.UNKNOWN, NoticeState.SENT, NoticeState.SENT]
    assert len(letters(folder)) == len(set(letters(folder))) == len(arrived) + 2


def test_two_workers_at_once_send_everything_once(start: Start, folder: Path) -> None:
    notices = queue(40)
    workers = [start(), start()]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert set(states()) == {NoticeState.SENT}
    assert sorted(letters(folder)) == sorted(message_id(row.token) for row in notices)


def test_a_worker_killed_again_and_again_sends_everything_once(start: Start, folder: Path) -> None:
    notices = queue(30)
    for number in (5, 12, 20):
        worker = start()
        wait_until(lambda number=number: len(letters(folder)) >= number)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert start().wait(120) == 0
    sent = letters(folder)
    assert len(sent) == len(set(sent)), "Something was sent twice."
    in_doubt = {message_id(row.token) for row in notices if _state(row) == NoticeState.SENDING}
    assert len(in_doubt) <= 3
    assert {message_id(row.token) for row in notices} - set(sent) <= in_doubt


def _state(notice: Notice) -> str:
    notice.refresh_from_db()
    return str(notice.state)
