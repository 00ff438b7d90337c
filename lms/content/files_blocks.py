"""The blocks that an author can write in a course file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from core.content_files import ContentModel, matching, wrong

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Title = Annotated[Text, StringConstraints(max_length=200)]
Lead = Annotated[Text, StringConstraints(max_length=600)]
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    matching(
        r"[A-Za-z0-9][A-Za-z0-9.-]*",
        lambda: _("A key has only letters, digits, full stops and hyphens, such as V1.2."),
    ),
]
Slug = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        lambda: _("Use only small letters, digits and hyphens here, such as veilig-uitspreken."),
    ),
]
ArticleKey = Annotated[
    str,
    matching(
        r"[1-9][0-9]*(-[1-9][0-9]*)?",
        lambda: _("Write the article with a hyphen: 4-1 for article 4.1."),
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a page: its name, its checked value and the line on which it starts.

    The value is Markdown for `text` and `notice`, a key for `key_figure`, else one of the models
    below (or, for a course's own block, whatever model the course gave).
    """

    kind: str
    value: Any
    line: int


class DilemmaOption(ContentModel):
    """A choice in a dilemma: no points, only an honest answer to what it would do."""

    key: Key
    text: Text
    verdict: Literal["sterk", "kan", "risico"]
    feedback: Text


class Dilemma(ContentModel):
    """A situation with several defensible choices. What somebody chooses is not stored."""

    key: Key
    title: Title
    situation: Text
    question: Text
    options: tuple[DilemmaOption, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_unique([option.key for option in self.options])
        return self


class QuestionOption(ContentModel):
    """A possible answer to a test question."""

    key: Key
    text: Text
    correct: bool = False


class Question(ContentModel):
    """A test question; right only when all correct options and no others are chosen."""

    key: Key
    kind: Literal["single", "multiple"]
    text: Text
    options: tuple[QuestionOption, ...] = Field(min_length=2)
    explanation: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_unique([option.key for option in self.options])
        correct = sum(option.correct for option in self.options)
        if not correct:
            raise wrong(_("No option is correct. Put 'correct: true' with at least one."))
        if self.kind == "single" and correct > 1:
            message = _(
                "%(count)d options are correct, but the question is 'single'. Keep one "
                "'correct: true', or write 'kind: multiple'."
            )
            raise wrong(message % {"count": correct})
        if correct == len(self.options):
            raise wrong(_("All options are correct. Add at least one that is not."))
        return self


class Reflection(ContentModel):
    """A question to think about; what somebody writes stays in the browser."""

    key: Key
    text: Text


class GirReference(ContentModel):
    """A pointer to an article of the Gedragscode Integriteit Rijk, such as 4-1 for article 4.1."""

    article: ArticleKey
    text: Text


class ImageFile(ContentModel):
    """A picture beside the course file, described for who cannot see it."""

    file: Text
    alt: Text
    caption: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that must exist."""
        return (self.file,)


class VideoFile(ContentModel):
    """A film with subtitles and a written-out text; without all three, the place for a film."""

    title: Title
    file: str = ""
    captions: str = ""
    transcript: str = ""
    description: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        parts = {name: getattr(self, name) for name in ("file", "captions", "transcript")}
        missing = [name for name, given in parts.items() if not given.strip()]
        if missing and len(missing) < len(parts):
            message = _(
                "A film needs 'file', 'captions' and 'transcript'; here is no %(names)s. Leave all "
                "three out while the film is still to come."
            )
            raise wrong(message % {"names": ", ".join(f"'{name}'" for name in missing)})
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """The files that must exist."""
        return tuple(name for name in (self.file, self.captions) if name)


BLOCKS: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(Text),
    "key_figure": TypeAdapter(Slug),
    "image": TypeAdapter(ImageFile),
    "video": TypeAdapter(VideoFile),
    "dilemma": TypeAdapter(Dilemma),
    "question": TypeAdapter(Question),
    "reflection": TypeAdapter(Reflection),
    "notice": TypeAdapter(str),
    "gir_reference": TypeAdapter(GirReference),
}


def _check_unique(keys: Sequence[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        message = _("Two options have the key '%(key)s'. Give each option its own key.")
        raise wrong(message % {"key": twice[0]})
