"""What an author wrote in a course file, as the blocks of a page hold it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from core.content_files import ContentFileError, InvalidContent
from lms.content.files import (
    Block,
    Dilemma,
    GirReference,
    ImageFile,
    Question,
    Reflection,
    VideoFile,
    render_inline,
    render_markdown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockWriter:
    """Turns blocks of a file into stored blocks. `folder` holds its pictures and films."""

    path: Path
    sources: Collection[str]
    key_figures: Mapping[str, int]
    allowed: Collection[str]

    def write(self, blocks: Collection[Block]) -> list[dict[str, Any]]:
        """Return the blocks of a page; raise `InvalidContent` for one that has no place there."""
        return [{"type": block.kind, "value": self._value(block)} for block in blocks]

    def _value(self, block: Block) -> Any:
        if block.kind not in self.allowed:
            message = _("The block '%(kind)s' has no place on this page. Choose from: %(known)s.")
            values = {"kind": block.kind, "known": ", ".join(sorted(self.allowed))}
            raise InvalidContent([ContentFileError(self.path, block.line, message % values)])
        write = _WRITERS.get(block.kind)
        return write(self, block.value) if write else block.value

    def text(self, value: str) -> str:
        return render_markdown(value, sources=self.sources)

    def lines(self, value: str) -> str:
        """Return a few sentences as rich text; one line stays one paragraph."""
        inline = "\n" not in value.strip()
        return f"<p>{self.inline(value)}</p>" if inline else self.text(value)

    def inline(self, value: str) -> str:
        return render_inline(value, sources=self.sources)

    def key_figure(self, value: str) -> int:
        return self.key_figures[value]

    def dilemma(self, value: Dilemma) -> dict[str, Any]:
        return {
            "key": value.key,
            "title": value.title,
            "situation": self.lines(value.situation),
            "question": value.question,
            "options": [
                {
                    "key": option.key,
                    "text": option.text,
                    "verdict": option.verdict,
                    "feedback": self.lines(option.feedback),
                }
                for option in value.options
            ],
        }

    def question(self, value: Question) -> dict[str, Any]:
        return {
            "key": value.key,
            "kind": value.kind,
            "text": value.text,
            "options": [
                {"key": option.key, "text": option.text, "correct": option.correct}
                for option in value.options
            ],
            "explanation": self.lines(value.explanation),
        }

    def reflection(self, value: Reflection) -> dict[str, Any]:
        return {"key": value.key, "text": value.text}

    def notice(self, value: str) -> dict[str, Any]:
        return {"text": self.lines(value) if value else ""}

    def gir_reference(self, value: GirReference) -> dict[str, Any]:
        return {"article": value.article, "text": value.text}

    def image(self, value: ImageFile) -> dict[str, Any]:
        image = self._file(get_image_model(), value.file, value.alt)
        return {"image": image, "alt": value.alt, "caption": value.caption}

    def video(self, value: VideoFile) -> dict[str, Any]:
        return {
            "video": self._document(value.file, value.title),
            "captions": self._document(value.captions, value.title),
            "title": value.title,
            "description": value.description,
            "transcript": self.text(value.transcript) if value.transcript else "",
        }

    def _document(self, name: str, title: str) -> int | None:
        return self._file(get_document_model(), name, title) if name else None

    def _file(self, model: Any, name: str, title: str) -> int:
        """Return the image or document with this content, stored now or before."""
        path = self.path.parent / name
        with path.open("rb") as handle:
            digest = hash_filelike(handle)
            known = model.objects.filter(file_hash=digest).order_by("pk").first()
            if known is None:
                known = model(title=title[:255], file=File(handle, name=path.name))
                known.file_hash = digest
                known.save()
        return int(known.pk)


_WRITERS: dict[str, Callable[[BlockWriter, Any], Any]] = {
    "text": BlockWriter.text,
    "key_figure": BlockWriter.key_figure,
    "dilemma": BlockWriter.dilemma,
    "question": BlockWriter.question,
    "reflection": BlockWriter.reflection,
    "notice": BlockWriter.notice,
    "gir_reference": BlockWriter.gir_reference,
    "image": BlockWriter.image,
    "video": BlockWriter.video,
}
