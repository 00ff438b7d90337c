"""What a file says about a toolbox or a tool, as the fields of its page."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from core.markdown import render_inline, source_codes
from toolbox.blocks import MULTIPLE, SINGLE
from toolbox.loading.tool_files import BoxFile, QuestionFile, SceneFile, ToolFile

Values = Mapping[str, Any]


def box_values(file: BoxFile) -> Values:
    """Return the fields of a toolbox."""
    return {"title": file.title, "audience": str(file.audience), "lead": file.lead}


def tool_values(file: ToolFile, sources: Collection[str]) -> Values:
    """Return the fields of a tool. `sources` are the codes that have a place to link to."""

    def lines(texts: Iterable[str]) -> list[Values]:
        return [{"type": "line", "value": _html(text, sources)} for text in texts]

    return {
        "code": file.code,
        "kind": str(file.kind),
        "title": file.title,
        "summary": file.summary,
        "is_sensitive": file.sensitive,
        "when": _html(file.when, sources),
        "goal": _html(file.goal, sources),
        "steps": lines(file.steps),
        "sentences": lines(file.sentences),
        "pitfalls": lines(file.pitfalls),
        "follow_up": lines(file.follow_up),
        "practice": _practice(file, sources),
        "themes": [str(one) for one in file.themes],
        "traits": [str(one) for one in file.traits],
        "also_for": [str(one) for one in file.also_for],
        "role_keys": list(file.roles),
        "article_keys": list(file.articles),
        "dilemma_keys": list(file.dilemmas),
        "tool_codes": list(file.tools),
        "workshop_keys": list(file.workshops),
        "sources": _named(file, sources),
    }


def _html(text: str, sources: Collection[str]) -> str:
    return f"<p>{render_inline(text, sources=sources)}</p>" if text else ""


def _named(file: ToolFile, sources: Collection[str]) -> list[str]:
    """Return the sources of a tool: those that it names, and those that its texts refer to."""
    codes = [*file.sources, *(code for text in file.texts() for code in source_codes(text))]
    return list(dict.fromkeys(code for code in codes if code in sources))


def _practice(file: ToolFile, sources: Collection[str]) -> list[Values]:
    parts: list[tuple[str, Values]] = []
    if file.scan:
        needs = [{"title": one.title, "text": _html(one.text, sources)} for one in file.scan.parts]
        scan = {
            "title": file.scan.title,
            "parts": needs,
            "last_question": file.scan.last_question,
        }
        parts.append(("scan", scan))
    if file.checklist:
        items = [_html(text, sources) for text in file.checklist.items]
        parts.append(("checklist", {"title": file.checklist.title, "items": items}))
    parts += [("scene", _scene(one, sources)) for one in file.scenes]
    parts += [("question", _question(one, sources)) for one in file.questions]
    return [{"type": name, "value": value} for name, value in parts]


def _scene(file: SceneFile, sources: Collection[str]) -> Values:
    ways = [
        {"code": one.code, "text": one.text, "what_follows": _html(one.then, sources)}
        for one in file.ways
    ]
    return {
        "title": file.title,
        "situation": _html(file.situation, sources),
        "question": file.question,
        "ways": ways,
    }


def _question(file: QuestionFile, sources: Collection[str]) -> Values:
    return {
        "code": file.code,
        "kind": SINGLE if file.kind == "enkel" else MULTIPLE,
        "text": file.text,
        "answers": [
            {"text": text, "is_right": letter in file.good} for letter, text in file.answers.items()
        ],
        "explanation": _html(file.explanation, sources),
    }
