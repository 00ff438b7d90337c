"""Puts a loaded snippet in place, and leaves alone what an editor changed.

A snippet remembers the hash of what was loaded last. Only when its newest text still has that hash
was it left alone by editors, and may a file renew it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(kw_only=True)
class Putter:
    """One load: whether it publishes, and a line for each thing that changed or was left alone."""

    publish: bool
    lines: list[str] = field(default_factory=list)

    def put(
        self,
        name: str,
        model: type[Any],
        current: Any,
        values: Mapping[str, Any],
        **first: Any,
    ) -> None:
        """Make or renew one snippet with drafts; `first` is set once, and then the editor's."""
        digest = digest_of(values)
        if current is None:
            current = model(live=False, **first)
        elif current.loaded_hash == digest:
            self._publish_draft(name, current, values)
            return
        else:
            newest = current.get_latest_revision_as_object()
            if newest.loaded_hash != digest_of(values_of(newest, values)):
                self.lines.append(f"{name}: an editor changed this text, left as it is")
                return
            current = newest
        for key, value in {**values, "loaded_hash": digest}.items():
            setattr(current, key, value)
        self._save(name, current)

    def _save(self, name: str, current: Any) -> None:
        if current.pk is None:
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


def values_of(target: Any, like: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same fields of something that is stored, to compare with what was loaded."""
    return {name: getattr(target, name) for name in like}


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of fields; the same for what was just made and what was stored."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()
