"""Atom feeds of changes and of the dilemma: only of a public code, and only what changed again."""

from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
import time_machine
from django.test import Client

from gir.services.dilemmas import choose_week
from tests.gir import code
from tests.gir.test_dilemma import dilemma

pytestmark = pytest.mark.django_db
CHANGES, DILEMMAS = "/gir/wijzigingen.atom", "/gir/dilemma/dilemma.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def feed(client: Client, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return fromstring(answer.content)  # noqa: S314  our own answer


def entries(feed: Element) -> list[tuple[str | None, str]]:
    return [
        (one.findtext(f"{ATOM}title"), one.find(f"{ATOM}link").get("href", ""))  # type: ignore[union-attr]
        for one in feed.findall(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("path", [CHANGES, DILEMMAS])
def test_without_a_public_code_there_is_no_feed_also_for_who_is_signed_in(
    client: Client, admin_client: Client, path: str
) -> None:
    for one in (client, admin_client):
        assert one.get(path).status_code == 404


def test_changes_come_with_the_text_of_their_day_and_never_before_it(
    client: Client, settings: Any, now: Any
) -> None:
    settings.GIR_PUBLIC = True
    code.edition("2020", articles={"1-1": "A", "4-1": "50 euro"})
    code.edition(
        "2027",
        date(2027, 1, 1),
        {"1-1": "A", "4-1": {"rule": "40 euro", "change_note": "Lagere grens <b>"}},
    )
    assert len(entries(feed(client, CHANGES))) == 2
    now.move_to(datetime(2026, 12, 31, 23, tzinfo=UTC))
    found = feed(client, CHANGES)
    assert entries(found)[0] == (
        "4.1 Artikel 4-1 (Gewijzigd)",
        "http://testserver/gir/4-1/?op=2027-01-01",
    )
    assert found.findtext(f"{ATOM}entry/{ATOM}summary") == "Lagere grens <b>"
    assert found.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-12-31T23:00:00+00:00"
    assert client.get("/gir/4-1/?op=2027-01-01").status_code == 200


def test_the_dilemma_of_each_week_is_an_entry_that_keeps_its_address(
    client: Client, settings: Any
) -> None:
    settings.GIR_PUBLIC = True
    dilemma("a"), dilemma("b"), choose_week(), choose_week(date(2026, 11, 9))
    assert entries(feed(client, DILEMMAS)) == [
        ("Titel a", "http://testserver/gir/dilemma/a/"),
        ("Titel b", "http://testserver/gir/dilemma/b/"),
    ]
    page = client.get("/gir/dilemma/")
    assert page.status_code == 200
    assert "/tellen/" not in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()


@pytest.mark.parametrize("path", [CHANGES, DILEMMAS])
def test_a_feed_that_did_not_change_is_not_sent_again(
    client: Client, settings: Any, path: str
) -> None:
    settings.GIR_PUBLIC = True
    code.edition(), dilemma("a"), choose_week()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "public" in first.headers["Cache-Control"]
    assert not first.cookies
