"""The technical rules of the NLGov REST API Design Rules 2.0, on the document and on the answers.

There is no Python package with the official set of rules; these are the same ones, by their names.
"""

import re

import pytest

from core.env import BASE_DIR
from tests.api.world import Caller
from tests.gir.code import edition

pytestmark = pytest.mark.django_db
ERROR, OTHER = re.compile(r"[45]\d\d"), re.compile(r"[23]\d\d")


@pytest.fixture
def document(client):
    response = client.get("/api/v1/openapi.json")
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def operations(document):
    return [
        (path, name, row) for path, rows in document["paths"].items() for name, row in rows.items()
    ]


def test_doc_openapi_is_version_3_and_anybody_may_read_it(document):
    assert re.fullmatch(r"3(\.\d+){1,2}", document["openapi"])


def test_doc_openapi_contact(document):
    assert set(document["info"]["contact"]) == {"name", "url", "email"}


def test_semver(document):
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])


def test_uri_version_is_the_major_one(document):
    major = document["info"]["version"].split(".")[0]
    assert [row["url"].endswith(f"/api/v{major}") for row in document["servers"]] == [True]


def test_version_header_is_described_and_sent(document, system):
    for path, name, row in operations(document):
        for status, answer in row["responses"].items():
            assert "API-Version" in answer["headers"], (path, name, status)
    version = document["info"]["version"]
    for response in (
        system().get("/verplichtingen"),
        Caller(None).get("/verplichtingen"),
        Caller(None).get("/nergens"),
        Caller(None).get("/openapi.json"),
    ):
        assert response.headers["API-Version"] == version


def test_no_trailing_slash_neither_in_the_document_nor_as_an_address(document, system):
    caller = system()
    edition()
    for path in document["paths"]:
        assert not path.endswith("/")
        address = path.format(code="team-a", sleutel="4-1")
        assert caller.get(address).status_code == 200
        assert caller.get(f"{address}/").status_code == 404


def test_path_segments_kebab_case(document):
    for path in document["paths"]:
        assert re.fullmatch(r"(/([a-z0-9-]+|\{[^}]+\}))+", path)


def test_query_keys_camel_case(document):
    for path, _name, row in operations(document):
        for parameter in row.get("parameters", ()):
            assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", parameter["name"]), path


def test_names_of_fields_are_camel_case_and_of_schemas_pascal_case(document):
    for name, schema in document["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][a-zA-Z]*", name)
        for field in schema["properties"]:
            assert re.fullmatch(r"_links|[a-z][a-zA-Z]*", field), (name, field)


def test_http_methods_are_standard_and_others_are_405_with_what_is_allowed(document, system):
    assert {name for _path, name, _row in operations(document)} == {"get"}
    response = system()._client.post("/api/v1/verplichtingen")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_head_answers_like_get(system):
    caller = system()
    response = caller._client.head("/api/v1/verplichtingen", headers=caller._headers)
    assert response.status_code == 200


def test_problem_details_is_the_form_of_every_error(document):
    for path, name, row in operations(document):
        for status, answer in row["responses"].items():
            if ERROR.fullmatch(status):
                assert list(answer["content"]) == ["application/problem+json"], (path, name)
    problem = document["components"]["schemas"]["Problem"]
    assert set(problem["properties"]) <= {"status", "title", "detail", "type", "instance"}
    assert {"status", "title", "detail"} <= set(problem["required"])


def test_return_objects_never_a_bare_list(document):
    for _path, _name, row in operations(document):
        name = row["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert document["components"]["schemas"][name.rpartition("/")[2]]["type"] == "object"


def test_the_document_names_no_module_and_no_framework(document):
    text = str(document).lower()
    for word in ("compliance_", "django", "ninja", "lms_"):
        assert word not in text


def test_every_operation_says_in_dutch_what_it_does(document):
    for path, _name, row in operations(document):
        assert row["summary"], path
        assert row["description"].startswith("Geef"), path
        assert {"400", "401", "403", "404"} <= set(row["responses"])


def test_an_error_of_our_own_is_a_problem_and_tells_nothing(system, monkeypatch):
    caller = system()
    caller._client.raise_request_exception = False

    def break_down(**_options):
        raise RuntimeError("geheim")

    monkeypatch.setattr("compliance.rest.figures.figures_on", break_down)
    response = caller.get("/onderdelen/team-a/cijfers")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "geheim" not in response.content.decode()


def test_the_manual_names_every_address(document):
    text = (BASE_DIR / "docs" / "api.md").read_text()
    for path in document["paths"]:
        assert f"`{path}`" in text
