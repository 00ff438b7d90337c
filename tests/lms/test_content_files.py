"""Course files: what an author writes is read in order, and every mistake is a clear sentence."""

from pathlib import Path

import pytest
from django.utils import translation
from pydantic import BaseModel

from lms.content.files import (
    Block,
    CourseFile,
    InvalidContent,
    KeyFigure,
    Question,
    read_course,
    read_key_figures,
)

MODULE_KEYS = ("begin", "vervolg")

COURSE = """\
key: proef
title: Proefcursus
summary: Een korte cursus om te proberen.
minutes: 10
sources: [K22]
"""

MODULE = """\
key: begin
title: Het begin
minutes: 5
lead: Zo begin je.
pass_mark: 80
sensitive: true
goals:
  - Je weet hoe je begint.
blocks:
  - text: |
      ## Kop

      Tekst met een bron [K22].
  - key_figure: pesten
  - gir_reference:
      article: 4-1
      text: Geschenken.
lessons:
  - slug: toets
    title: Toets
    minutes: 2
    blocks:
      - notice: ""
      - dilemma:
          key: D1
          title: De fles wijn
          situation: Er staat een fles wijn op je bureau.
          question: Wat doe je?
          options:
            - key: A
              text: Opdrinken.
              verdict: risico
              feedback: Niet doen.
            - key: B
              text: Melden.
              verdict: sterk
              feedback: Goed.
      - reflection:
          key: R1
          text: Wat deed jij laatst?
      - question:
          key: V1
          kind: single
          text: Mag dit?
          options:
            - key: a
              text: ja
            - key: b
              text: nee
              correct: true
          explanation: Het mag niet.
"""

SECOND = """\
key: vervolg
title: Het vervolg
minutes: 5
lead: Zo ga je verder.
blocks:
  - text: Dit is het einde.
"""


def line_of(text: str) -> int:
    """Return the number of the first line of MODULE that holds `text`."""
    return next(i for i, line in enumerate(MODULE.splitlines(), start=1) if text in line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    (tmp_path / "01-begin.yaml").write_text(MODULE, encoding="utf-8")
    (tmp_path / "02-vervolg.yaml").write_text(SECOND, encoding="utf-8")
    return tmp_path


def read(folder: Path, **kwargs: object) -> CourseFile:
    options: dict[str, object] = {
        "course_key": "proef",
        "module_keys": MODULE_KEYS,
        "key_figures": {"pesten"},
        "sources": {"K22", "GOR"},
    }
    return read_course(folder, **{**options, **kwargs})  # type: ignore[arg-type]


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def refusal(folder: Path, **kwargs: object) -> list[tuple[str, int, str]]:
    with translation.override("nl"), pytest.raises(InvalidContent) as raised:
        read(folder, **kwargs)
    return [(error.path.name, error.line, error.message) for error in raised.value.errors]


def test_a_course_is_read_with_its_modules_lessons_and_blocks_in_order(folder: Path) -> None:
    course = read(folder)
    assert (course.key, course.minutes, course.sources) == ("proef", 10, ("K22",))
    assert [module.key for module in course.modules] == ["begin", "vervolg"]
    begin, next_module = course.modules
    assert (begin.pass_mark, begin.sensitive, begin.draw) == (80, True, None)
    assert begin.goals == ("Je weet hoe je begint.",)
    assert [block.kind for block in begin.blocks] == ["text", "key_figure", "gir_reference"]
    assert [lesson.slug for lesson in begin.lessons] == ["toets"]
    assert [block.kind for block in begin.lessons[0].blocks] == [
        "notice",
        "dilemma",
        "reflection",
        "question",
    ]
    assert (next_module.pass_mark, next_module.lessons) == (None, ())


def test_a_block_holds_its_checked_value_and_line(folder: Path) -> None:
    block = read(folder).modules[0].lessons[0].blocks[3]
    assert isinstance(block, Block)
    assert isinstance(block.value, Question)
    assert block.line == line_of("- question:")
    assert [option.correct for option in block.value.options] == [False, True]


def test_modules_come_in_the_order_of_the_course_and_not_of_the_file_names(folder: Path) -> None:
    course = read(folder, module_keys=("vervolg", "begin"))
    assert [module.key for module in course.modules] == ["vervolg", "begin"]


def test_a_broken_file_is_a_sentence_with_file_and_line(folder: Path) -> None:
    change(folder, "02-vervolg.yaml", "lead: Zo ga je verder.", "lead: Let op: zo ga je verder.")
    assert refusal(folder) == [
        (
            "02-vervolg.yaml",
            4,
            (
                "Er staat een dubbele punt in deze tekst. Zet aanhalingstekens om de tekst, of "
                "begin met '>-' en schrijf de tekst op de volgende regel."
            ),
        )
    ]


def test_a_missing_field_is_named(folder: Path) -> None:
    change(folder, "01-begin.yaml", "title: Het begin\n", "")
    change(folder, "01-begin.yaml", "          explanation: Het mag niet.\n", "")
    assert refusal(folder) == [
        ("01-begin.yaml", 1, "Het veld 'title' ontbreekt. Voeg het toe."),
        # One line up, because the title is gone.
        (
            "01-begin.yaml",
            line_of("- question:") - 1,
            "Het veld 'explanation' ontbreekt. Voeg het toe.",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        (
            "key: begin",
            "key: start",
            "",
            "De cursus heeft geen module 'start'. Kies uit: begin, vervolg.",
        ),
        (
            "key: begin",
            "key: begim",
            "",
            "De cursus heeft geen module 'begim'. Bedoel je 'begin'?",
        ),
        (
            "minutes: 5",
            "minutes: vijf",
            "",
            "'minutes' moet een heel getal zijn, bijvoorbeeld 20.",
        ),
        ("minutes: 5", "minutes: 0", "", "'minutes' moet 1 of hoger zijn."),
        ("pass_mark: 80", "pass_mark: 800", "", "'pass_mark' moet 100 of lager zijn."),
        (
            "sensitive: true",
            "sensitive: ja",
            "",
            "'sensitive' moet 'true' (waar) of 'false' (niet waar) zijn.",
        ),
        (
            "lead: Zo begin je.",
            "lead:",
            "",
            "'lead' is leeg. Schrijf een tekst achter de dubbele punt.",
        ),
        (
            "goals:\n  - Je weet hoe je begint.",
            "goals: Je weet hoe je begint.",
            "",
            "'goals' moet een lijst zijn: begin elk onderdeel met een streepje.",
        ),
        (
            "key_figure: pesten",
            "key_figure: peste",
            "",
            "Er is geen kerncijfer 'peste'. Bedoel je 'pesten'?",
        ),
        (
            "[K22]",
            "[K23]",
            "- text: |",
            "De bron 'K23' staat niet in de lijst met bronnen. Bedoel je 'K22'?",
        ),
        (
            "article: 4-1",
            "article: 4.1",
            "",
            "Schrijf het artikel met een streepje: 4-1 voor artikel 4.1.",
        ),
        (
            "slug: toets",
            "slug: De Toets",
            "",
            "Gebruik hier alleen kleine letters, cijfers en streepjes, zoals veilig-uitspreken.",
        ),
        ("- dilemma:", "- dilema:", "", "Het blok 'dilema' bestaat niet. Bedoel je 'dilemma'?"),
        (
            '- notice: ""',
            "- zomaar tekst",
            "",
            "Een blok heeft precies één naam met een dubbele punt erachter, zoals 'text:'.",
        ),
        (
            "verdict: risico",
            "verdict: fout",
            "",
            "'verdict' moet een van deze woorden zijn: 'sterk', 'kan', 'risico'.",
        ),
        (
            "            - key: B\n",
            "            - key: A\n",
            "- dilemma:",
            "Twee antwoorden hebben de sleutel 'A'. Geef elk antwoord een eigen sleutel.",
        ),
        (
            "kind: single",
            "kind: enkel",
            "",
            "'kind' moet een van deze woorden zijn: 'single', 'multiple'.",
        ),
        (
            "correct: true",
            "corect: true",
            "",
            "Het veld 'corect' bestaat niet. Bedoel je 'correct'?",
        ),
        (
            "              correct: true\n",
            "",
            "- question:",
            "Geen enkel antwoord is goed. Zet bij minstens één antwoord 'correct: true'.",
        ),
        (
            "text: ja\n",
            "text: ja\n              correct: true\n",
            "- question:",
            (
                "Er zijn 2 "
                "antwoorden goed, maar de vraag is 'single'. Laat één 'correct: true' staan, of "
                "schrijf 'kind: multiple'."
            ),
        ),
        (
            "key: V1\n",
            "key: vraag één\n",
            "",
            "Een sleutel heeft alleen letters, cijfers, punten en streepjes, zoals V1.2.",
        ),
        (
            "key: V1\n",
            "key: R1\n",
            "",
            (
                f"De sleutel 'R1' wordt al gebruikt: 01-begin.yaml, regel "
                f"{line_of('key: R1')}. Kies een andere."
            ),
        ),
        (
            "pass_mark: 80\n",
            "",
            "key: begin",
            (
                "Deze module heeft toetsvragen. Voeg 'pass_mark' toe: "
                "het percentage om te slagen, bijvoorbeeld 80."
            ),
        ),
        (
            "lead: Zo begin je.\n",
            "lead: Zo begin je.\ndraw: 10\n",
            "pass_mark: 80",
            (
                "'draw' vraagt "
                "om 10 vragen, maar er zijn er 1. Verlaag het getal of voeg vragen toe."
            ),
        ),
    ],
)
def test_a_mistake_in_a_module_says_where_it_stands_and_what_to_do(
    folder: Path, old: str, new: str, where: str, message: str
) -> None:
    change(folder, "01-begin.yaml", old, new)
    line = line_of(where or old.strip().splitlines()[0])
    assert refusal(folder) == [("01-begin.yaml", line, message)]


def test_a_pass_mark_without_questions_is_refused(folder: Path) -> None:
    change(folder, "02-vervolg.yaml", "minutes: 5", "minutes: 5\npass_mark: 80")
    assert refusal(folder) == [
        (
            "02-vervolg.yaml",
            4,
            "Deze module heeft geen toetsvragen. Haal 'pass_mark' weg.",
        )
    ]


def test_a_question_key_that_another_file_has_is_refused_with_both_places(folder: Path) -> None:
    question = MODULE[MODULE.index("      - question:") :]
    lines = [line.removeprefix("    ") for line in question.splitlines()]
    text = SECOND.replace("minutes: 5", "minutes: 5\npass_mark: 80")
    (folder / "02-vervolg.yaml").write_text(text + "\n".join(lines), encoding="utf-8")
    assert refusal(folder) == [
        (
            "02-vervolg.yaml",
            9,
            (
                f"De sleutel 'V1' wordt al gebruikt: 01-begin.yaml, regel {line_of('key: V1')}. "
                "Kies een andere."
            ),
        )
    ]


def test_two_files_for_one_module_are_refused(folder: Path) -> None:
    (folder / "03-nog-eens.yaml").write_text(SECOND, encoding="utf-8")
    assert refusal(folder) == [
        (
            "03-nog-eens.yaml",
            1,
            "De sleutel 'vervolg' wordt al gebruikt: 02-vervolg.yaml, regel 1. Kies een andere.",
        )
    ]


def test_two_lessons_with_one_slug_are_refused(folder: Path) -> None:
    lesson = (
        "  - slug: toets\n    title: Nog een\n    minutes: 1\n    blocks:\n      - text: Hoi.\n"
    )
    path = folder / "01-begin.yaml"
    path.write_text(path.read_text(encoding="utf-8") + lesson, encoding="utf-8")
    assert refusal(folder) == [
        (
            "01-begin.yaml",
            len(MODULE.splitlines()) + 1,
            "Twee lessen hebben de naam 'toets' in hun adres. Geef één les een andere 'slug'.",
        )
    ]


def test_a_module_of_the_course_without_a_file_is_named(folder: Path) -> None:
    (folder / "02-vervolg.yaml").unlink()
    assert refusal(folder) == [
        (
            "course.yaml",
            1,
            "Er is geen bestand voor de module 'vervolg'. Voeg er een toe met 'key: vervolg'.",
        )
    ]


def test_a_folder_without_modules_or_course_file_says_so(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [("course.yaml", 1, "Dit bestand bestaat niet.")]
    (tmp_path / "course.yaml").write_text(COURSE, encoding="utf-8")
    assert refusal(tmp_path) == [
        (
            "course.yaml",
            1,
            "Deze cursus heeft geen modulebestanden. Voeg bestanden toe, zoals '01-start.yaml'.",
        )
    ]


def test_the_course_file_itself_is_checked(folder: Path) -> None:
    change(folder, "course.yaml", "key: proef", "key: andere")
    change(folder, "course.yaml", "[K22]", "[K22, K99]")
    assert refusal(folder) == [
        ("course.yaml", 1, "De sleutel van deze cursus is 'proef'. Schrijf die hier."),
        (
            "course.yaml",
            5,
            "De bron 'K99' staat niet in de lijst met bronnen. Kies uit: GOR, K22.",
        ),
    ]


def test_mistakes_in_all_files_are_told_at_once(folder: Path) -> None:
    change(folder, "course.yaml", "minutes: 10", "minutes: tien")
    change(folder, "01-begin.yaml", "kind: single", "kind: enkel")
    change(folder, "01-begin.yaml", "- dilemma:", "- dilema:")
    change(folder, "02-vervolg.yaml", "key: vervolg", "key: slot")
    assert [(name, line) for name, line, _ in refusal(folder)] == [
        ("01-begin.yaml", line_of("- dilemma:")),
        ("01-begin.yaml", line_of("kind: single")),
        ("02-vervolg.yaml", 1),
        ("course.yaml", 4),
    ]


def test_a_picture_that_is_not_there_or_not_described_is_refused(folder: Path) -> None:
    picture = "  - image:\n      file: beeld.png\n"
    path = folder / "02-vervolg.yaml"
    path.write_text(SECOND + picture, encoding="utf-8")
    assert refusal(folder) == [("02-vervolg.yaml", 7, "Het veld 'alt' ontbreekt. Voeg het toe.")]
    path.write_text(SECOND + picture + "      alt: Twee mensen in gesprek.\n", encoding="utf-8")
    assert refusal(folder) == [
        (
            "02-vervolg.yaml",
            7,
            "Het bestand 'beeld.png' staat niet in deze map. Voeg het toe.",
        )
    ]
    (folder / "beeld.png").write_bytes(b"")
    assert [block.kind for block in read(folder).modules[1].blocks] == ["text", "image"]


def test_a_film_is_whole_or_is_only_the_place_for_one(folder: Path) -> None:
    place = "  - video:\n      title: De briefing\n"
    path = folder / "02-vervolg.yaml"
    path.write_text(SECOND + place, encoding="utf-8")
    assert read(folder).modules[1].blocks[-1].value.files == ()
    path.write_text(SECOND + place + "      file: film.mp4\n", encoding="utf-8")
    (told,) = refusal(folder)
    assert told[2].startswith("Een film heeft 'file', 'captions' en 'transcript' nodig")
    assert "hier ontbreekt 'captions', 'transcript'." in told[2]
    whole = "      file: film.mp4\n      captions: film.vtt\n      transcript: Welkom.\n"
    path.write_text(SECOND + place + whole, encoding="utf-8")
    assert [told[2] for told in refusal(folder)] == [
        "Het bestand 'film.mp4' staat niet in deze map. Voeg het toe.",
        "Het bestand 'film.vtt' staat niet in deze map. Voeg het toe.",
    ]
    for name in ("film.mp4", "film.vtt"):
        (folder / name).write_bytes(b"")
    assert read(folder).modules[1].blocks[-1].value.files == ("film.mp4", "film.vtt")


class Poem(BaseModel):
    lines: list[str]


def test_a_course_can_bring_blocks_of_its_own(folder: Path) -> None:
    path = folder / "02-vervolg.yaml"
    path.write_text(SECOND + "  - poem:\n      lines: [roos]\n  - raw: {a: [b]}\n")
    assert refusal(folder)[0][2].startswith("Het blok 'poem' bestaat niet.")
    blocks = read(folder, extra_blocks={"poem": Poem, "raw": None}).modules[1].blocks
    assert [(block.kind, block.value) for block in blocks[1:]] == [
        ("poem", Poem(lines=["roos"])),
        ("raw", {"a": ["b"]}),
    ]


def test_a_block_of_a_course_is_checked_too(folder: Path) -> None:
    (folder / "02-vervolg.yaml").write_text(SECOND + "  - poem:\n      lines: roos\n")
    assert refusal(folder, extra_blocks={"poem": Poem}) == [
        (
            "02-vervolg.yaml",
            8,
            "'lines' moet een lijst zijn: begin elk onderdeel met een streepje.",
        )
    ]


FIGURE = """\
- key: pesten
  value: 14%
  text: maakte pesten mee
  year: 2021
  source: K22
"""


def test_key_figures_are_read_by_key(tmp_path: Path) -> None:
    path = tmp_path / "kerncijfers.yaml"
    path.write_text(FIGURE, encoding="utf-8")
    assert read_key_figures(path, sources={"K22"}) == {
        "pesten": KeyFigure(
            key="pesten", value="14%", text="maakte pesten mee", year=2021, source="K22"
        )
    }


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (FIGURE + FIGURE, 6, "'pesten' staat hier twee keer. Haal er één weg."),
        (
            FIGURE.replace("K22", "K99"),
            5,
            "De bron 'K99' staat niet in de lijst met bronnen. Kies uit: K22.",
        ),
        (FIGURE.replace("  year: 2021\n", ""), 1, "Het veld 'year' ontbreekt. Voeg het toe."),
        (
            "key: pesten\n",
            1,
            "'dit bestand' moet een lijst zijn: begin elk onderdeel met een streepje.",
        ),
    ],
)
def test_a_mistake_in_the_key_figures_says_where_it_stands(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = tmp_path / "kerncijfers.yaml"
    path.write_text(text, encoding="utf-8")
    with translation.override("nl"), pytest.raises(InvalidContent) as raised:
        read_key_figures(path, sources={"K22"})
    assert [(error.line, error.message) for error in raised.value.errors] == [(line, message)]


def test_a_text_that_does_not_fit_its_place_is_refused_before_it_is_loaded(folder: Path) -> None:
    change(folder, "02-vervolg.yaml", "Zo ga je verder.", "Verder! " * 100)
    assert refusal(folder) == [("02-vervolg.yaml", 4, "'lead' mag hoogstens 600 tekens hebben.")]
