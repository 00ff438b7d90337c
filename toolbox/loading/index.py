"""The page above a kind of pages, which has a fixed address below the start page."""

from typing import TypeVar

from wagtail.models import Locale, Page, Site

P = TypeVar("P", bound=Page)


def ensure_index_page(model: type[P], *, title: str, lead: str, slug: str) -> P:
    """Return it, made now or before."""
    home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    found: P | None = model.objects.child_of(home).first()
    if found is not None:
        return found
    page: P = model(title=title, lead=lead, slug=slug, locale=Locale.get_default())
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
