"""Which pages of the code a phone keeps, so that they can be read without a network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.templatetags.static import static
from django.urls import reverse

from gir.models import ArticleVersion, Question, Theme

ASSETS = (
    *("design/site.css", "design/sprite.svg", "design/mark.svg"),
    *("design/menu.js", "design/find.js"),
)
OWN = ("gir/offline.js",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Pages and files to keep. `version` differs as soon as one of them may read differently."""

    version: str
    pages: Sequence[str]
    assets: Sequence[str]


def kept_on(day: date) -> Kept:
    """Return what is kept of the code of a day."""
    versions = list(ArticleVersion.objects.in_force_on(day).values_list("key", "content_hash"))
    themes = Theme.objects.filter(live=True).values_list("key", "latest_revision_id")
    questions = Question.objects.filter(live=True).values_list("key", "latest_revision_id")
    rows = [*versions, *themes, *questions]
    assets = tuple(static(name) for name in (*ASSETS, *OWN))
    pages = (
        reverse("gir:index"),
        reverse("gir:a-z"),
        reverse("gir:offline"),
        *(reverse("gir:theme", args=[key]) for key, _revision in themes),
        *(reverse("gir:question", args=[key]) for key, _revision in questions),
        *(reverse("gir:article", args=[key]) for key, _hash in versions),
    )
    text = repr((day.isoformat(), rows, assets))
    return Kept(version=sha256(text.encode()).hexdigest()[:16], pages=pages, assets=assets)
