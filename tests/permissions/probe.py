"""Asks an address something as somebody, and notes what it answered and what it wrote."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.lms.counting import count_queries
from tests.permissions.roles import Method, Outcome, Role
from tests.permissions.world import World

_WRITES = re.compile(r'^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b[^"]*"(\w+)"', re.IGNORECASE)
NO_FACTS = frozenset({"django_session", "wagtailusers_userprofile"})
"""Tables that may change by looking: a session, and the empty preferences that Wagtail makes for
whoever has the admin. They say nothing about anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    outcome: Outcome | str
    writes: tuple[str, ...]


def client_of(world: World, role: Role, **options: bool) -> Client:
    """Return a browser in which this role is signed in."""
    client = Client(raise_request_exception=False, **options)
    if role is not Role.ANONYMOUS:
        client.force_login(world.visitors[role].user)
    return client


def ask(client: Client, method: Method, url: str, **data: str) -> Answer:
    """Ask one thing."""
    with writes() as tables:
        response = client.post(url, data) if method is Method.POST else client.get(url, data)
        read(response)
    return Answer(outcome=outcome_of(response), writes=tuple(tables))


@contextmanager
def writes() -> Iterator[list[str]]:
    """Give the list of tables that were written in the block."""
    tables: list[str] = []
    with count_queries() as queries:
        yield tables
    found = (_WRITES.match(sql) for sql in queries)
    tables.extend(match[1] for match in found if match and match[1] not in NO_FACTS)


def read(response: HttpResponseBase) -> str:
    """Return the text of an answer, also of one that is written while it is read."""
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def outcome_of(response: HttpResponseBase) -> Outcome | str:
    """Put an answer in a word; what fits none of them is returned as it is."""
    codes = {
        200: Outcome.SEEN,
        401: Outcome.KEY_ONLY,
        403: Outcome.REFUSED,
        404: Outcome.UNKNOWN,
        405: Outcome.POST_ONLY,
    }
    if response.status_code in codes:
        return codes[response.status_code]
    if response.status_code in {301, 302, 303}:
        where = response.headers["Location"]
        if where.startswith(reverse("account_login")):
            return Outcome.SIGN_IN
        if where.startswith(reverse("account_sign_in_first")):
            return Outcome.DOOR
        return Outcome.BACK if where == reverse("wagtailadmin_home") else Outcome.GOES_ON
    return str(response.status_code)
