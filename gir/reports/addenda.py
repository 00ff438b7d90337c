"""The articles to which a part of the organisation can add something."""

from core import clock
from gir.models import ArticleVersion


def article_choices() -> list[tuple[str, str]]:
    """Return the articles in force today, to add something to."""
    rows = ArticleVersion.objects.in_force_on(clock.today())
    return [(row.key, f"{row.label} {row.title}") for row in rows]
