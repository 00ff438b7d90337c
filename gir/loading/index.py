"""The page above the editions, made when it is not there yet."""

from core.loading import ensure_index_page
from gir.models import GirIndexPage
from gir.models.pages import INDEX_SLUG

TITLE = "Gedragscode Integriteit Rijk"
LEAD = (
    "De gedragscode geldt voor iedereen die bij het Rijk werkt. Hier lees je in gewone taal wat "
    "de regel is en wat je doet als je twijfelt."
)


def ensure_index() -> GirIndexPage:
    """Return the page above the editions, made now or before."""
    return ensure_index_page(GirIndexPage, title=TITLE, lead=LEAD, slug=INDEX_SLUG)
