"""StreamField whose blocks stay out of migrations and whose unknown blocks survive a save.

    from core.streamfield import BlocklessStreamField, KeepingStreamBlock

    class LessonPage(Page):
        body = BlocklessStreamField("lms.content.blocks.lesson_blocks", blank=True)

    def lesson_blocks() -> KeepingStreamBlock:
        return KeepingStreamBlock([("text", TextBlock()), *plugin_blocks()])

`BlocklessStreamField(blocks, **options)`: `blocks` is a dotted path, a callable without arguments,
a `KeepingStreamBlock` (class or instance) or a list of `(name, block)`; it is resolved at first
use, never at import. Options are those of Wagtail's StreamField (blank, min_num, max_num,
block_counts, collapsed). The field deconstructs without blocks, so that installing a course never
asks for a migration; in a migration it is an empty stream that keeps everything.

`KeepingStreamBlock` is a StreamBlock (declare children as class attributes or pass a list) that
carries a child of a type which is not installed through reading, the editor and saving unchanged.
Such a child renders as nothing; in Python it is a `StreamChild` with `child.block_type` as stored
and `child.value` a `KeptValue`; `is_kept(child)` tells. In the editor it is one read-only line; its
content travels signed, so that a form cannot plant raw content past a block's own cleaning.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Never, TypeAlias

from django import forms
from django.core import checks, signing
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.telepath import Adapter, register
from wagtail.blocks import Block, StreamBlock, StreamValue
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.fields import StreamField

NOT_INSTALLED = "not_installed"
_SALT = "core.streamfield.kept"

BlockSource: TypeAlias = str | Callable[[], Any] | Iterable[Any] | Any | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptValue:
    """The stored value of a child whose block type is not installed, exactly as it was read."""

    type: str
    raw: Any
    damaged: bool = False

    def __str__(self) -> str:
        return self.type


def is_kept(child: StreamValue.StreamChild) -> bool:
    """Tell whether this child of a stream belongs to a block type that is not installed."""
    return isinstance(child.block, KeptBlock)


class KeptBlock(Block):
    """Stands in for a block type that is not installed: carries the value, shows nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.set_name(name)

    def normalize(self, value: Any) -> KeptValue:
        """Accept only what was read before: a typing error in code is still a KeyError."""
        if not isinstance(value, KeptValue):
            raise KeyError(self.name)
        return value

    def to_python(self, value: Any) -> KeptValue:
        return KeptValue(type=self.name, raw=value)

    def get_prep_value(self, value: KeptValue) -> Any:
        return value.raw

    def clean(self, value: KeptValue) -> KeptValue:
        if value.damaged:
            raise ValidationError(
                _("The kept content came back changed. Reload this page and save again.")
            )
        return value

    def get_form_state(self, value: KeptValue) -> dict[str, str]:
        """Return what the editor sends back untouched: the type to show and the signed content."""
        if value.damaged:
            return {"type": value.type, "signed": value.raw}
        content = {"type": value.type, "value": value.raw}
        return {"type": value.type, "signed": signing.dumps(content, salt=_SALT, compress=True)}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> KeptValue:  # noqa: ARG002
        signed = data.get(f"{prefix}-signed", "")
        try:
            content = signing.loads(signed, salt=_SALT)
        except signing.BadSignature:
            return KeptValue(type=NOT_INSTALLED, raw=signed, damaged=True)
        return KeptValue(type=content["type"], raw=content["value"])

    def render(self, value: KeptValue, context: Any = None) -> SafeString:  # noqa: ARG002
        return SafeString("")

    class Meta:
        icon = "warning"


class KnownBlocks(OrderedDict[str, Block]):
    """The installed child blocks; a look-up of any other name answers with its stand-in."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        super().__init__(blocks)
        self._kept: dict[str, KeptBlock] = {}

    def __missing__(self, name: str) -> KeptBlock:
        return self._kept.setdefault(name, KeptBlock(name))


class KeepingStreamBlock(StreamBlock):
    """A StreamBlock that gives children of types which are not installed back unchanged."""

    child_blocks: Mapping[str, Block]

    def __init__(self, local_blocks: Any = None, search_index: bool = True, **kwargs: Any) -> None:  # noqa: FBT001, FBT002
        super().__init__(local_blocks, search_index=search_index, **kwargs)
        if NOT_INSTALLED in self.child_blocks:
            raise ValueError(f"'{NOT_INSTALLED}' is reserved: give this block another name.")
        self.child_blocks = KnownBlocks(self.child_blocks)
        self.kept_block = KeptBlock(NOT_INSTALLED)

    def to_python(self, value: Any) -> StreamValue:
        """Read stored JSON without Wagtail's filter on known types."""
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return self.empty_value(raw_text=value)
        if isinstance(value, StreamValue) or not value:
            return super().to_python(value)
        children = list(value)
        if isinstance(children[0], dict):
            return StreamValue(self, children, is_lazy=True)
        return super().to_python(children)

    def bulk_to_python(self, values: Iterable[Iterable[dict[str, Any]]]) -> list[StreamValue]:
        """Read many streams at once; unknown children go back to the place they had."""
        raw_streams = [list(stream) for stream in values]
        streams: list[StreamValue] = super().bulk_to_python(raw_streams)
        for raw_stream, stream in zip(raw_streams, streams, strict=True):
            for position, raw in enumerate(raw_stream):
                if raw["type"] not in self.child_blocks:
                    stream.insert(position, self._kept_child(raw["type"], raw))
        return streams

    def _kept_child(self, name: str, raw: dict[str, Any]) -> StreamValue.StreamChild:
        block = self.child_blocks[name]
        return StreamValue.StreamChild(block, block.to_python(raw["value"]), id=raw.get("id"))

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """Give the editor one fixed type for everything it has no form for."""
        states: list[dict[str, Any]] = super().get_form_state(value)
        for state, child in zip(states, value or [], strict=True):
            if is_kept(child):
                state["type"] = NOT_INSTALLED
        return states

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> StreamValue:
        """Read the posted children in their order; an unsigned unknown type is left out."""
        children = []
        for index in range(int(data[f"{prefix}-count"])):
            child_prefix = f"{prefix}-{index}"
            if data[f"{child_prefix}-deleted"]:
                continue
            child = self._posted_child(data, files, child_prefix)
            if child is not None:
                children.append((int(data[f"{child_prefix}-order"]), child))
        return StreamValue(self, [child for _order, child in sorted(children, key=itemgetter(0))])

    def _posted_child(
        self, data: Mapping[str, Any], files: Any, prefix: str
    ) -> StreamValue.StreamChild | None:
        name, child_id = data[f"{prefix}-type"], data.get(f"{prefix}-id")
        if name in self.child_blocks:
            block = self.child_blocks[name]
            value = block.value_from_datadict(data, files, f"{prefix}-value")
            return StreamValue.StreamChild(block, block.normalize(value), id=child_id)
        if name != NOT_INSTALLED:
            return None
        kept = self.kept_block.value_from_datadict(data, files, f"{prefix}-value")
        block = self.child_blocks[kept.type]
        # The type may have been installed between opening the form and saving it.
        value = kept if isinstance(block, KeptBlock) else block.to_python(kept.raw)
        return StreamValue.StreamChild(block, value, id=child_id)

    def render_basic(self, value: StreamValue, context: Any = None) -> SafeString:
        """Render the installed children only."""
        return format_html_join(
            "\n",
            '<div class="w-block-{1} block-{1}">{0}</div>',
            [(c.render(context=context), c.block_type) for c in value if not is_kept(c)],
        )

    def get_searchable_content(self, value: StreamValue) -> list[str]:
        return super().get_searchable_content([c for c in value if not is_kept(c)])  # type: ignore[no-any-return]


class BlocklessStreamField(StreamField):
    """A StreamField that resolves its blocks at first use and leaves them out of migrations."""

    def __init__(self, blocks: BlockSource = None, **kwargs: Any) -> None:
        self.blocks = blocks
        super().__init__(block_types=[], **kwargs)

    @cached_property
    def stream_block(self) -> KeepingStreamBlock:
        """Return the top-level block, resolved from what the field was given."""
        block = _resolve(self.blocks)
        block.set_meta_options(self.block_opts)
        return block

    def deconstruct(self) -> tuple[str, str, list[Never], dict[str, Any]]:
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [], kwargs

    def clone(self) -> "BlocklessStreamField":
        """Copy the field with its blocks, which `deconstruct()` leaves out."""
        _name, _path, _args, kwargs = self.deconstruct()
        options = {key: value for key, value in self.block_opts.items() if key != "required"}
        return type(self)(self.blocks, **options, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Say which path is wrong instead of failing inside the first page view."""
        try:
            _resolve(self.blocks)
        except (ImportError, TypeError) as error:
            return [
                checks.Error(
                    f"The blocks of {self} cannot be loaded: {error}",
                    hint="Give a dotted path to a function that returns a KeepingStreamBlock.",
                    obj=self,
                    id="core.E001",
                )
            ]
        return super().check(**kwargs)  # type: ignore[no-any-return]


def _resolve(source: BlockSource) -> KeepingStreamBlock:
    """Turn what a field was given into a block."""
    if isinstance(source, str):
        source = import_string(source)
    if callable(source) and not isinstance(source, Block):
        source = source()
    if source is None or isinstance(source, list | tuple):
        source = KeepingStreamBlock(source)
    if not isinstance(source, KeepingStreamBlock):
        raise TypeError(f"{source!r} is not a KeepingStreamBlock nor a list of (name, block).")
    return source


class KeptBlockAdapter(Adapter):
    """Describes the read-only line of a kept child to the editor."""

    js_constructor = "core.streamfield.KeptBlock"

    def js_args(self, block: KeptBlock) -> list[Any]:
        return [
            block.name,
            {
                "label": _("Part that is not installed"),
                "text": _("The part that shows this is not installed. Its content is kept."),
                "icon": block.meta.icon,
                "blockDefId": block.definition_prefix,
            },
        ]


class KeepingStreamBlockAdapter(StreamBlockAdapter):
    """Adds the definition of kept children beside, not in, the menu of blocks to add."""

    js_constructor = "core.streamfield.KeepingStreamBlock"

    def js_args(self, block: KeepingStreamBlock) -> list[Any]:
        return [*super().js_args(block), block.kept_block]

    @cached_property
    def media(self) -> forms.Media:
        media: forms.Media = super().media + forms.Media(js=["core/streamfield.js"])
        return media


register(KeptBlockAdapter(), KeptBlock)
register(KeepingStreamBlockAdapter(), KeepingStreamBlock)
