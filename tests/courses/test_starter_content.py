"""The content that ships is complete: every dilemma and question that the owner supplied."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from core.env import BASE_DIR
from core.markdown import source_codes
from lms.content.files import (
    CourseFile,
    Dilemma,
    ModuleFile,
    Question,
    read_course,
    read_key_figures,
    read_sources,
)
from lms.plugins import CourseConfig

COURSES = BASE_DIR / "courses"
LABELS = (
    "goed_ambtenaarschap",
    "goed_ambtenaarschap_kort",
    "integriteit_sociale_veiligheid",
    "briefing_opname",
    "sociale_veiligheid_werving",
)
QUESTIONS_PER_MODULE = {1: 5, 2: 5, 3: 5, 4: 6, 5: 5, 6: 6}


def config(label: str) -> CourseConfig:
    found = apps.get_app_config(label)
    assert isinstance(found, CourseConfig)
    return found


def load(label: str) -> CourseFile:
    spec = config(label).spec
    sources = read_sources(COURSES / "bronnen.yaml")
    return read_course(
        COURSES / label / "content",
        course_key=spec.key,
        module_keys=[module.key for module in spec.modules],
        key_figures=read_key_figures(COURSES / "kerncijfers.yaml", sources=sources),
        sources=sources,
        shelves={"goed-ambtenaarschap": COURSES / "goed_ambtenaarschap" / "content"},
    )


def dilemmas(module: ModuleFile) -> list[Dilemma]:
    return [block.value for block in module.all_blocks if block.kind == "dilemma"]


def keys(course: CourseFile) -> Counter[str]:
    return Counter(question.key for module in course.modules for question in module.questions)


@pytest.mark.parametrize("label", LABELS)
def test_a_course_has_exactly_the_modules_of_its_spec_with_the_same_titles(label: str) -> None:
    course, spec = load(label), config(label).spec
    assert (course.key, course.title) == (spec.key, spec.title)
    assert [(module.key, module.title) for module in course.modules] == [
        (module.key, module.title) for module in spec.modules
    ]


@pytest.mark.parametrize("label", LABELS)
def test_the_minutes_of_the_modules_add_up(label: str) -> None:
    course = load(label)
    assert sum(module.minutes for module in course.modules) == course.minutes
    for module in course.modules:
        assert sum(lesson.minutes for lesson in module.lessons) < module.minutes


@pytest.mark.parametrize("label", LABELS)
def test_a_course_names_exactly_the_sources_that_its_texts_use(label: str) -> None:
    course = load(label)
    sources = read_sources(COURSES / "bronnen.yaml")
    figures = read_key_figures(COURSES / "kerncijfers.yaml", sources=sources)
    used = set()
    for path in sorted((COURSES / label / "content").glob("[0-9]*.yaml")):
        used.update(source_codes(path.read_text(encoding="utf-8")))
    for module in course.modules:
        blocks = [block for block in module.all_blocks if block.kind == "key_figure"]
        used.update(figures[block.value].source for block in blocks)
    assert set(course.sources) == used


def test_goed_ambtenaarschap_has_three_dilemmas_and_all_questions_in_each_module() -> None:
    for number, module in enumerate(load("goed_ambtenaarschap").modules, start=1):
        assert [dilemma.key for dilemma in dilemmas(module)] == [
            f"D{number}.{i}" for i in (1, 2, 3)
        ]
        assert [question.key for question in module.questions] == [
            f"V{number}.{i}" for i in range(1, QUESTIONS_PER_MODULE[number] + 1)
        ]
        assert (module.pass_mark, module.draw) == (80, None)


def test_the_short_form_has_six_parts_of_a_dilemma_facts_and_a_question_and_one_test() -> None:
    new, *parts = load("goed_ambtenaarschap_kort").modules
    whole = load("goed_ambtenaarschap").modules
    assert [block.kind for block in new.all_blocks] == ["text"]
    assert [[block.kind for block in part.blocks] for part in parts] == [
        ["dilemma", "text", "reflection"]
    ] * 6
    assert [dilemmas(part)[0] for part in parts] == [
        dilemmas(module)[number] for module, number in zip(whole, (0, 1, 0, 0, 0, 0), strict=True)
    ]
    assert [len(part.questions) for part in parts] == [0, 0, 0, 0, 0, 32]
    assert [q for module in whole for q in module.questions] == list(parts[-1].questions)
    assert (parts[-1].draw, parts[-1].pass_mark) == (12, 83)


def test_goed_ambtenaarschap_ends_each_module_with_looking_back_and_the_test() -> None:
    for module in load("goed_ambtenaarschap").modules:
        assert [lesson.slug for lesson in module.lessons] == ["dilemmas", "toets"]
        kinds = [block.kind for block in module.lessons[1].blocks]
        assert kinds[:3] == ["text", "reflection", "text"]
        assert set(kinds[3:]) == {"question"}
        assert module.goals


def test_the_yearly_course_has_five_dilemmas_and_tests_only_in_its_last_part() -> None:
    modules = load("integriteit_sociale_veiligheid").modules
    assert [[dilemma.key for dilemma in dilemmas(module)] for module in modules] == [
        [],
        ["E1", "E2"],
        ["E3", "E4"],
        ["E5"],
        [],
        [],
    ]
    assert [len(module.questions) for module in modules] == [0, 0, 0, 0, 0, 44]
    assert (modules[-1].draw, modules[-1].pass_mark) == (10, 80)


def test_the_bank_of_the_yearly_course_is_its_own_twelve_and_all_of_the_other_course() -> None:
    bank = keys(load("integriteit_sociale_veiligheid"))
    own = Counter(f"VB.{i}" for i in range(1, 13))
    assert bank == own + keys(load("goed_ambtenaarschap"))


def test_a_question_that_stands_in_both_courses_is_the_same_in_both() -> None:
    first: dict[str, Question] = {
        question.key: question
        for module in load("goed_ambtenaarschap").modules
        for question in module.questions
    }
    for question in load("integriteit_sociale_veiligheid").modules[-1].questions:
        if question.key in first:
            assert question == first[question.key], (
                f"{question.key} differs: change it in both courses"
            )


@pytest.mark.parametrize("label", LABELS)
def test_every_dilemma_has_a_strong_choice_and_one_that_is_not(label: str) -> None:
    for module in load(label).modules:
        for dilemma in dilemmas(module):
            verdicts = {option.verdict for option in dilemma.options}
            assert "sterk" in verdicts, dilemma.key
            assert verdicts - {"sterk"}, dilemma.key


def test_parts_about_harm_show_where_to_find_help() -> None:
    sensitive = {
        module.key for label in LABELS for module in load(label).modules if module.sensitive
    }
    assert sensitive == {
        "psychologische-en-sociale-veiligheid",
        "omgangsvormen",
        "sociale-veiligheid",
        "agressie-van-buiten",
        "omstander",
        "kijken-of-lezen",
    }


def test_every_key_figure_is_shown_somewhere() -> None:
    shown = {
        block.value
        for label in LABELS
        for module in load(label).modules
        for block in module.all_blocks
        if block.kind == "key_figure"
    }
    assert shown == set(read_key_figures(COURSES / "kerncijfers.yaml"))


def test_every_sentence_without_a_source_is_on_the_list_for_the_content_owner() -> None:
    checklist = BASE_DIR / "docs" / "content-check.md"
    listed = " ".join(checklist.read_text(encoding="utf-8").split())
    paths = [path for label in LABELS for path in (COURSES / label / "content").glob("[0-9]*.yaml")]
    texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in paths]
    found = [
        text[max(match.start() - 25, 0) : match.end()]
        for text in texts
        for match in re.finditer(r"\[[^\]]*\bAK\b[^\]]*\]", text)
    ]
    assert found
    assert [sentence for sentence in found if sentence not in listed] == []


def test_the_examples_for_authors_are_right(tmp_path: Path) -> None:
    text = (BASE_DIR / "docs" / "course-format.md").read_text(encoding="utf-8")
    names = ["course.yaml", "01-omgangsvormen.yaml", "bronnen.yaml", "kerncijfers.yaml"]
    examples = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    for name, example in zip(names, examples, strict=True):
        (tmp_path / name).write_text(example, encoding="utf-8")
    sources = [*read_sources(tmp_path / "bronnen.yaml"), "GOR", "KV24"]
    figures = read_key_figures(tmp_path / "kerncijfers.yaml", sources=sources)
    course = read_course(tmp_path, key_figures=figures, sources=sources)
    assert [len(module.questions) for module in course.modules] == [1]
