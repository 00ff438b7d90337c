"""Put start page, other pages and the English tree in place; never over an editor's change."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from core.markdown import render_markdown
from home.memory import forget, front_word
from home.models import AudiencePage, HomePage, StandardPage
from home.page_files import PageFile

HOME_TITLE = "Leren over integriteit en goed ambtenaarschap"
HOME_LEAD = (
    "Hier volg je de cursussen die bij je werk voor het Rijk horen. In korte stukken, "
    "op je laptop of je telefoon."
)
HELP_SLUG = "hulp"
OLD_HELP_SLUG = "hulp-oud"


@transaction.atomic(durable=True)
def load_pages(*, files: Sequence[PageFile]) -> list[str]:
    """Make or renew the pages; return a line for each page that changed or was left alone."""
    home = ensure_home()
    if not front_word():
        forget()
    lines = (_retire_help(home), *(_load_page(home, file) for file in files))
    return [line for line in lines if line]


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


def _retire_help(home: HomePage) -> str:
    """Make room at /hulp/ for the guide, which took the place of a page that came before it."""
    page = StandardPage.objects.child_of(home).filter(slug=HELP_SLUG).first()
    if page is None:
        return ""
    newest = page.get_latest_revision_as_object()
    if newest.loaded_hash == _digest_of(newest):
        for gone in (*page.aliases.all(), page):
            gone.delete()
        return f"{HELP_SLUG}: deleted, the guide takes its place"
    if page.live:
        page.unpublish()
    page.refresh_from_db()
    newest.slug = page.slug = OLD_HELP_SLUG
    newest.live = page.live
    page.save()
    newest.save_revision()
    kept = f"it is kept, unpublished, as {OLD_HELP_SLUG}"
    return f"{HELP_SLUG}: the guide takes its place; an editor changed this page, so {kept}"


def _load_page(home: HomePage, file: PageFile) -> str:
    model = AudiencePage if file.audience else StandardPage
    body = [_section(section) for section in file.sections]
    digest = _digest(file.title, file.lead, body, *_own_fields(file))
    page = model.objects.child_of(home).filter(slug=file.slug).first()
    if page is None:
        page = model(slug=file.slug, locale=home.locale)
        _fill(page, file, body, digest)
        home.add_child(instance=page)
    elif page.loaded_hash == digest:
        return ""
    elif page.loaded_hash != _digest_of(page.get_latest_revision_as_object()):
        return f"{file.slug}: an editor changed this page, left as it is"
    else:
        _fill(page, file, body, digest)
    page.save_revision().publish()
    return f"{file.slug}: published"


def _fill(page: Any, file: PageFile, body: list[dict[str, Any]], digest: str) -> None:
    page.title, page.lead, page.loaded_hash = file.title, file.lead, digest
    if file.audience:
        page.audience, page.summary = _own_fields(file)
    # Wagtail reads the JSON when the page is saved.
    page.body = json.dumps(body)


def _own_fields(source: Any) -> tuple[str, ...]:
    """Return what only a page for an audience has, of such a page or of its file."""
    return (source.audience, source.summary) if getattr(source, "audience", "") else ()


def _section(section: Any) -> dict[str, Any]:
    value = {
        "title": section.title,
        "anchor": section.anchor or "",
        "text": render_markdown(section.body),
        "folded": section.folded,
    }
    return {"type": "section", "value": value}


def _digest_of(page: Any) -> str:
    """Return the digest of a page as editors see it: a draft of theirs counts as a change."""
    body = [{"type": row["type"], "value": row["value"]} for row in page.body.raw_data]
    return _digest(page.title, page.lead, body, *_own_fields(page))


def _digest(title: str, lead: str, body: list[dict[str, Any]], *more: str) -> str:
    text = json.dumps([title, lead, body, *more], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def content_files() -> list[Path]:
    """Return the files of the pages that come with Kompas, those for audiences last."""
    folder = Path(__file__).parent / "content"
    return [*sorted(folder.glob("*.yaml")), *sorted(folder.glob("doelgroepen/*.yaml"))]


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
