"""The StreamField of Kompas keeps blocks out of migrations and unknown children in the data."""

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.http import QueryDict
from django.test.utils import isolate_apps
from wagtail import blocks

from core.streamfield import (
    NOT_INSTALLED,
    BlocklessStreamField,
    KeepingStreamBlock,
    KeptValue,
    is_kept,
)

CALLED: list[int] = []
STORED: list[dict[str, Any]] = [
    {"type": "text", "value": "before", "id": "1"},
    {"type": "quiz", "value": {"q": "Mag dit?", "n": [1, None]}, "id": "2"},
    {"type": "text", "value": "after", "id": "3"},
]


def example_blocks() -> KeepingStreamBlock:
    """Return what the fields below point at."""
    CALLED.append(1)
    return KeepingStreamBlock([("text", blocks.CharBlock())])


class Declared(KeepingStreamBlock):
    """A block with declared children."""

    text = blocks.CharBlock()


def stream_block() -> KeepingStreamBlock:
    """Return a fresh block that knows 'text' only."""
    return KeepingStreamBlock([("text", blocks.CharBlock())])


def post(block: KeepingStreamBlock, states: list[dict[str, Any]]) -> QueryDict:
    """Return the form data that the editor sends for these states."""
    data = QueryDict(mutable=True)
    data["body-count"] = str(len(states))
    for index, state in enumerate(states):
        prefix = f"body-{index}"
        data[f"{prefix}-deleted"] = ""
        data[f"{prefix}-order"] = str(index)
        data[f"{prefix}-type"] = state["type"]
        data[f"{prefix}-id"] = state["id"]
        if state["type"] in block.child_blocks:
            data[f"{prefix}-value"] = state["value"]
        else:
            data[f"{prefix}-value-signed"] = state["value"]["signed"]
    return data


@pytest.fixture
def lesson(db: None) -> Iterator[type[models.Model]]:
    """Give a model with such a field and a table of its own, rolled back with the test."""
    with isolate_apps("core"):

        class Lesson(models.Model):  # noqa: DJ008
            body = BlocklessStreamField("tests.core.test_streamfield.example_blocks", blank=True)

            class Meta:
                app_label = "core"
                db_table = "core_test_lesson"

        column = Lesson._meta.get_field("body").db_type(connection)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE core_test_lesson (id serial PRIMARY KEY, body {column})"
                if connection.vendor == "postgresql"
                else f"CREATE TABLE core_test_lesson (id integer PRIMARY KEY, body {column})"
            )
        yield Lesson


def test_a_field_deconstructs_without_any_block_and_without_loading_them() -> None:
    CALLED.clear()
    field = BlocklessStreamField(
        "tests.core.test_streamfield.example_blocks", blank=True, max_num=3, verbose_name="body"
    )
    _name, path, args, kwargs = field.deconstruct()
    assert path == "core.streamfield.BlocklessStreamField"
    assert args == []
    assert kwargs == {"blank": True, "verbose_name": "body"}
    assert CALLED == []


def test_a_migration_of_the_field_names_no_block() -> None:
    code, imports = MigrationWriter.serialize(BlocklessStreamField(Declared, blank=True))
    assert code == "core.streamfield.BlocklessStreamField(blank=True)"
    assert imports == {"import core.streamfield"}


def test_a_cloned_field_keeps_its_blocks_and_options() -> None:
    field = BlocklessStreamField([("text", blocks.CharBlock())], max_num=2, blank=True)
    clone = field.clone()
    assert list(clone.stream_block.child_blocks) == ["text"]
    assert clone.stream_block.meta.max_num == 2
    assert clone.stream_block.required is False


@pytest.mark.parametrize(
    "source",
    [
        "tests.core.test_streamfield.example_blocks",
        "tests.core.test_streamfield.Declared",
        example_blocks,
        Declared,
        Declared(),
        lambda: [("text", blocks.CharBlock())],
        [("text", blocks.CharBlock())],
    ],
)
def test_blocks_may_be_given_in_every_documented_way(source: Any) -> None:
    assert list(BlocklessStreamField(source).stream_block.child_blocks) == ["text"]


def test_a_plain_stream_block_is_refused_because_it_would_lose_content() -> None:
    field = BlocklessStreamField(blocks.StreamBlock([("text", blocks.CharBlock())]))
    with pytest.raises(TypeError, match="KeepingStreamBlock"):
        assert field.stream_block


def test_a_wrong_dotted_path_is_a_system_check_error_with_a_hint() -> None:
    field = BlocklessStreamField("tests.core.no_such_module.blocks")
    field.set_attributes_from_name("body")
    (error,) = field.check()
    assert error.id == "core.E001"
    assert "no_such_module" in error.msg


def test_an_unknown_child_survives_reading_and_writing_unchanged() -> None:
    value = stream_block().to_python(STORED)
    assert stream_block().get_prep_value(value) == STORED
    assert [child.block_type for child in value] == ["text", "quiz", "text"]
    # Once more, now that every child has been turned into a bound block.
    assert value.get_prep_value() == STORED
    assert value[1].value == KeptValue(type="quiz", raw=STORED[1]["value"])
    assert [is_kept(child) for child in value] == [False, True, False]


def test_an_unknown_child_survives_cleaning_in_its_place() -> None:
    cleaned = stream_block().clean(stream_block().to_python(json.dumps(STORED)))
    assert cleaned.get_prep_value() == STORED


def test_unknown_children_of_nested_streams_keep_their_place() -> None:
    parts = blocks.ListBlock(stream_block())
    outer = KeepingStreamBlock([("parts", parts)])
    stored = [{"type": "parts", "id": "9", "value": [{"type": "item", "id": "8", "value": STORED}]}]
    value = outer.to_python(stored)
    assert [child.block_type for child in value[0].value[0]] == ["text", "quiz", "text"]
    assert value.get_prep_value() == stored


def test_an_unknown_child_survives_the_editor() -> None:
    block = stream_block()
    states = block.get_form_state(block.to_python(STORED))
    assert [state["type"] for state in states] == ["text", NOT_INSTALLED, "text"]
    assert states[1]["value"]["type"] == "quiz"
    value = block.clean(block.value_from_datadict(post(block, states), {}, "body"))
    assert value.get_prep_value() == STORED


def test_the_editor_may_move_and_delete_an_unknown_child() -> None:
    block = stream_block()
    data = post(block, block.get_form_state(block.to_python(STORED)))
    data["body-1-order"] = "7"
    moved = block.value_from_datadict(data, {}, "body")
    assert moved.get_prep_value() == [STORED[0], STORED[2], STORED[1]]
    data["body-1-deleted"] = "1"
    left = block.value_from_datadict(data, {}, "body")
    assert left.get_prep_value() == [STORED[0], STORED[2]]


def test_kept_content_that_was_tampered_with_is_refused_with_a_sentence() -> None:
    block = stream_block()
    data = post(block, block.get_form_state(block.to_python(STORED)))
    data["body-1-value-signed"] = f"{data['body-1-value-signed']}!"
    value = block.value_from_datadict(data, {}, "body")
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [1]  # type: ignore[attr-defined]
    # The form is shown again with what was posted, not with a hole.
    assert block.get_form_state(value)[1]["value"]["signed"] == data["body-1-value-signed"]


def test_a_form_cannot_plant_an_unknown_type_without_our_signature() -> None:
    block = stream_block()
    data = post(block, block.get_form_state(block.to_python(STORED[:1])))
    data["body-count"] = "2"
    for name, value in {"deleted": "", "order": "1", "type": "quiz", "id": "x"}.items():
        data[f"body-1-{name}"] = value
    data["body-1-value"] = "<script>"
    assert block.value_from_datadict(data, {}, "body").get_prep_value() == STORED[:1]


def test_content_kept_in_an_open_form_is_read_by_a_block_installed_meanwhile() -> None:
    block = stream_block()
    data = post(block, block.get_form_state(block.to_python(STORED)))
    quiz = blocks.StructBlock([("q", blocks.CharBlock())])
    later = KeepingStreamBlock([("text", blocks.CharBlock()), ("quiz", quiz)])
    value = later.value_from_datadict(data, {}, "body")
    assert value[1].value["q"] == "Mag dit?"
    assert not is_kept(value[1])


def test_an_unknown_child_renders_as_nothing_and_is_not_searched() -> None:
    block = stream_block()
    value = block.to_python(STORED)
    assert block.render(value) == (
        '<div class="w-block-text block-text">before</div>\n'
        '<div class="w-block-text block-text">after</div>'
    )
    assert value[1].render() == ""
    assert block.get_searchable_content(value) == ["before", "after"]
    assert list(block.extract_references(value)) == []


def test_a_typing_error_in_code_is_still_a_key_error() -> None:
    value = stream_block().to_python(STORED)
    with pytest.raises(KeyError, match="txt"):
        value.append(("txt", "hello"))
    with pytest.raises(ValueError, match="reserved"):
        KeepingStreamBlock([(NOT_INSTALLED, blocks.CharBlock())])


def test_text_that_is_not_json_is_kept_as_wagtail_keeps_it() -> None:
    assert stream_block().to_python("old rich text").raw_text == "old rich text"
    assert list(stream_block().to_python(None)) == []


def test_the_editor_gets_a_definition_that_is_not_in_the_menu() -> None:
    from core.streamfield import KeepingStreamBlockAdapter

    block = stream_block()
    adapter = KeepingStreamBlockAdapter()
    _name, groups, states, _meta, kept = adapter.js_args(block)
    assert [b.name for _group, group in groups for b in group] == ["text"]
    assert list(states) == ["text"]
    assert kept.name == NOT_INSTALLED
    assert adapter.media.render_js()[-1] == '<script src="/static/core/streamfield.js"></script>'


def test_a_saved_row_keeps_unknown_children(lesson: Any) -> None:
    row = lesson(body=json.dumps(STORED))
    row.save()
    read = lesson.objects.get(pk=row.pk)
    assert [child.block_type for child in read.body] == ["text", "quiz", "text"]
    read.body[0].value = "changed"
    read.full_clean()
    read.save()
    stored = [{**STORED[0], "value": "changed"}, *STORED[1:]]
    again = lesson.objects.get(pk=row.pk)
    assert again.body.get_prep_value() == stored
    assert json.loads(lesson._meta.get_field("body").value_to_string(again)) == stored


def test_a_field_in_a_migration_keeps_everything(lesson: Any) -> None:
    row = lesson.objects.create(body=json.dumps(STORED))
    historical = BlocklessStreamField(blank=True)
    historical.set_attributes_from_name("body")
    assert historical.to_python(row.body.get_prep_value()).get_prep_value() == STORED


def test_no_app_of_ours_uses_wagtails_own_stream_field() -> None:
    from wagtail.fields import StreamField

    ours = {"home", "demo", "compliance", "lms", "organisations", "accounts", "assets", "jobs"}
    plain = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in ours or model.__module__.startswith("courses.")
        for field in model._meta.get_fields()
        if isinstance(field, StreamField) and not isinstance(field, BlocklessStreamField)
    ]
    assert plain == []


def test_a_stream_of_a_real_field_can_be_pickled_only_with_its_field() -> None:
    with pytest.raises(pickle.PickleError):
        pickle.dumps(stream_block().to_python(STORED))
