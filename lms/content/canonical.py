"""One fixed spelling of what a page holds, so that two contents can be compared by a hash."""

import json
import re
from hashlib import sha256
from typing import Any

from wagtail.blocks import StreamValue

# The editor of rich text numbers its paragraphs and has its own line ends: no change of content.
_EDITOR_MARKS = re.compile(r' data-block-key="[^"]*"')
_SPACE = re.compile(r"\s+")
_BETWEEN_TAGS = re.compile(r"> <")


def canonical_page(page: Any) -> dict[str, Any]:
    """Return the content of a page, without ids of blocks."""
    return {name: canonical_value(_stored(getattr(page, name))) for name in page.content_fields}


def canonical_value(value: Any) -> Any:
    """Return a value of a block as it is stored, without ids and marks of the editor."""
    if isinstance(value, str):
        return _BETWEEN_TAGS.sub("><", _SPACE.sub(" ", _EDITOR_MARKS.sub("", value))).strip()
    if isinstance(value, list | tuple):
        return [canonical_value(item) for item in value]
    if isinstance(value, dict):
        is_child = {"type", "value"} <= value.keys() <= {"type", "value", "id"}
        return {
            name: canonical_value(item)
            for name, item in value.items()
            if not (is_child and name == "id")
        }
    return value


def content_hash(content: Any) -> str:
    """Return the hash of canonical content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _stored(value: Any) -> Any:
    # Child by child: a stream that nobody looked at yet would give back what it was made from.
    if isinstance(value, StreamValue):
        return [
            {"type": child.block_type, "value": child.block.get_prep_value(child.value)}
            for child in value
        ]
    return value
