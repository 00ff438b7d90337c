"""Reads: which text counts for a kind of message."""

from django.db.models import OuterRef, Subquery

from notifications.models import NoticeText
from notifications.specs import NoticeSpec, Text

Texts = dict[tuple[str, str], Text]


def latest_text(*, kind: str, language: str) -> NoticeText | None:
    """Return the newest version that an editor wrote or reset; None: nobody ever did."""
    rows = NoticeText.objects.filter(kind=kind, language=language)
    return rows.order_by("-number").first()


def written_texts() -> Texts:
    """Return the texts of editors that count, by kind and language, in one query."""
    newest = NoticeText.objects.filter(kind=OuterRef("kind"), language=OuterRef("language"))
    counting = NoticeText.objects.filter(
        is_ours=False, number=Subquery(newest.order_by("-number").values("number")[:1])
    )
    return {(row.kind, row.language): Text(subject=row.subject, body=row.body) for row in counting}


def text_of(spec: NoticeSpec, language: str, written: Texts) -> Text:
    """Return the text that counts: an editor's, else ours, else ours in Dutch."""
    return written.get((spec.kind, language)) or spec.texts.get(language) or spec.texts["nl"]
