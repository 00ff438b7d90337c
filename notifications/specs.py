"""What a kind of message is: data, declared in each app's notices.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    from notifications.models import Notice

    Label: TypeAlias = str | _StrPromise
    Contexts: TypeAlias = Mapping[int, Mapping[str, Any] | None]
    Refresh: TypeAlias = Callable[[Sequence[Notice]], Contexts]
    Calendar: TypeAlias = Callable[[Sequence[Notice]], Mapping[int, "CalendarPart | None"]]


class Filled(StrEnum):
    """How the value of a placeholder is shown."""

    TEXT = "text"
    LINES = "lines"
    """A list of sentences; the placeholder stands alone on its line."""
    LINK = "link"
    """A path on this site, shown as a button; the placeholder stands alone on its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """Something that is filled in, written as `{name}`. `label` is what the button says, if any."""

    name: str
    help: "Label"
    sample: str | tuple[str, ...]
    filled: Filled = Filled.TEXT
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A subject and a body in one language; the body is paragraphs with `{placeholders}`."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """What the calendar of the receiver takes over from the mail: one iTIP message (RFC 5546).

    `method` is the METHOD that stands in `content`, such as REQUEST or CANCEL.
    """

    method: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSpec:
    """A kind of message.

    `texts` are the texts that we ship, per language; editors may write others. A subject says
    nothing about the receiver: it has no placeholders that are not in `subject_placeholders`.
    `optional`: the receiver may switch it off. `working_hours`: only on working days and in the
    daytime of the receiver. `keep_text`: the receiver can read it again on "Berichten aan mij".
    `refresh` is the dotted path of a function that, right before sending, gives for each of some
    messages what to fill in, or None when the message is no longer needed. `calendar` is the dotted
    path of a function that then gives for each of some messages a `CalendarPart`, or None for a
    message without one (docs/adr/0031).
    """

    kind: str
    title: "Label"
    texts: Mapping[str, Text]
    placeholders: tuple[Placeholder, ...] = ()
    subject_placeholders: frozenset[str] = frozenset()
    optional: bool = False
    working_hours: bool = False
    keep_text: bool = True
    refresh: str = ""
    calendar: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The names of all placeholders."""
        return frozenset(row.name for row in self.placeholders)

    @property
    def sample(self) -> dict[str, Any]:
        """A context to show an example with."""
        return {row.name: row.sample for row in self.placeholders}
