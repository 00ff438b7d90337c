"""Puts texts that come with Kompas in place, and leaves alone what an editor changed.

Every page and snippet remembers the hash of what was loaded last. Only when its newest text still
has that hash was it left alone by editors, and may a file renew it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site

P = TypeVar("P", bound=Page)


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
        """Make or renew one page or snippet; `extra` is set with a change but is no part of it.

        What `add` returns is made anew and not live; what it set already is the editors' later on.
        """
        digest = digest_of(values)
        if current is None:
            target = add()
        elif current.loaded_hash == digest:
            self._publish_draft(name, current, values)
            return
        else:
            target = current.get_latest_revision_as_object()
            if target.loaded_hash != self.digest_of_stored(target, values):
                self.lines.append(f"{name}: an editor changed this text, left as it is")
                return
        self.fill(target, {**values, **extra, "loaded_hash": digest})
        self._save(name, target)

    def fill(self, target: Any, values: Mapping[str, Any]) -> None:
        """Set fields. Streams are set as JSON: Wagtail reads that when the page is saved."""
        for name, value in values.items():
            setattr(target, name, json.dumps(value) if _is_stream(target, name) else value)

    def value_of(self, target: Any, name: str) -> Any:
        """Return a field as a file gives it; of a stream the blocks without their ids."""
        value = getattr(target, name)
        return without_ids(list(value.raw_data)) if _is_stream(target, name) else value

    def digest_of_stored(self, target: Any, like: Mapping[str, Any]) -> str:
        """Return the hash of the same fields of something that is stored."""
        return digest_of({name: self.value_of(target, name) for name in like})

    def _save(self, name: str, target: Any) -> None:
        if not target.live:
            # So that lists and the page itself show it, also as a draft.
            target.save()
        revision = target.save_revision()
        if self.publish:
            revision.publish()
        self.lines.append(f"{name}: {'published' if self.publish else 'draft'}")

    def _publish_draft(self, name: str, current: Any, values: Mapping[str, Any]) -> None:
        """Publish what was loaded as a draft before, when nobody touched or withdrew it since."""
        if not self.publish or current.live or current.first_published_at is not None:
            return
        newest = current.get_latest_revision_as_object()
        if self.digest_of_stored(newest, values) == current.loaded_hash:
            self._save(name, newest)


def ensure_index_page(model: type[P], *, title: str, lead: str, slug: str) -> P:
    """Return the page above a kind of pages, below the start page, made now or before."""
    home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    found: P | None = model.objects.child_of(home).first()
    if found is not None:
        return found
    page: P = model(title=title, lead=lead, slug=slug, locale=Locale.get_default())
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def without_ids(value: Any) -> Any:
    """Return stored blocks without their ids, as they are when they were just made."""
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "item":
        return without_ids(value["value"])
    if set(value) == {"type", "value", "id"}:
        return {"type": value["type"], "value": without_ids(value["value"])}
    return {name: without_ids(one) for name, one in value.items()}


def digest_of(values: Mapping[str, Any]) -> str:
    """Return the hash of fields; the same for what was just made and what was stored."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()


def _is_stream(target: Any, name: str) -> bool:
    fields = {one.name for one in target._meta.fields if isinstance(one, StreamField)}
    return name in fields
