"""Reading the code: in force on a day, by whom, and what was different on another day."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.dates import start_of_day
from gir.models import Addendum, ArticleVersion, Edition
from gir.reports.comparing import compare
from gir.reports.history import history_view
from gir.reports.local import reader_of
from lms.api import ChangeClass
from organisations.enums import AppointmentKind, UnitKind
from organisations.models import Person, Unit, UnitVersion
from organisations.services.ancestry import rebuild_ancestry
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.gir.code import ARTICLES, edition

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2020, 1, 1), date(2026, 7, 1)
NOON = datetime(2026, 10, 1, 10, tzinfo=UTC)
SECOND_TEXT = {
    "1-1": ARTICLES["1-1"],
    "4-1": {**ARTICLES["4-1"], "rule": "Hooguit 35 euro.", "change_note": "De grens is lager."},
    "5-4": {"title": "Slimme diensten", "rule": "Alleen goedgekeurde diensten."},
}


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who is signed in and works nowhere."""
    client.force_login(PersonFactory(with_user=True).user)
    return client


def two_editions() -> None:
    edition("2020", FIRST)
    edition("2026", SECOND, SECOND_TEXT)


def page(client: Client, key: str = "4-1", **query: str) -> str:
    return client.get(reverse("gir:article", args=[key]), query).content.decode()


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def employee(unit: Unit, **fields: Any) -> Client:
    person = AppointmentFactory(person=PersonFactory(with_user=True), unit=unit, **fields).person
    client = Client()
    client.force_login(person.user)
    return client


def addendum(unit: Unit, title: str, **fields: Any) -> Addendum:
    defaults = {
        "article_key": "4-1",
        "text": f"<p>{title} van de directie.</p>",
        "valid_from": FIRST,
        "proposed_by": PersonFactory(),
        "approved_by": PersonFactory(),
        "content_hash": "x",
    }
    return Addendum.objects.create(unit=unit, title=title, **{**defaults, **fields})


# --- In force on a day --------------------------------------------------------------------


def test_a_new_edition_is_the_default_from_midnight_in_amsterdam_and_the_old_one_says_so(
    reader: Client,
) -> None:
    """domain.md §2.4 (a)"""
    two_editions()
    midnight = start_of_day(SECOND)
    with clock.at(midnight - timedelta(seconds=1)):
        before = page(reader)
    with clock.at(midnight):
        after, old = page(reader), page(reader, op="2026-06-30")
    assert "nooit meer waard dan 50 euro" in before
    assert "Hooguit 35 euro." in after
    assert "Je leest een oude versie" not in before + after
    assert "nooit meer waard dan 50 euro" in old
    banner = words_of(old)
    assert "Die gold van 1 januari 2020 tot en met 30 juni 2026." in banner
    assert 'href="/gir/4-1/"' in old


def test_a_coming_version_can_be_read_and_says_that_it_is_not_in_force(reader: Client) -> None:
    edition("2020", FIRST)
    edition("2027", date(2027, 1, 1), SECOND_TEXT)
    coming = page(reader, op="2027-01-01")
    assert "Hooguit 35 euro." in coming
    assert "Deze versie geldt nog niet. Ze geldt vanaf 1 januari 2027." in words_of(coming)
    assert "50 euro" in page(reader)
    assert "1 januari 2027" in reader.get(reverse("gir:index")).content.decode()


def test_an_article_that_is_gone_or_not_there_yet_says_so_and_since_when(reader: Client) -> None:
    two_editions()
    url = reverse("gir:article", args=["4-5"])
    gone = reader.get(url)
    assert gone.status_code == 410
    assert "geldt niet meer sinds 1 juli 2026" in gone.content.decode()
    assert "?op=2020-01-01" in gone.content.decode()
    early = reader.get(url, {"op": "2019-05-01"})
    assert early.status_code == 404
    assert "Op 1 mei 2019 bestaat dit artikel nog niet." in early.content.decode()
    assert reader.get(reverse("gir:article", args=["9-9"])).status_code == 404


@pytest.mark.parametrize("typed", ["gisteren", "2026-02-30", "0000-00-00", "٢٠٢٦-01-01", "<b>"])
def test_a_bad_date_gives_a_sentence(reader: Client, typed: str) -> None:
    two_editions()
    for name, query in (("gir:index", "op"), ("gir:whole", "op"), ("gir:compare", "van")):
        response = reader.get(reverse(name), {query: typed})
        assert response.status_code == 400
        assert "Schrijf een datum zo: 2020-06-01." in response.content.decode()
    response = reader.get(reverse("gir:article", args=["4-1"]), {"op": typed})
    assert response.status_code == 400
    assert "<b>”" not in response.content.decode()


def test_the_history_lists_every_version_with_its_period(reader: Client) -> None:
    two_editions()
    text = words_of(reader.get(reverse("gir:history", args=["4-1"])).content.decode())
    assert "Vanaf 1 juli 2026" in text
    assert "1 januari 2020 tot en met 30 juni 2026" in text
    assert "De grens is lager." in text


def test_the_whole_code_prints_the_text_of_a_day(reader: Client) -> None:
    two_editions()
    url = reverse("gir:whole")
    assert "Slimme diensten" in reader.get(url).content.decode()
    old = reader.get(url, {"op": "2021-01-01"}).content.decode()
    assert "Nevenwerkzaamheden" in old
    assert "Slimme diensten" not in old


# --- What differs -------------------------------------------------------------------------


def test_a_comparison_lists_exactly_the_articles_that_differ() -> None:
    """domain.md §2.4 (c)"""
    two_editions()
    found = compare(FIRST, SECOND)
    assert {(one.key, one.change) for one in found.articles} == {
        ("4-1", "changed"),
        ("4-5", "removed"),
        ("5-4", "new"),
    }
    assert found.same == 1
    assert [one.notes for one in found.articles if one.key == "4-1"] == [["De grens is lager."]]
    assert compare(SECOND, FIRST) == found
    assert compare(SECOND, NOON.date()).articles == ()


def test_what_was_added_and_what_went_can_be_read_aloud(reader: Client) -> None:
    edition("2020", FIRST)
    rule = ARTICLES["4-1"]["rule"].replace("50", "35")
    edition("2026", SECOND, {"4-1": {**ARTICLES["4-1"], "rule": rule}})
    response = reader.get(reverse("gir:compare"), {"van": "2020", "tot": "2026"})
    html = response.content.decode()
    assert '<ins><span class="sr">[toegevoegd: </span>35<span class="sr">]</span></ins>' in html
    assert '<del><span class="sr">[vervallen: </span>50<span class="sr">]</span></del>' in html


# --- In your own organisation -------------------------------------------------------------


def test_stricter_rules_of_a_unit_stand_first_and_hide_nothing_of_the_code() -> None:
    """domain.md §2.4 (b)"""
    two_editions()
    ministry = UnitFactory(name="Ministerie", kind=UnitKind.MINISTRY)
    directorate = UnitFactory(name="Directie", parent=ministry)
    addendum(ministry, "Uitleg")
    addendum(directorate, "Verbod", is_stricter=True)
    addendum(UnitFactory(), "Elders")
    addendum(directorate, "Voorbij", valid_until=date(2026, 9, 1))
    read = page(employee(UnitFactory(parent=directorate)))
    nobody = page(employee(UnitFactory()))
    assert re.findall(r"level-3\">(\w+)</h3>", read) == ["Verbod", "Uitleg"]
    assert "Verbod van de directie" not in nobody
    version = ArticleVersion.objects.get(key="4-1", valid_from=SECOND)
    for text in (version.rule, version.expected, version.example, version.where_to_go):
        assert text in read
    assert "Elders" not in read
    assert "Voorbij" not in read


def test_the_history_of_an_article_survives_the_merge_of_february_2026() -> None:
    """domain.md §2.4 (d)"""
    two_editions()
    merged_on = date(2026, 2, 23)
    old = UnitFactory(code="kgg", name="Ministerie KGG", valid_until=merged_on)
    new = UnitFactory(code="ezk", name="Ministerie EZK")
    team = UnitFactory(code="team", name="Team", parent=old, valid_until=merged_on)
    UnitVersion.objects.create(
        unit=team, name="Team", kind="team", parent=new, valid_from=merged_on
    )
    rebuild_ancestry()
    addendum(old, "Oude regel")
    addendum(new, "Nieuwe regel")
    client = employee(team)
    then, now = page(client, op="2026-02-22"), page(client, op="2026-02-23")
    assert "Oude regel" in then
    assert "Ministerie KGG" in then
    assert "Nieuwe regel" not in then
    assert "Nieuwe regel" in now
    assert "Oude regel" not in now
    view = history_view("4-1", reader=reader_of(_user_of(client)))
    assert view is not None
    assert [line.stretch.valid_from for line in view.lines] == [SECOND, FIRST]
    assert [(rule.title, rule.valid_from, rule.last_day) for rule in view.local] == [
        ("Nieuwe regel", merged_on, None),
        ("Oude regel", FIRST, date(2026, 2, 22)),
    ]


def test_an_external_hire_sees_the_link_to_the_model_declaration() -> None:
    """domain.md §2.4 (f)"""
    edition("2020", FIRST, declaration_url="https://example.nl/verklaring")
    unit = UnitFactory()
    hired = employee(unit, kind=AppointmentKind.EXTERNAL_HIRE)
    left = employee(unit, kind=AppointmentKind.EXTERNAL_HIRE, valid_until=date(2026, 1, 1))
    for url in (reverse("gir:article", args=["4-1"]), reverse("gir:index")):
        assert b"https://example.nl/verklaring" in hired.get(url).content
        for other in (employee(unit), left):
            assert b"https://example.nl/verklaring" not in other.get(url).content


# --- Who reads ----------------------------------------------------------------------------


def test_without_signing_in_the_code_is_closed_unless_the_organisation_opens_it(
    client: Client, settings: Any
) -> None:
    two_editions()
    url = reverse("gir:article", args=["4-1"])
    assert client.get(url).headers["Location"].startswith(reverse("account_login"))
    settings.GIR_PUBLIC = True
    response = client.get(url)
    assert response.status_code == 200
    assert "Hooguit 35 euro." in response.content.decode()


def test_a_public_page_is_the_same_for_everybody_and_a_personal_one_is_kept_by_nobody(
    client: Client, settings: Any
) -> None:
    settings.GIR_PUBLIC = True
    two_editions()
    unit = UnitFactory()
    addendum(unit, "Verbod", is_stricter=True)
    url = reverse("gir:article", args=["4-1"])
    public, personal = client.get(url), employee(unit).get(url)
    assert "public" in public["Cache-Control"]
    assert not public.cookies
    assert "csrfmiddlewaretoken" not in public.content.decode()
    assert "Verbod" not in public.content.decode()
    assert "Verbod" in personal.content.decode()
    assert "no-store" in personal["Cache-Control"]
    assert "public" not in personal["Cache-Control"]
    assert "Cookie" in public["Vary"]
    # A visitor with a session of which nothing is left gets no page that others may get too.
    client.cookies[site.SESSION_COOKIE_NAME] = "old"
    assert "no-store" in client.get(url)["Cache-Control"]


def test_a_public_page_is_never_kept_past_midnight(client: Client, settings: Any) -> None:
    settings.GIR_PUBLIC = True
    two_editions()
    with clock.at(start_of_day(date(2026, 10, 2)) - timedelta(seconds=20)):
        response = client.get(reverse("gir:index"))
    assert "max-age=20" in response["Cache-Control"]


def test_the_worker_clears_up_when_the_code_is_no_longer_public(
    client: Client, settings: Any
) -> None:
    two_editions()
    url, pages = reverse("gir:offline-worker"), reverse("gir:offline-pages")
    assert "unregister" in client.get(url).content.decode()
    assert client.get(pages).status_code == 302
    settings.GIR_PUBLIC = True
    assert "unregister" not in client.get(url).content.decode()
    kept = client.get(pages).json()
    assert "/gir/4-1/" in kept["pages"]
    assert "/gir/4-5/" not in kept["pages"]
    assert "worker-src 'self'" in client.get(url)["Content-Security-Policy"]


# --- Size ---------------------------------------------------------------------------------


def test_an_article_page_asks_as_much_of_a_small_code_as_of_a_large_one() -> None:
    edition("2020", FIRST, {"4-1": ARTICLES["4-1"]})
    unit = UnitFactory(parent=UnitFactory())
    addendum(unit, "Verbod", is_stricter=True)
    client = employee(unit)
    small = _queries(client)
    _grow(articles=200, editions=10)
    large = _queries(client)
    assert len(large) == len(small) <= 10


def _queries(client: Client) -> list[str]:
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(reverse("gir:article", args=["4-1"]))
    assert response.status_code == 200
    return [query["sql"] for query in queries]


def _grow(*, articles: int, editions: int) -> None:
    first = ArticleVersion.objects.get(key="4-1")
    fields = {
        field.name: getattr(first, field.name)
        for field in ArticleVersion._meta.concrete_fields
        if field.name not in {"id", "key", "edition", "number", "valid_from", "position"}
    }
    made = [
        Edition.objects.create(
            code=f"groot-{n}",
            title=f"Editie {n}",
            valid_from=date(2020 + n % 6, 1 + n, 1),
            change_class=ChangeClass.EDITORIAL,
        )
        for n in range(1, editions)
    ]
    keys = ["4-1", *(f"9-{n}" for n in range(1, articles))]
    ArticleVersion.objects.bulk_create(
        ArticleVersion(
            **fields, key=key, edition=one, number=n + 2, valid_from=one.valid_from, position=n
        )
        for n, one in enumerate(sorted(made, key=lambda row: row.valid_from))
        for key in keys
    )


def _user_of(client: Client) -> Any:
    return Person.objects.get(user_id=client.session["_auth_user_id"]).user
