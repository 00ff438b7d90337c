"""Which codes of sources, such as K22, have a place on the page with sources."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core.sources import read_sources


@lru_cache(maxsize=1)
def known_codes() -> frozenset[str]:
    """Return the codes; they come with Kompas, so they stay the same while it runs."""
    path = Path(settings.BASE_DIR) / "courses" / "bronnen.yaml"
    return frozenset(read_sources(path)) if path.exists() else frozenset()
