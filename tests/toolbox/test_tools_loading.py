"""The tools that come with Kompas: whole, loaded once, never over an editor's change."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.content_files import InvalidContent
from gir.loading.files import read_dilemmas, read_edition, read_themes
from toolbox.enums import Audience
from toolbox.loading.tool_files import FOLDER, BoxFile, read_boxes
from toolbox.loading.tools import load_toolbox
from toolbox.models import ToolPage
from toolbox.reports.tools import toolboxes

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def files() -> list[BoxFile]:
    return read_boxes()


def few(files: Sequence[BoxFile]) -> list[BoxFile]:
    """Return a toolbox with three tools, among them a scan: enough for most tests."""
    return [files[0].model_copy(update={"tools": files[0].tools[1:4]})]


def load(files: Sequence[BoxFile], *, publish: bool = True) -> list[str]:
    return load_toolbox(files, sources=["K22", "GOR", "SCARF", "KV24"], publish=publish)


def codes(files: Sequence[BoxFile], audience: Audience) -> list[str]:
    return [tool.code for box in files if box.audience == audience for tool in box.tools]


def test_every_tool_of_the_assignment_is_there(files: list[BoxFile]) -> None:
    assert codes(files, Audience.MANAGERS) == [f"T{n}" for n in range(1, 14)]
    assert codes(files, Audience.BYSTANDERS) == [*(f"O{n}" for n in range(1, 9)), "OEF"]
    assert codes(files, Audience.FRONT_OFFICE) == [f"P{n}" for n in range(1, 10)]
    others = [*(f"F{n}" for n in range(1, 8)), "W1", "B1", "B2", "B3"]
    assert codes(files, Audience.ADVISERS) == others


def test_the_front_office_track_has_nine_units_with_keys_that_stay(files: list[BoxFile]) -> None:
    track = next(box for box in files if box.audience == Audience.FRONT_OFFICE)
    assert [tool.slug for tool in track.tools] == [f"vpt-{n}" for n in range(1, 10)]
    practice = {key for tool in track.tools for key in tool.dilemmas}
    assert practice == {"gir-d-e1", "gir-d-e2"}


def test_every_question_of_the_assignment_is_a_self_check(files: list[BoxFile]) -> None:
    asked = [one.code for box in files for tool in box.tools for one in tool.questions]
    brief = [f"V{part}.{n}" for part, most in _PARTS for n in range(1, most + 1)]
    assert sorted(code for code in asked if code.startswith("V")) == sorted(brief)
    assert sum(code.startswith("Geval") for code in asked) == 6


_PARTS = (("L", 5), ("O", 3), ("F", 5), ("P", 5))


def test_every_tool_refers_to_what_exists(files: list[BoxFile]) -> None:
    tools = [tool for box in files for tool in box.tools]
    known = {tool.code for tool in tools}
    articles = {one.key for chapter in read_edition().chapters for one in chapter.articles}
    dilemmas = read_dilemmas({one.key for one in read_themes(articles)})
    roles = set(re.findall(r"^- key: (\S+)", _text("guidance/content/rollen.yaml"), re.MULTILINE))
    workshops = set(
        re.findall(r"^  key: (\S+)", _text("workshops/content/workshops.yaml"), re.MULTILINE)
    )
    for tool in tools:
        assert set(tool.tools) <= known - {tool.code}, tool.code
        assert set(tool.articles) <= articles, tool.code
        assert set(tool.dilemmas) <= set(dilemmas), tool.code
        assert set(tool.roles) <= roles, tool.code
        assert set(tool.workshops) <= workshops, tool.code


def keys_in(path: str, pattern: str) -> set[str]:
    return {match[1] for line in _text(path).splitlines() if (match := re.match(pattern, line))}


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_suicide_signals_name_113_and_112_and_the_work_stays_with_who_knows(
    files: list[BoxFile],
) -> None:
    tool = next(one for box in files for one in box.tools if one.code == "T11")
    text = " ".join(tool.steps)
    assert [number for number in ("112", "113", "0800-0113") if number not in text] == []
    assert tool.also_for == (Audience.ADVISERS,)


def test_every_sentence_without_a_source_is_on_the_list_for_the_content_owner() -> None:
    listed = " ".join(_text("docs/content-check.md").split())
    texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in FOLDER.glob("*.yaml")]
    found = [
        text[max(match.start() - 25, 0) : match.end()]
        for text in texts
        for match in re.finditer(r"\[[^\]]*\bAK\b[^\]]*\]", text)
    ]
    assert len(found) == 7
    assert [sentence for sentence in found if sentence not in listed] == []


@pytest.mark.django_db(transaction=True)
def test_everything_can_be_read_after_one_load_and_scarf_from_both_toolboxes() -> None:
    call_command("load_toolbox", publish=True, verbosity=0)
    found = toolboxes()
    assert [len(found.own_tools(box)) for box in found.boxes] == [13, 9, 9, 11]
    with_scarf = {box.audience for box in found.boxes if "T4" in [one.code for one in box.tools]}
    assert with_scarf == {Audience.MANAGERS, Audience.BYSTANDERS}
    after = {box.audience for box in found.boxes if "T13" in [one.code for one in box.tools]}
    assert after == {Audience.MANAGERS, Audience.BYSTANDERS, Audience.ADVISERS}
    assert not ToolPage.objects.filter(review_on__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_loading_again_changes_nothing(files: list[BoxFile]) -> None:
    assert len(load(few(files))) == 4
    before = list(ToolPage.objects.values_list("code", "latest_revision_id", "last_published_at"))
    assert load(few(files)) == []
    after = list(ToolPage.objects.values_list("code", "latest_revision_id", "last_published_at"))
    assert after == before


@pytest.mark.django_db(transaction=True)
def test_a_newer_file_renews_a_text_but_never_over_an_editors_change(files: list[BoxFile]) -> None:
    load(few(files))
    mine = ToolPage.objects.get(code="T2")
    mine.summary = "Van de redactie."
    mine.save_revision().publish()
    newer = few(files)[0]
    tools = tuple(one.model_copy(update={"summary": "Van het bestand."}) for one in newer.tools)
    lines = load([newer.model_copy(update={"tools": tools})])
    assert lines == [
        "tool T2: an editor changed this text, left as it is",
        "tool T3: published",
        "tool T4: published",
    ]
    summaries = dict(ToolPage.objects.values_list("code", "summary"))
    assert summaries == {
        "T2": "Van de redactie.",
        "T3": "Van het bestand.",
        "T4": "Van het bestand.",
    }


@pytest.mark.django_db(transaction=True)
def test_a_new_day_of_review_is_no_change_of_the_text(files: list[BoxFile]) -> None:
    load(few(files))
    page = ToolPage.objects.get(code="T2")
    page.review_on = page.review_on.replace(year=2030)
    page.save_revision().publish()
    newer = few(files)[0]
    tools = tuple(one.model_copy(update={"summary": "Nieuw."}) for one in newer.tools)
    load([newer.model_copy(update={"tools": tools})])
    page.refresh_from_db()
    assert (page.summary, page.review_on.year) == ("Nieuw.", 2030)


@pytest.mark.django_db(transaction=True)
def test_drafts_are_published_by_a_later_load_unless_an_editor_was_at_them(
    files: list[BoxFile],
) -> None:
    load(few(files), publish=False)
    assert toolboxes().lines() == []
    mine = ToolPage.objects.get(code="T3")
    mine.title = "Eigen titel"
    mine.save_revision()
    load(few(files))
    assert [one.code for one in toolboxes().lines()] == ["T2", "T4"]


def test_a_mistake_in_a_file_is_told_with_its_line_and_loads_nothing(
    tmp_path: Path, monkeypatch: Any
) -> None:
    text = (FOLDER / "2-omstanders.yaml").read_text(encoding="utf-8")
    wrong = text.replace("good: [b]", "good: [z]", 1).replace("code: O2", "code: O1", 1)
    (tmp_path / "1.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InvalidContent) as caught:
        read_boxes(tmp_path)
    lines = [error.line for error in caught.value.errors]
    expected = [
        number
        for number, line in enumerate(wrong.splitlines(), start=1)
        if "good: [z]" in line or ("code: O1" in line and number > 20 and "-" in line[:5])
    ]
    assert lines == expected
    monkeypatch.setattr(
        "toolbox.management.commands.load_toolbox.read_boxes", lambda: read_boxes(tmp_path)
    )
    with pytest.raises(CommandError, match="letters"):
        call_command("load_toolbox")
