"""What the header and some pages link to; the apps above say so through settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One link in the main navigation. `push` puts it at the far end."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    push: bool = False


Source = Callable[[HttpRequest], list[NavItem]]


@cache
def _sources(names: tuple[str, ...]) -> tuple[Source, ...]:
    return tuple(import_string(name) for name in names)


def items(request: HttpRequest, setting: str = "SITE_NAVIGATION") -> list[NavItem]:
    """Return the links for this visitor, in the order of the setting."""
    sources = _sources(tuple(getattr(settings, setting)))
    return [item for source in sources for item in source(request)]


def in_language(path: str) -> str:
    """Return the address of a fixed page in the present language; Dutch has no prefix."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
