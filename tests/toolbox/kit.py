"""Toolboxes for tests, made as editors make them: pages.

box = make_box("leidinggevenden", Audience.MANAGERS)
make_tool(box, "T1", steps=["Luister eerst."])
"""

import json
from collections.abc import Sequence
from typing import Any

from toolbox.enums import Audience
from toolbox.loading.tools import ensure_index
from toolbox.models import ToolboxPage, ToolPage

_LISTS = ("steps", "sentences", "pitfalls", "follow_up")


def make_box(
    slug: str = "leidinggevenden", audience: Audience = Audience.MANAGERS, *, live: bool = True
) -> ToolboxPage:
    """Add a toolbox."""
    page = ToolboxPage(
        title=f"Voor {slug}", slug=slug, audience=audience, lead="Korte kaarten.", live=live
    )
    ensure_index().add_child(instance=page)
    return page


def make_tool(box: ToolboxPage, code: str, *, live: bool = True, **fields: Any) -> ToolPage:
    """Add a tool; its lists are texts."""
    lists = {name: _lines(fields.pop(name)) for name in _LISTS if name in fields}
    page = ToolPage(
        title=fields.pop("title", f"Kaart {code}"),
        slug=fields.pop("slug", f"kaart-{code.lower()}"),
        code=code,
        summary=fields.pop("summary", f"Wat {code} doet."),
        practice=json.dumps(fields.pop("practice", [])),
        live=live,
        **lists,
        **fields,
    )
    # What was just built knows nothing of what others added in between.
    ToolboxPage.objects.get(pk=box.pk).add_child(instance=page)
    return page


def _lines(texts: Sequence[str]) -> str:
    return json.dumps([{"type": "line", "value": f"<p>{text}</p>"} for text in texts])


QUESTION = {
    "type": "question",
    "value": {
        "code": "VL.1",
        "kind": "single",
        "text": "Wat beloof je?",
        "answers": [{"text": "alles", "is_right": False}, {"text": "eerlijk", "is_right": True}],
        "explanation": "<p>Eerlijkheid vooraf.</p>",
    },
}
SCENE = {
    "type": "scene",
    "value": {
        "title": "De vergadering",
        "situation": "<p>Iemand zucht.</p>",
        "question": "Wat doe je?",
        "ways": [
            {"code": "O1", "text": "Onderbreek", "what_follows": "<p>Het wordt stil.</p>"},
            {"code": "O2", "text": "Benoem", "what_follows": "<p>Iemand sluit aan.</p>"},
        ],
    },
}
SCAN = {
    "type": "scan",
    "value": {
        "title": "Jouw week",
        "parts": [
            {"title": "Aanzien", "text": "<p>Telde iemand mee?</p>"},
            {"title": "Zekerheid", "text": "<p>Wist de ander het?</p>"},
        ],
        "last_question": "Welk ene ding?",
    },
}
CHECKLIST = {
    "type": "checklist",
    "value": {"title": "Voor mezelf", "items": ["<p>Vraag ik door?</p>", "<p>Luister ik?</p>"]},
}
