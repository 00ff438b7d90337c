"""The language in which messages are written: paragraphs, lists and `{placeholders}`.

Deliberately no template language: there is nothing to call and nothing to look into, so whoever
writes a text can show no more than what the message was given.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.specs import Filled, NoticeSpec, Placeholder, Text

LONGEST_SUBJECT = 120
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a message: a paragraph, a list of lines, or a button."""

    text: str = ""
    lines: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it will be read."""

    subject: str
    blocks: tuple[Block, ...] = field(default=())

    @property
    def plain(self) -> str:
        """The body as plain text."""
        return "\n\n".join(map(_plain, self.blocks)) + "\n"


def _plain(block: Block) -> str:
    if block.url:
        return f"{block.text}:\n{block.url}"
    return "\n".join(f"- {line}" for line in block.lines) if block.lines else block.text


def problems(spec: NoticeSpec, text: Text) -> list[str]:
    """Return what is wrong with a text, as sentences that say what to change."""
    found = []
    if not text.subject.strip() or not text.body.strip():
        found.append(_("Write a subject and a text."))
    if "\n" in text.subject or "\r" in text.subject or len(text.subject) > LONGEST_SUBJECT:
        found.append(
            _("Keep the subject on one line of at most %(n)d characters.") % {"n": LONGEST_SUBJECT}
        )
    found += [
        _("“{%(name)s}” cannot be filled in. Choose from the list of words.") % {"name": name}
        for name in sorted(_names(text.subject + text.body) - spec.names)
    ]
    found += [
        _("“{%(name)s}” may not stand in the subject: others can read along there.")
        % {"name": name}
        for name in sorted((_names(text.subject) & spec.names) - spec.subject_placeholders)
    ]
    if any(brace in _PLACEHOLDER.sub("", text.subject + text.body) for brace in "{}"):
        found.append(_("A “{” or “}” stands alone. Write them only around a word from the list."))
    return found + _not_alone(spec, text)


def _not_alone(spec: NoticeSpec, text: Text) -> list[str]:
    """Return a sentence for every list or button that stands in the middle of a line."""
    blocks = {row.name for row in spec.placeholders if row.filled is not Filled.TEXT}
    used = {
        name
        for paragraph in _paragraphs(text.body)
        for name in _names(paragraph)
        if paragraph != f"{{{name}}}"
    }
    return [
        _("Put “{%(name)s}” on a line of its own, with an empty line before and after it.")
        % {"name": name}
        for name in sorted(used & blocks)
    ]


def _names(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _paragraphs(body: str) -> list[str]:
    parts = re.split(r"\n\s*\n", body.replace("\r\n", "\n"))
    return [part.strip() for part in parts if part.strip()]


def compose(spec: NoticeSpec, text: Text, context: Mapping[str, Any], *, language: str) -> Letter:
    """Fill a text in. A value that is missing is left out: an empty list is no list."""
    known = {row.name: row for row in spec.placeholders}
    blocks = [_block(part, known, context, language) for part in _paragraphs(text.body)]
    subject = _fill(text.subject, context)
    return Letter(
        # Whatever was filled in: a subject is one line, or a mail gets headers of a stranger.
        subject=" ".join(subject.split()),
        blocks=tuple(block for block in blocks if block is not None),
    )


def _block(
    part: str, known: Mapping[str, Placeholder], context: Mapping[str, Any], language: str
) -> Block | None:
    alone = _PLACEHOLDER.fullmatch(part)
    placeholder = known.get(alone[1]) if alone else None
    if placeholder is None or placeholder.filled is Filled.TEXT:
        return Block(text=_fill(part, context))
    value = context.get(placeholder.name)
    if not value:
        return None
    if placeholder.filled is Filled.LINES:
        return Block(lines=tuple(_lines(value)))
    label = placeholder.label.get(language) or placeholder.label.get("nl", str(value))
    return Block(text=label, url=absolute(str(value)))


def _lines(value: object) -> Sequence[str]:
    return [str(line) for line in value] if isinstance(value, list | tuple) else [str(value)]


def _fill(text: str, context: Mapping[str, Any]) -> str:
    return _PLACEHOLDER.sub(lambda found: str(context.get(found[1], "")), text)


def absolute(path: str) -> str:
    """Return the full address of a page of ours; nothing else can be linked to."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"'{path}' is no path on this site.")
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def is_name(name: str) -> bool:
    """Tell whether a placeholder can be called so."""
    return _NAME.fullmatch(name) is not None
