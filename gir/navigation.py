"""The link to the code of conduct in the header, and the address of an article for others."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from design.navigation import NavItem
from gir.models import ArticleVersion


def main(request: HttpRequest) -> list[NavItem]:
    """Return the link that everybody gets."""
    url = reverse("gir:index")
    return [NavItem(label=_("Code of conduct (GIR)"), url=url, active=request.path.startswith(url))]


def article_address(key: str) -> str | None:
    """Return where an article can be read; None when it is not in force today."""
    versions = ArticleVersion.objects.in_force_on(clock.today()).filter(key=key)
    return reverse("gir:article", args=[key]) if versions.exists() else None
