"""Reads what a page shows to everybody; one query when it was read before."""

from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

from core.statements import Statement
from lms.completions.models import ActivityVersion
from lms.content.building import build_shell
from lms.content.frozen import FrozenTest
from lms.content.models import CATALOGUE_SLUG, ContentStamp
from lms.content.shell import Shell

# Each process remembers the pages that it showed; a shared cache would cost more than it saves.
_MOST = 256
_remembered: dict[tuple[str | None, str | None, str], Shell] = {}
_WORD = Statement(lambda: ContentStamp.objects.filter(pk=1).values_list("word"))


def read_shell(path: str) -> Shell | None:
    """Return the published page at a path below the catalogue; None when there is none.

    The word in the key is another one after every change, so that no process shows what is old.
    """
    row = _WORD.row()
    key = (row[0] if row else None, get_language(), path)
    shell = _remembered.get(key)
    if shell is None:
        page = find_page(path)
        shell = build_shell(page.specific) if page else None
        if shell is not None:
            if len(_remembered) >= _MOST:
                _remembered.clear()
            _remembered[key] = shell
    return shell


def below_catalogue(address: str) -> str:
    """Return the path below the catalogue of an address, in any language."""
    return address.partition(f"/{CATALOGUE_SLUG}/")[2].strip("/")


def find_page(path: str) -> Page | None:
    """Return the published page in the language of the visitor, else in the default one."""
    languages = [str(get_language()), str(Locale.get_default().language_code)]
    roots = {root.language_code: root.root_path for root in reversed(Site.get_site_root_paths())}
    for language in dict.fromkeys(languages):
        if language in roots:
            url_path = "/".join(filter(None, [roots[language] + CATALOGUE_SLUG, path])) + "/"
            page = Page.objects.live().filter(url_path=url_path).first()
            if page is not None:
                return page
    return None


def read_test(version_id: int) -> FrozenTest | None:
    """Return the test of a version, for who started before an editor changed the module."""
    versions = ActivityVersion.objects.filter(pk=version_id)
    return FrozenTest.from_json(versions.values_list("content", flat=True).first() or {})
