"""The code of conduct in the API: as it was, is and will be, for keys or for everybody."""

from datetime import date
from typing import Any

import jsonschema_rs
import pytest

from accounts.enums import ApiScope
from tests.api.world import Caller, key_of
from tests.gir import code
from tests.lms.counting import count_queries

PATHS = (
    "/gedragscode/edities",
    "/gedragscode/artikelen",
    "/gedragscode/artikelen/4-1",
    "/gedragscode/wijzigingen",
)


@pytest.fixture
def two_editions(db: None) -> None:
    code.edition("2020", articles={"1-1": "A", "4-1": "50 euro", "4-5": "Meld het"})
    code.edition(
        "2027",
        date(2027, 1, 1),
        {"1-1": "A", "4-1": {"rule": "40 euro", "change_note": "Lager"}, "6-1": "Nieuw"},
        summary="Lagere grens.",
    )


@pytest.fixture
def caller(world: Any, two_editions: None) -> Caller:
    return Caller(key_of(world.units["klein"], ApiScope.CODE))


def articles(caller: Caller, **query: Any) -> list[tuple[str, str]]:
    rows = caller.json("/gedragscode/artikelen", **query)["items"]
    return [(row["sleutel"], row["regel"]) for row in rows]


def test_articles_are_those_of_today_or_of_the_day_that_is_asked(caller: Caller) -> None:
    now = [("1-1", "<p>A</p>"), ("4-1", "<p>50 euro</p>"), ("4-5", "<p>Meld het</p>")]
    assert articles(caller) == now
    assert articles(caller, peildatum="2026-12-31") == now
    later = [("1-1", "<p>A</p>"), ("4-1", "<p>40 euro</p>"), ("6-1", "<p>Nieuw</p>")]
    assert articles(caller, peildatum="2027-01-01") == later
    assert articles(caller, peildatum="2019-12-31") == []


def test_one_article_on_a_day_with_its_page_and_its_hash(caller: Caller) -> None:
    found = caller.json("/gedragscode/artikelen/4-1", peildatum="2027-06-01")
    assert (found["nummer"], found["editie"], found["versie"]) == ("4.1", "2027", 2)
    assert found["inhoudHash"] == code.version("4-1", 2).content_hash
    assert found["_links"]["pagina"]["href"].endswith("/gir/4-1/?op=2027-01-01")
    own = found["_links"]["self"]["href"].removeprefix("http://testserver/api/v1")
    assert caller.get(own).json() == found
    for day in ("2026-11-22", "2019-12-31"):
        gone = caller.get("/gedragscode/artikelen/6-1", {"peildatum": day})
        assert gone.status_code == 404
        assert gone.json()["detail"]


def test_changes_since_a_day_and_page_after_page(caller: Caller) -> None:
    rows = caller.json("/gedragscode/wijzigingen", vanaf="2026-01-01", totEnMet="2027-12-31")
    assert [(row["sleutel"], row["soort"], row["toelichting"]) for row in rows["items"]] == [
        ("4-1", "changed", "Lager"),
        ("6-1", "new", ""),
        ("4-5", "removed", "Lagere grens."),
    ]
    assert caller.json("/gedragscode/wijzigingen", vanaf="2026-01-01")["items"] == []
    for path, query in (
        ("/gedragscode/wijzigingen", {"totEnMet": "2027-12-31"}),
        ("/gedragscode/artikelen", {}),
    ):
        whole = caller.json(path, **query)["items"]
        pages, address = [], f"{path}?paginaGrootte=2"
        address += "".join(f"&{name}={value}" for name, value in query.items())
        while address:
            page = caller.get(address).json()
            pages += page["items"]
            following = page["_links"].get("next")
            address = following and following["href"].removeprefix("http://testserver/api/v1")
        assert pages == whole


def test_editions_say_until_when_they_hold_and_what_they_ask(caller: Caller) -> None:
    rows = caller.json("/gedragscode/edities")["items"]
    assert [(row["code"], row["geldigVanaf"], row["geldigTot"]) for row in rows] == [
        ("2020", "2020-01-01", "2027-01-01"),
        ("2027", "2027-01-01", None),
    ]
    assert rows[1]["soortWijziging"] == "normative"


@pytest.mark.parametrize("path", PATHS)
def test_each_answer_follows_the_schema_that_it_names(caller: Caller, path: str) -> None:
    response = caller.get(path)
    [address] = [
        link.split(">")[0].lstrip("< ")
        for link in response.headers["Link"].split(",")
        if 'rel="describedby"' in link
    ]
    schema = Caller(None).get(address.removeprefix("http://testserver/api/v1"))
    assert schema.headers["Content-Type"] == "application/schema+json"
    assert schema.json()["$id"] == address
    jsonschema_rs.meta.validate(schema.json())
    jsonschema_rs.validate(schema.json(), response.json())
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema.json(), {"items": "none"})


def test_an_unknown_schema_is_a_problem_with_a_sentence(client: Any) -> None:
    response = client.get("/api/v1/schemas/Bestaat")
    assert response.status_code == 404
    assert "Dit schema is er niet" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/gedragscode/artikelen", {"peildatum": "gisteren"}, 400),
        ("/gedragscode/artikelen", {"op": "2026-01-01"}, 400),
        ("/gedragscode/artikelen", {"paginaGrootte": "0"}, 400),
        ("/gedragscode/artikelen", {"na": "9-9"}, 404),
        ("/gedragscode/wijzigingen", {"vanaf": "2027-01-01"}, 400),
        ("/gedragscode/wijzigingen", {"na": "4-1"}, 404),
        ("/gedragscode/wijzigingen", {"na": "4-1:99"}, 404),
        ("/gedragscode/artikelen/bestaat-niet", {}, 404),
    ],
)
def test_a_question_that_cannot_be_is_answered_with_a_sentence(
    caller: Caller, path: str, query: dict[str, str], status: int
) -> None:
    response = caller.get(path, query)
    assert response.status_code == status
    assert response.json()["detail"].endswith(".")


@pytest.mark.parametrize("path", PATHS)
def test_a_key_needs_the_scope_and_no_key_is_needed_when_the_code_is_public(
    world: Any, two_editions: None, settings: Any, path: str
) -> None:
    others = [scope for scope in ApiScope if scope != ApiScope.CODE]
    other = Caller(key_of(world.units["mini"], *others))
    statuses = [Caller(None).get(path).status_code, other.get(path).status_code]
    assert statuses == [401, 403]
    settings.GIR_PUBLIC = True
    found = [caller.get(path).status_code for caller in (Caller(None), other, Caller("wrong"))]
    assert found == [200, 200, 401]
    assert Caller(None).get("/onderdelen").status_code == 401


def test_a_key_for_the_code_opens_nothing_else(caller: Caller) -> None:
    for path in ("/onderdelen", "/verplichtingen", "/onderdelen/klein/cijfers"):
        assert caller.get(path).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_what_did_not_change_is_not_sent_again(caller: Caller, path: str) -> None:
    etag = caller.get(path).headers["ETag"]
    again = caller.get(path, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    if path != "/gedragscode/edities":
        code.change_article("4-1", code.version("4-1", 1).edition, rule="45 euro")
        assert caller.get(path, **{"If-None-Match": etag}).status_code == 200


def test_a_list_costs_as_many_queries_for_thirty_articles_as_for_one(
    world: Any, settings: Any
) -> None:
    settings.GIR_PUBLIC = True
    code.edition(articles={f"4-{number}": str(number) for number in range(1, 31)})
    for path in ("/gedragscode/artikelen", "/gedragscode/wijzigingen"):
        counts = []
        for size in (1, 30):
            with count_queries() as queries:
                Caller(None).json(path, paginaGrootte=size)
            counts.append(len(queries))
        assert counts == [1, 1]
