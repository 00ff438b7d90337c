"""System checks: every kind of message is whole and says nothing in its subject."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from notifications.enums import Language
from notifications.registry import declared
from notifications.specs import NoticeSpec
from notifications.texts import compose, is_name, problems

_KIND = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


@register("notifications")
def check_notices(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Look at what the apps declare in NOTICES."""
    seen: set[str] = set()
    for spec in declared():
        if spec.kind in seen:
            yield Error(
                f"Two kinds of messages are called '{spec.kind}'.",
                hint="Give each NoticeSpec its own kind.",
                id="notifications.E001",
            )
        seen.add(spec.kind)
        for problem in problems_of(spec):
            yield Error(f"The message '{spec.kind}': {problem}", id="notifications.E002")


def problems_of(spec: NoticeSpec) -> Iterator[str]:
    """Yield what is wrong with a kind of message."""
    if not _KIND.fullmatch(spec.kind) or len(spec.kind) > 60:  # noqa: PLR2004 - of the column
        yield "write its kind as '<app>.<what>' in at most 60 small letters."
    for placeholder in spec.placeholders:
        if not is_name(placeholder.name):
            yield f"'{placeholder.name}' is no name for a placeholder."
    if unknown := spec.subject_placeholders - spec.names:
        yield f"subject_placeholders names {sorted(unknown)}, which are no placeholders."
    for language in Language:
        yield from _problems_in(spec, language.value)
    for name, path in (("refresh", spec.refresh), ("calendar", spec.calendar)):
        try:
            import_string(path) if path else None
        except ImportError as error:
            yield f"{name}: {error}"


def _problems_in(spec: NoticeSpec, language: str) -> Iterator[str]:
    text = spec.texts.get(language)
    if text is None:
        yield f"it has no text in '{language}'."
        return
    yield from (f"{language}: {problem}" for problem in problems(spec, text))
    try:
        compose(spec, text, spec.sample, language=language)
    except ValueError as error:
        yield f"its sample cannot be filled in: {error}"
