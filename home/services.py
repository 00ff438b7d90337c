"""Put start page, plain pages and the English tree in place; never over an editor's change."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from core.markdown import render_markdown
from home.models import HomePage, StandardPage
from home.page_files import PageFile

HOME_TITLE = "Leren over integriteit en goed ambtenaarschap"
HOME_LEAD = (
    "Hier volg je de cursussen die bij je werk voor het Rijk horen. In korte stukken, "
    "op je laptop of je telefoon."
)


@transaction.atomic(durable=True)
def load_pages(*, files: Sequence[PageFile]) -> list[str]:
    """Make or renew the plain pages; return a line for each page that changed or was left alone."""
    home = ensure_home()
    return [line for file in files if (line := _load_page(home, file))]


def ensure_home() -> HomePage:
    """Return the start page; make it the root of the site when there is none."""
    home: HomePage | None = HomePage.objects.filter(locale=Locale.get_default()).first()
    if home is not None:
        return home
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home").first()
    if welcome is not None:
        welcome.slug = "wagtail-welcome"
        welcome.save()
    home = HomePage(title=HOME_TITLE, lead=HOME_LEAD, slug="home", locale=Locale.get_default())
    root.add_child(instance=home)
    home.save_revision().publish()
    if welcome is not None:
        for child in welcome.get_children():
            child.move(home, pos="last-child")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": "localhost", "site_name": "Kompas"},
    )
    if welcome is not None:
        Page.objects.get(pk=welcome.pk).delete()
    return home


def _load_page(home: HomePage, file: PageFile) -> str:
    body = [_section(section) for section in file.sections]
    digest = _digest(file.title, file.lead, body)
    page = StandardPage.objects.child_of(home).filter(slug=file.slug).first()
    if page is None:
        page = StandardPage(slug=file.slug, locale=home.locale)
        _fill(page, file, body, digest)
        home.add_child(instance=page)
    elif page.loaded_hash == digest:
        return ""
    elif page.loaded_hash != _digest(page.title, page.lead, _without_ids(page)):
        return f"{file.slug}: an editor changed this page, left as it is"
    else:
        _fill(page, file, body, digest)
    page.save_revision().publish()
    return f"{file.slug}: published"


def _fill(page: StandardPage, file: PageFile, body: list[dict[str, Any]], digest: str) -> None:
    page.title, page.lead, page.loaded_hash = file.title, file.lead, digest
    # Wagtail reads the JSON when the page is saved.
    page.body = json.dumps(body)  # type: ignore[assignment]


def _section(section: Any) -> dict[str, Any]:
    value = {
        "title": section.title,
        "anchor": section.anchor or "",
        "text": render_markdown(section.body),
        "folded": section.folded,
    }
    return {"type": "section", "value": value}


def _without_ids(page: StandardPage) -> list[dict[str, Any]]:
    return [{"type": row["type"], "value": row["value"]} for row in page.body.raw_data]


def _digest(title: str, lead: str, body: list[dict[str, Any]]) -> str:
    text = json.dumps([title, lead, body], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def content_files() -> list[Path]:
    """Return the files of the plain pages that come with Kompas."""
    return sorted((Path(__file__).parent / "content").glob("*.yaml"))


def _is_read_as_page(page: Page) -> bool:
    """Some pages are only where editors work: readers have a view of their own, in any language."""
    return getattr(page.specific_class, "is_read_as_page", True)


@transaction.atomic(durable=True)
def sync_english() -> int:
    """Give every Dutch page an English alias, Dutch content in an English frame; say how many."""
    dutch = Locale.get_default()
    english, _created = Locale.objects.get_or_create(language_code="en")
    pages = Page.objects.filter(locale=dutch, depth__gt=1).order_by("path")
    known = set(Page.objects.filter(locale=english).values_list("translation_key", flat=True))
    missing = [
        page for page in pages if page.translation_key not in known and _is_read_as_page(page)
    ]
    for page in missing:
        page.specific.copy_for_translation(english, copy_parents=True, alias=True)
    return len(missing)
