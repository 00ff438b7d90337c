"""The words and results on top that come with Kompas; never over an editor's change."""

import hashlib
from pathlib import Path
from typing import Annotated, TypeVar

from django.db import transaction
from pydantic import Field, StringConstraints, TypeAdapter

from core.content_files import ContentModel, read_yaml_with_lines
from search.models import EditedWords, LoadedWords, PromotedResult, SearchSynonym

FOLDER = Path(__file__).parent.parent / "content"

Row = TypeVar("Row")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^,\n]+$")]


class _Synonym(ContentModel):
    naam: Name
    woorden: Annotated[tuple[Word, ...], Field(min_length=2)]


class _Promoted(ContentModel):
    naam: Name
    woorden: Annotated[tuple[Word, ...], Field(min_length=1)]
    adres: Annotated[str, StringConstraints(pattern=r"^/")]


def load_words(folder: Path = FOLDER) -> list[str]:
    """Put both files in place; raise `InvalidContent` when one is wrong, before anything changes.

    What an editor changed stays as they left it, and what an editor deleted stays away.
    """
    synonyms = _read(folder / "synoniemen.yaml", TypeAdapter(_Synonym))
    promoted = _read(folder / "bovenaan.yaml", TypeAdapter(_Promoted))
    with transaction.atomic():
        lines = [
            _put(SearchSynonym(key=one.naam, words=", ".join(one.woorden))) for one in synonyms
        ]
        lines += [
            _put(PromotedResult(key=one.naam, words=", ".join(one.woorden), path=one.adres))
            for one in promoted
        ]
    return [line for line in lines if line]


def _read(path: Path, shape: TypeAdapter[Row]) -> list[Row]:
    file = read_yaml_with_lines(path)
    rows = file.validate_each(shape)
    file.raise_errors()
    return [row for row in rows if row is not None]


def _put(wanted: EditedWords) -> str:
    """Store one row, unless an editor changed or deleted it; return what was done."""
    model = type(wanted)
    wanted.loaded_hash = _hash(wanted)
    present = model._default_manager.filter(key=wanted.key).first()
    _loaded, is_new = LoadedWords.objects.get_or_create(
        model=model._meta.model_name, key=wanted.key
    )
    if present is None:
        if not is_new:
            return ""
        wanted.save()
        return f"added: {wanted}"
    if present.loaded_hash == wanted.loaded_hash or present.loaded_hash != _hash(present):
        return ""
    wanted.pk = present.pk
    wanted.save()
    return f"changed: {wanted}"


def _hash(row: EditedWords) -> str:
    text = f"{row.words}\n{getattr(row, 'path', '')}"
    return hashlib.sha256(text.encode()).hexdigest()
