"""What an editor of a tool can choose from, and lists that are typed as one line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from gir.models import ArticleVersion, Dilemma
from guidance.models import HelpRole


class CodesField(forms.CharField):
    """Codes on one line with commas between them, stored as a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("With commas between them, such as T1, T8."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        """Return the line of what is stored; what was typed stays as it was typed."""
        return value if isinstance(value, str) else ", ".join(value or ())

    def clean(self, value: Any) -> list[str]:
        """Return what is stored; the same code twice is once."""
        parts = (part.strip() for part in str(super().clean(value)).split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as codes."""
        return self.clean(self.prepare_value(initial)) != self.clean(data or "")


def known_roles() -> list[tuple[str, str]]:
    """Return the roles that help."""
    return list(HelpRole.objects.values_list("key", "name"))


def known_articles() -> list[tuple[str, str]]:
    """Return the articles of the code that are in force."""
    rows = ArticleVersion.objects.in_force_on(clock.today()).values_list("key", "label", "title")
    return [(key, f"{label} {title}") for key, label, title in rows]


def known_dilemmas() -> list[tuple[str, str]]:
    """Return the dilemmas of the pool."""
    return list(Dilemma.objects.values_list("key", "title"))
