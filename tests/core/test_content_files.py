"""Files that people edit: every mistake is a sentence with the file and the line."""

from pathlib import Path
from textwrap import dedent

import pytest
from django.utils import translation
from pydantic import TypeAdapter

from core.content_files import ContentModel, InvalidContent, read_yaml_with_lines


class Person(ContentModel):
    name: str
    age: int = 0


class Team(ContentModel):
    title: str
    people: tuple[Person, ...] = ()


def write(folder: Path, text: str) -> Path:
    path = folder / "team.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def read_team(path: Path) -> Team | None:
    file = read_yaml_with_lines(path)
    team = file.validate(TypeAdapter(Team), file.data)
    file.raise_errors()
    return team


def refusal(path: Path) -> list[tuple[int, str]]:
    with translation.override("nl"), pytest.raises(InvalidContent) as raised:
        read_team(path)
    assert {error.path for error in raised.value.errors} == {path}
    return [(error.line, error.message) for error in raised.value.errors]


def test_plain_values_stay_what_the_author_typed(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        article: 4-1
        version: 1.10
        answer: no
        day: 2026-02-23
        empty:
        """,
    )
    assert read_yaml_with_lines(path).data == {
        "article": "4-1",
        "version": "1.10",
        "answer": "no",
        "day": "2026-02-23",
        "empty": "",
    }


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "title: Team\n\npeople:\n  - name: Noor\n    age: 30\n")
    file = read_yaml_with_lines(path)
    assert file.line(("people", 0, "age")) == 5
    assert file.line(("people", 0, "length")) == 4
    assert file.line(("nothing",)) == 1


def test_all_mistakes_in_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """\
        titel: Team
        people:
          - name: Noor
            age: dertig
          - age: 3
        """,
    )
    assert refusal(path) == [
        (1, "Het veld 'title' ontbreekt. Voeg het toe."),
        (1, "Het veld 'titel' bestaat niet. Bedoel je 'title'?"),
        (4, "'age' moet een heel getal zijn, bijvoorbeeld 20."),
        (5, "Het veld 'name' ontbreekt. Voeg het toe."),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "title: Let op: dit\n",
            1,
            (
                "Er staat een dubbele punt in deze tekst. Zet aanhalingstekens om de tekst, of "
                "begin met '>-' en schrijf de tekst op de volgende regel."
            ),
        ),
        ("title: Team\npeople:\n\t- name: Noor\n", 3, "Hier staat een tab. Spring in met spaties."),
        (
            "title: Team\n---\ntitle: Nog een\n",
            2,
            "'---' mag alleen boven aan het bestand staan. Haal het hier weg.",
        ),
        (
            'title: "Team\npeople: []\n',
            3,
            (
                "Deze regel is geen geldige YAML. Kijk naar het inspringen en naar de "
                "aanhalingstekens, ook op de regel ervoor."
            ),
        ),
        ("", 1, "Dit bestand is leeg."),
        ("# alleen een opmerking\n", 1, "Dit bestand is leeg."),
        ("title: A\ntitle: B\n", 2, "'title' staat hier twee keer. Haal er één weg."),
        (
            "title: &a Team\npeople: *a\n",
            2,
            "Schrijf deze tekst helemaal uit. Verwijzen met & en * kan hier niet.",
        ),
        ("[" * 5000, 1, "Dit bestand heeft te veel niveaus. Spring minder diep in."),
    ],
)
def test_a_file_that_is_not_yaml_says_where_and_what_to_do(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = tmp_path / "team.yaml"
    path.write_text(text, encoding="utf-8")
    assert refusal(path) == [(line, message)]


def test_a_file_in_another_encoding_says_on_which_line(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes("title: Team\npeople: caf\xe9\n".encode("latin-1"))
    assert refusal(path) == [(2, "Dit bestand is geen UTF-8. Sla het opnieuw op als UTF-8.")]


def test_a_file_saved_by_windows_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "team.yaml"
    path.write_bytes("title: Team\r\npeople: []\r\n".encode("utf-8-sig"))
    assert read_yaml_with_lines(path).data == {"title": "Team", "people": []}


def test_a_missing_file_is_a_sentence_too(tmp_path: Path) -> None:
    assert refusal(tmp_path / "team.yaml") == [(1, "Dit bestand bestaat niet.")]


def test_a_file_that_is_a_list_where_fields_are_wanted_is_refused(tmp_path: Path) -> None:
    assert [line for line, _ in refusal(write(tmp_path, "- title: Team\n"))] == [1]


def test_the_exception_reads_as_one_line_per_mistake(tmp_path: Path) -> None:
    path = write(tmp_path, "title: A\ntitle: B\ntitle: C\n")
    with translation.override("nl"), pytest.raises(InvalidContent) as raised:
        read_yaml_with_lines(path)
    with translation.override("nl"):
        assert str(raised.value).splitlines() == [
            f"{path}, regel 2: 'title' staat hier twee keer. Haal er één weg.",
            f"{path}, regel 3: 'title' staat hier twee keer. Haal er één weg.",
        ]
