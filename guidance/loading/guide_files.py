"""Reads the file with the guide that comes with Kompas."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentModel, read_yaml_with_lines
from core.markdown import render_markdown
from guidance.guide_checks import problems_of
from guidance.guide_tree import Answer, Further, GuideTree, Helper, Outcome, Question, Tool

GUIDE_FILE = Path(__file__).resolve().parents[1] / "content" / "wegwijzer.yaml"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]


class _Answer(ContentModel):
    text: Text
    hint: str = ""
    leads_to: Key
    is_external: bool = False
    anchor: str = ""


class _Question(ContentModel):
    key: Key
    text: Text
    hint: str = ""
    answers: tuple[_Answer, ...] = Field(min_length=1)


class _Helper(ContentModel):
    role: str = ""
    name: str = ""
    text: str = ""


class _Tool(ContentModel):
    text: Text
    code: str = ""
    path: str = ""


class _Further(ContentModel):
    text: Text
    leads_to: Key


class _Outcome(ContentModel):
    key: Key
    title: Text
    intro: str = ""
    helpers: tuple[_Helper, ...] = Field(min_length=1)
    what_next: str = ""
    confidentiality: str = ""
    tips: str = ""
    tools: tuple[_Tool, ...] = ()
    further: tuple[_Further, ...] = ()
    for_externals: str = ""
    owner: str = ""
    review_on: date | None = None


class _Word(ContentModel):
    term: Text
    meaning: Text


class GuideFile(ContentModel):
    """The whole guide; texts are Markdown. `owner` and `review_on` hold for every outcome."""

    title: Text
    danger: Text
    promise: Text
    intro: str = ""
    talk_title: Text
    talk_text: Text
    questions: tuple[_Question, ...] = Field(min_length=1)
    outcomes: tuple[_Outcome, ...] = Field(min_length=1)
    unsatisfied_title: Text
    unsatisfied: Text
    words: tuple[_Word, ...] = ()
    browser_note: Text
    about: str = ""
    owner: Text
    review_on: date

    def tree(self, sources: Mapping[str, Any]) -> GuideTree:
        """Return the questions and outcomes, with their texts as HTML."""
        return GuideTree(
            questions=tuple(
                Question(
                    key=one.key,
                    text=one.text,
                    hint=one.hint,
                    answers=tuple(Answer(**answer.model_dump()) for answer in one.answers),
                )
                for one in self.questions
            ),
            outcomes=tuple(self._outcome(one, sources) for one in self.outcomes),
        )

    def _outcome(self, file: _Outcome, sources: Mapping[str, Any]) -> Outcome:
        def html(text: str) -> str:
            return render_markdown(text, sources=sources)

        return Outcome(
            key=file.key,
            title=file.title,
            intro=html(file.intro),
            helpers=tuple(
                Helper(role=one.role, name=one.name, text=html(one.text)) for one in file.helpers
            ),
            what_next=html(file.what_next),
            confidentiality=html(file.confidentiality),
            tips=html(file.tips),
            tools=tuple(Tool(**one.model_dump()) for one in file.tools),
            further=tuple(Further(**one.model_dump()) for one in file.further),
            for_externals=file.for_externals,
            owner=file.owner or self.owner,
            review_on=file.review_on or self.review_on,
        )


def read_guide(
    path: Path = GUIDE_FILE, *, roles: Mapping[str, bool], sources: Mapping[str, Any]
) -> tuple[GuideFile, GuideTree]:
    """Return the guide; raise `InvalidContent` with everything that is wrong in the file."""
    file = read_yaml_with_lines(path)
    guide = file.validate(TypeAdapter(GuideFile), file.data)
    if guide is None:
        raise file.invalid()
    tree = guide.tree(sources)
    for problem in problems_of(tree, roles):
        file.add_error((), problem)
    file.raise_errors()
    return guide, tree
