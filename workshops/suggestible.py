"""What a manager may recommend to somebody: kinds of workshops that everybody can read about."""

from collections.abc import Iterator

from workshops.models import WorkshopType


def workshops() -> Iterator[tuple[str, str, str]]:
    """Yield title, address and key of the activity; a confidential workshop is never named."""
    rows = WorkshopType.objects.offered().filter(is_confidential=False).exclude(path="")
    for title, path, key in rows.values_list("title", "path", "activity__key"):
        yield title, path, key or ""
