"""What every page of the site needs around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from design import navigation

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, theme and the address of this page in the other language, when asked."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    language = (get_language() or "nl").split("-")[0]
    other = "en" if language == "nl" else "nl"
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "theme": chosen if chosen in THEMES else "",
        # Words of the site inside a Dutch text say so with this.
        "LANGUAGE_CODE": language,
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
        "help_path": navigation.in_language("/hulp/"),
        "is_demo": settings.DEMO,
    }


def _navigation(request: HttpRequest) -> SafeString:
    """Return the links of the header as HTML: they stand on the page twice, for small and wide."""
    items = navigation.items(request)
    return render_to_string("design/parts/navigation.html", {"site_navigation": items})
