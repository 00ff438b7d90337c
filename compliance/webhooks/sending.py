"""Sending one event: signed as Standard Webhooks describe, a CloudEvent in structured mode."""

import base64
import hashlib
import hmac
import http.client
import json
from typing import Any

from django.utils.crypto import salted_hmac

from compliance.models import EventDelivery, EventSubscription
from compliance.webhooks.addresses import PinnedConnection, RefusedAddress, target_of
from compliance.webhooks.events import cloud_event
from core import clock

_SALT = "compliance.webhooks"
_OK = range(200, 300)
_READ_AT_MOST = 1024


class NotAccepted(Exception):
    """The receiver did not take the event; the text says why, without anything of its answer."""


def secret_of(subscription: EventSubscription) -> str:
    """Return the secret that a receiver checks signatures with."""
    return f"whsec_{base64.b64encode(_key(subscription)).decode()}"


def send(delivery: EventDelivery) -> str:
    """Send an event and return the answer; raises `NotAccepted`."""
    body = json.dumps(cloud_event(delivery.completion, event=delivery.event)).encode()
    try:
        target = target_of(delivery.subscription.url)
        connection = PinnedConnection(target)
        try:
            connection.request("POST", target.path, body, _headers(delivery, body))
            status = _status(connection)
        finally:
            connection.close()
    except RefusedAddress as error:
        raise NotAccepted(f"refused: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotAccepted(type(error).__name__) from error
    if status not in _OK:
        raise NotAccepted(f"HTTP {status}")
    return f"HTTP {status}"


def _status(connection: http.client.HTTPConnection) -> int:
    response = connection.getresponse()
    response.read(_READ_AT_MOST)
    return response.status


def _headers(delivery: EventDelivery, body: bytes) -> dict[str, Any]:
    event, moment = str(delivery.event), str(int(clock.now().timestamp()))
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "Kompas",
        "webhook-id": event,
        "webhook-timestamp": moment,
        "webhook-signature": signature(delivery.subscription, event, moment, body),
    }


def signature(subscription: EventSubscription, event: str, moment: str, body: bytes) -> str:
    """Return the signature over id, moment and body."""
    signed = f"{event}.{moment}.".encode() + body
    digest = hmac.new(_key(subscription), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(subscription: EventSubscription) -> bytes:
    return salted_hmac(_SALT, str(subscription.uuid), algorithm="sha256").digest()
