"""Turns the file with the guide into the page of the editors. Doing it again changes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from wagtail.models import Locale, Page, Site

from core.markdown import render_markdown
from guidance.guide_tree import GuideTree
from guidance.loading.guide_files import GuideFile
from guidance.models import GuidePage
from guidance.models.guide import GUIDE_SLUG

_STREAMS = ("questions", "outcomes", "words")
_TEXTS = ("title", "danger", "promise", "unsatisfied_title", "talk_title", "talk_text")
_RICH = ("intro", "unsatisfied", "browser_note", "about")


class AddressTaken(Exception):
    """Another page stands at the address of the guide."""


@transaction.atomic(durable=True)
def load_guide(file: GuideFile, tree: GuideTree, *, sources: Any, publish: bool) -> list[str]:
    """Make or renew the page; return a line when it changed or was left alone."""
    values = _values(file, tree, sources)
    digest = _digest(_without_ids(values))
    page = GuidePage.objects.filter(locale=Locale.get_default()).first()
    if page is None:
        return [_save(_add(values), values, digest, publish=publish)]
    newest = page.get_latest_revision_as_object()
    is_untouched = _digest(_stored(newest)) == newest.loaded_hash
    if newest.loaded_hash == digest:
        waits = is_untouched and publish and not page.live and page.first_published_at is None
        return [_save(newest, values, digest, publish=True)] if waits else []
    if not is_untouched:
        return ["guide: an editor changed this page, left as it is"]
    return [_save(newest, values, digest, publish=publish)]


def _add(values: Mapping[str, Any]) -> GuidePage:
    home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    if Page.objects.child_of(home).filter(slug=GUIDE_SLUG).exists():
        raise AddressTaken
    page = GuidePage(slug=GUIDE_SLUG, locale=Locale.get_default(), live=False)
    _fill(page, values)
    home.add_child(instance=page)
    return page


def _save(page: GuidePage, values: Mapping[str, Any], digest: str, *, publish: bool) -> str:
    _fill(page, values)
    page.loaded_hash = digest
    if not page.live:
        page.save()  # so that lists show it, also as a draft
    revision = page.save_revision()
    if publish:
        revision.publish()
    return f"guide: {'published' if publish else 'draft'}"


def _fill(page: GuidePage, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        # Wagtail reads the JSON of a stream when the page is saved.
        setattr(page, name, json.dumps(value) if name in _STREAMS else value)


def _values(file: GuideFile, tree: GuideTree, sources: Any) -> dict[str, Any]:
    return {
        **{name: getattr(file, name) for name in _TEXTS},
        **{name: render_markdown(getattr(file, name), sources=sources) for name in _RICH},
        "questions": [_child("question", one.key, asdict(one)) for one in tree.questions],
        "outcomes": [_child("outcome", one.key, asdict(one)) for one in tree.outcomes],
        "words": [_child("word", one.term, one.model_dump()) for one in file.words],
    }


def _child(kind: str, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a block with a name that stays, so that Wagtail can compare two versions."""
    place = f"{kind}/{name}"
    return {"type": kind, "value": _plain(value, place), "id": str(uuid5(NAMESPACE_URL, place))}


def _plain(value: Any, place: str) -> Any:
    """Return a value as a stream stores it: lists of items, days as text."""
    if isinstance(value, Mapping):
        return {name: _plain(one, f"{place}/{name}") for name, one in value.items()}
    if isinstance(value, tuple):
        return [_child("item", f"{place}/{number}", one) for number, one in enumerate(value)]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _stored(page: GuidePage) -> dict[str, Any]:
    """Return the same fields as they are stored now, to compare with what was loaded."""
    fields: dict[str, Any] = {name: getattr(page, name) for name in (*_TEXTS, *_RICH)}
    for name in _STREAMS:
        stream = getattr(page, name)
        fields[name] = _without_ids(stream.stream_block.get_prep_value(stream))
    return fields


def _without_ids(value: Any) -> Any:
    """Leave out the names that Wagtail gives to blocks."""
    if isinstance(value, Mapping):
        is_block = "type" in value and "value" in value
        return {
            name: _without_ids(one)
            for name, one in value.items()
            if not (is_block and name == "id")
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_ids(one) for one in value]
    return value


def _digest(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()
