"""Kinds of messages for tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from notifications.models import Notice
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

REFRESHED: list[int] = []


def refresh(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any] | None]:
    """Say of a message that it is no longer needed when its context says so."""
    REFRESHED.append(len(notices))
    if any(row.context.get("breaks") for row in notices):
        raise RuntimeError("broken")
    return {row.pk: None if row.context.get("done") else {"lines": ["Fresh"]} for row in notices}


def _texts(subject: str) -> dict[str, Text]:
    return {
        "nl": Text(subject=subject, body="Hallo {name},\n\nDit is te doen:\n\n{lines}\n\n{link}"),
        "en": Text(subject=f"{subject} (en)", body="Hello {name},\n\n{lines}\n\n{link}"),
    }


PLACEHOLDERS = (
    Placeholder(name="name", help="The name", sample="Sam"),
    Placeholder(name="lines", help="What", sample=("One", "Two"), filled=Filled.LINES),
    Placeholder(
        name="link",
        help="Where",
        sample="/mijn-leren/",
        filled=Filled.LINK,
        label={"nl": "Ga verder", "en": "Go on"},
    ),
)
PLAIN = NoticeSpec(
    kind="sample.plain", title="Plain", texts=_texts("Gewoon"), placeholders=PLACEHOLDERS
)
OPTIONAL = NoticeSpec(
    kind="sample.optional",
    title="Optional",
    texts=_texts("Mag uit"),
    placeholders=PLACEHOLDERS,
    optional=True,
    keep_text=False,
)
DAYTIME = NoticeSpec(
    kind="sample.daytime",
    title="Daytime",
    texts=_texts("Overdag"),
    placeholders=PLACEHOLDERS,
    working_hours=True,
)
FRESH = NoticeSpec(
    kind="sample.fresh",
    title="Fresh",
    texts=_texts("Vers"),
    placeholders=PLACEHOLDERS,
    refresh="tests.notifications.sample.notices.refresh",
)
NOTICES = (PLAIN, OPTIONAL, DAYTIME, FRESH)
