"""Events of completions: put ready once, signed, tried again, and never sent into the network."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.db import IntegrityError, transaction

from compliance.enums import DeliveryState
from compliance.models import EventDelivery, EventSubscription
from compliance.webhooks import addresses, outbox, sending
from compliance.webhooks.addresses import PinnedConnection, RefusedAddress, is_public, target_of
from compliance.webhooks.events import RECORDED, WITHDRAWN, cloud_event
from compliance.webhooks.sending import NotAccepted, secret_of
from jobs import enqueue
from jobs.testing import run_jobs
from lms.api import void_completion
from lms.completions.sealing import seal_ledger
from lms.models import Completion
from tests.api.world import NOW, complete
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(world):
    seal_ledger()
    return EventSubscription.objects.create(
        name="HR",
        purpose="Dossier",
        url="https://hr.example/events",
        unit=world.units["team-a"],
        position=outbox.last_position(),
    )


def accept(_delivery):
    return "HTTP 204"


def refuse(_delivery):
    raise NotAccepted("HTTP 500")


def recorded(world, code="team-a", **fields):
    """Let somebody complete something, and seal it."""
    row = complete(world, world.people[code][4], "2026-11-20", **fields)
    seal_ledger()
    return row


def test_a_completion_of_something_compulsory_in_the_unit_gives_one_event(world, receiver):
    row = recorded(world)
    recorded(world, "team-b")
    complete(world, world.people["team-a"][5], "2026-11-20", activity=world.voluntary)
    seal_ledger()
    assert outbox.put_ready() == 1
    assert outbox.put_ready() == 0
    assert EventDelivery.objects.get().completion == row


def test_what_is_not_sealed_yet_is_told_later_and_a_late_row_as_well(world, receiver):
    row = complete(world, world.people["team-a"][4], "2026-11-20")
    assert outbox.put_ready() == 0
    seal_ledger()
    assert outbox.put_ready() == 1
    assert EventDelivery.objects.get().completion == row


def test_a_receiver_is_told_of_what_comes_and_not_of_years_before(world, receiver):
    assert Completion.objects.exists()
    assert outbox.put_ready() == 0


def test_one_event_for_each_receiver_and_the_database_allows_no_second(world, receiver):
    row = recorded(world)
    outbox.put_ready()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventDelivery.objects.create(subscription=receiver, completion=row)


def test_the_event_holds_a_uuid_a_key_and_a_date_and_nothing_else_of_a_person(world, receiver):
    row = recorded(world)
    outbox.put_ready()
    delivery = EventDelivery.objects.get()
    event = cloud_event(row, event=delivery.event)
    assert event == {
        "specversion": "1.0",
        "id": str(delivery.event),
        "source": "http://testserver",
        "type": RECORDED,
        "subject": str(row.uuid),
        "time": row.recorded_at.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "persoon": str(row.person.uuid),
            "activiteit": world.activity.key,
            "afgerondOp": "2026-11-20",
        },
    }


def test_a_void_tells_which_completion_does_not_count(world, receiver):
    row = recorded(world)
    void = void_completion(completion=row, reason="Verkeerde persoon", by=None)
    event = cloud_event(void, event=receiver.uuid)
    assert (event["type"], event["subject"]) == (WITHDRAWN, str(row.uuid))
    assert event["data"]["afgerondOp"] == "2026-11-20"
    assert "Verkeerde" not in str(event)


def test_putting_ready_costs_as_many_queries_for_thirty_completions_as_for_one(world, receiver):
    counts = []
    for number in (1, 30):
        for _number in range(number):
            complete(world, world.people["team-a"][4], "2026-11-20")
        seal_ledger()
        with count_queries() as queries:
            assert outbox.put_ready() == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_receiver_that_is_switched_off_is_told_nothing_and_catches_up_later(world, receiver):
    recorded(world)
    outbox.put_ready()
    EventSubscription.objects.update(is_active=False)
    recorded(world)
    assert outbox.put_ready() == 0
    assert outbox.deliver(sender=accept) == (0, 0)
    EventSubscription.objects.update(is_active=True)
    assert outbox.put_ready() == 1
    assert outbox.deliver(sender=accept) == (2, 0)


# --- Delivering ------------------------------------------------------------------------------


@pytest.fixture
def delivery(world, receiver):
    recorded(world)
    outbox.put_ready()
    return EventDelivery.objects.get()


def test_an_event_is_delivered_once(delivery):
    assert outbox.deliver(sender=accept) == (1, 0)
    assert outbox.deliver(sender=accept) == (0, 0)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.delivered_at) == ("delivered", 1, NOW)


def test_an_event_that_is_refused_comes_again_later_each_time_and_is_given_up_at_last(delivery):
    moment = NOW
    for pause in outbox.PAUSES:
        with time_machine.travel(moment, tick=False):
            assert outbox.deliver(sender=refuse) == (0, 1)
            assert outbox.deliver(sender=refuse) == (0, 0)
        moment += pause
    with time_machine.travel(moment, tick=False):
        assert outbox.deliver(sender=refuse) == (0, 1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, len(outbox.PAUSES) + 1)
    assert delivery.answer == "HTTP 500"
    with time_machine.travel(moment + timedelta(days=30), tick=False):
        assert outbox.deliver(sender=accept) == (0, 0)
        assert outbox.try_again(subscription=delivery.subscription) == 1
        assert outbox.deliver(sender=accept) == (1, 0)


def test_a_worker_that_dies_while_sending_leaves_the_event_for_the_next(delivery):
    def die(_delivery):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver(sender=die)
    assert outbox.deliver(sender=accept) == (0, 0)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        assert outbox.deliver(sender=accept) == (1, 0)


def test_a_bad_receiver_does_not_keep_the_others_waiting(world, delivery):
    other = EventSubscription.objects.create(
        name="B", purpose="B", url="https://b.example/", unit=world.units["team-a"]
    )
    EventDelivery.objects.create(subscription=other, completion=delivery.completion)

    def sender(row):
        return accept(row) if row.subscription == other else refuse(row)

    assert outbox.deliver(sender=sender) == (1, 1)


def test_the_job_puts_ready_and_delivers(world, receiver, monkeypatch):
    recorded(world)
    monkeypatch.setattr(outbox.deliver, "__kwdefaults__", {"sender": accept})
    enqueue("compliance.events")
    assert run_jobs()[0].message == "1 new, 1 delivered, 0 not"


# --- Over the line ---------------------------------------------------------------------------


class Receiver(BaseHTTPRequestHandler):
    """Keeps what came in and answers what the test wants."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), body))
        self.send_response(self.server.answer)
        self.send_header("Location", "http://127.0.0.1/elsewhere")
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def server(monkeypatch, settings):
    """Listen on this machine, without a certificate."""
    settings.EVENTS_TO_PRIVATE_ADDRESSES = True
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.seen, server.answer = [], 204
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    local = ("127.0.0.1", server.server_port)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", local)]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_args, **_kwargs: found)

    def plain(target):
        return HTTPConnection(target.address, server.server_port, timeout=5)

    monkeypatch.setattr(sending, "PinnedConnection", plain)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_arrives_is_signed_so_that_the_receiver_can_check_it(delivery, server):
    assert outbox.deliver() == (1, 0)
    ((path, headers, body),) = server.seen
    headers = {name.lower(): value for name, value in headers.items()}
    assert path == "/events"
    assert headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert json.loads(body)["id"] == headers["webhook-id"] == str(delivery.event)
    key = base64.b64decode(secret_of(delivery.subscription).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize("answer", [301, 302, 400, 404, 500, 503])
def test_only_an_answer_of_success_counts_and_no_redirect_is_followed(delivery, server, answer):
    server.answer = answer
    assert outbox.deliver() == (0, 1)
    assert len(server.seen) == 1
    assert EventDelivery.objects.get().answer == f"HTTP {answer}"


def test_nobody_listening_is_a_failed_attempt_and_no_error(delivery, server):
    server.shutdown()
    server.server_close()
    assert outbox.deliver() == (0, 1)
    assert EventDelivery.objects.get().answer == "ConnectionRefusedError"


def test_each_receiver_has_a_secret_of_its_own_that_stays(world, receiver):
    other = EventSubscription.objects.create(
        name="B", purpose="B", url="https://b.example/", unit=world.units["team-a"]
    )
    assert secret_of(receiver) == secret_of(receiver) != secret_of(other)


# --- Where events may go ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "ff02::1",
    ],
)
def test_an_address_inside_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["147.181.98.1", "2a00:d00::1", "::ffff:147.181.98.1"])
def test_an_address_on_the_internet_is_allowed(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://hr.example/",
        "file:///etc/passwd",
        "gopher://hr.example/",
        "https:///nobody",
        "https://a:b@hr.example/",
        "https://hr.example:port/",
        "https://[::1/",
        "",
    ],
)
def test_only_https_without_a_password_is_an_address(url):
    with pytest.raises(RefusedAddress):
        target_of(url)


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["147.181.98.1", "10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"]]
)
def test_a_name_that_leads_inside_is_refused_also_when_it_leads_outside_too(
    delivery, monkeypatch, found
):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_args, **_kwargs: rows)
    assert outbox.deliver() == (0, 1)
    assert EventDelivery.objects.get().answer == "refused: a private address"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("147.181.98.1", 443))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_args, **_kwargs: rows)
    target = target_of("https://hr.example/a?b=c")
    monkeypatch.undo()
    went = []

    def connect(where, timeout):
        went.append((where, timeout))
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        PinnedConnection(target).connect()
    assert went == [(("147.181.98.1", 443), 10.0)]
    assert (target.host, target.path) == ("hr.example", "/a?b=c")
