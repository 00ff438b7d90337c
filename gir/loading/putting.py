"""Puts loaded texts in place, and leaves alone what an editor changed.

Every page and snippet remembers the hash of what was loaded last. Only when its newest text still
has that hash was it left alone by editors, and may a file renew it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from wagtail.models import Page

from gir.models import Dilemma, DilemmaOption, Question, Theme

_OPTION = ("letter", "text", "verdict", "explanation")


@dataclass(kw_only=True)
class Putter:
    """One load: whether it publishes, and a line for each thing that changed or was left alone."""

    publish: bool
    lines: list[str] = field(default_factory=list)

    def put(
        self,
        name: str,
        current: Any,
        values: Mapping[str, Any],
        *,
        add: Callable[[], Any],
        **extra: Any,
    ) -> None:
        """Make or renew one page or snippet; `extra` is set with a change but is no part of it."""
        digest = digest_of(values)
        if current is None:
            current = add()
        elif current.loaded_hash == digest:
            self._publish_draft(name, current, values)
            return
        else:
            newest = current.get_latest_revision_as_object()
            if newest.loaded_hash != digest_of(values_of(newest, values)):
                self.lines.append(f"{name}: an editor changed this text, left as it is")
                return
            current = newest
        fill(current, {**values, **extra, "loaded_hash": digest})
        self._save(name, current)

    def _save(self, name: str, current: Any) -> None:
        if not isinstance(current, Page) or not current.live:
            # So that lists and the page itself show it, also as a draft.
            current.save()
        revision = current.save_revision()
        if self.publish:
            revision.publish()
        self.lines.append(f"{name}: {'published' if self.publish else 'draft'}")

    def _publish_draft(self, name: str, current: Any, values: Mapping[str, Any]) -> None:
        """Publish what was loaded as a draft before, when nobody touched or withdrew it since."""
        if not self.publish or current.live or current.first_published_at is not None:
            return
        newest = current.get_latest_revision_as_object()
        if digest_of(values_of(newest, values)) == current.loaded_hash:
            self._save(name, newest)


def fill(target: Any, values: Mapping[str, Any]) -> None:
    """Set fields and what belongs to them: the options of a dilemma, the themes of a question."""
    for name, value in values.items():
        if name == "options":
            target.options = [
                DilemmaOption(sort_order=i, **dict(zip(_OPTION, option, strict=True)))
                for i, option in enumerate(value)
            ]
        elif name == "themes":
            target.themes = list(Theme.objects.filter(pk__in=value))
        else:
            setattr(target, name, value)


def values_of(target: Any, like: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same fields of something that is stored, to compare with what was loaded."""
    return {name: _value(target, name) for name in like}


def _value(target: Any, name: str) -> Any:
    if name == "options" and isinstance(target, Dilemma):
        return [
            [getattr(option, part) for part in _OPTION]
            for option in sorted(target.options.all(), key=lambda one: one.sort_order or 0)
        ]
    if name == "themes" and isinstance(target, Question):
        return sorted(theme.pk for theme in target.themes.all())
    return getattr(target, name)


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of fields; the same for what was just made and what was stored."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()
