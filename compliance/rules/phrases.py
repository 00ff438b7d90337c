"""Small words from which a rule is told: a list of things, a name in quotes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def quoted(text: str) -> str:
    """Return a name in quotes."""
    return _("‘%(title)s’") % {"title": text}


def listed(parts: Sequence[str], *, word: str) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:  # noqa: PLR2004
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def capital(text: str) -> str:
    """Return a sentence with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
