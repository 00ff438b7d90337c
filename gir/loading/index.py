"""The page above the editions, made when it is not there yet."""

from wagtail.models import Locale, Site

from gir.models import GirIndexPage
from gir.models.pages import INDEX_SLUG

TITLE = "Gedragscode Integriteit Rijk"
LEAD = (
    "De gedragscode geldt voor iedereen die bij het Rijk werkt. Hier lees je in gewone taal wat "
    "de regel is en wat je doet als je twijfelt."
)


def ensure_index() -> GirIndexPage:
    """Return the page above the editions, made now or before."""
    locale = Locale.get_default()
    home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    page: GirIndexPage | None = GirIndexPage.objects.child_of(home).first()
    if page is None:
        page = GirIndexPage(title=TITLE, lead=LEAD, slug=INDEX_SLUG, locale=locale)
        home.add_child(instance=page)
        page.save_revision().publish()
    return page
