"""Lists of an article that editors write as lines."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

SEPARATOR = "|"
_SCHEMES = ["https", "http"]


class LegalRefsField(forms.Field):
    """Laws, a line each: a name, and behind a bar where it can be read."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> str:
        """Return the lines of what is stored; what was typed stays as it was typed."""
        if isinstance(value, str):
            return value
        rows = [row if isinstance(row, dict) else {"name": str(row)} for row in value or ()]
        return "\n".join(
            f"{row.get('name', '')} {SEPARATOR} {row['url']}" if row.get("url") else row["name"]
            for row in rows
        )

    def clean(self, value: Any) -> list[dict[str, str]]:
        """Return what is stored; each line that is wrong is named."""
        rows = []
        for number, line in enumerate(str(value or "").splitlines(), start=1):
            name, _bar, url = (part.strip() for part in line.partition(SEPARATOR))
            if name or url:
                rows.append({"name": name, "url": _checked(name, url, number)})
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as lines."""
        return self.prepare_value(initial).split() != str(data or "").split()


def _checked(name: str, url: str, number: int) -> str:
    if not name:
        raise ValidationError(_("Line %(number)d has no name.") % {"number": number})
    if url:
        try:
            URLValidator(schemes=_SCHEMES)(url)
        except ValidationError as wrong:
            text = _("The address in line %(number)d is not complete. It starts with https://.")
            raise ValidationError(text % {"number": number}) from wrong
    return url


class KeysField(forms.MultipleChoiceField):
    """Articles, chosen from those that readers have or will have."""

    def __init__(self, *, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        self.offered = choices
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> Sequence[str]:
        """Return the keys in the order of the code."""
        chosen = set(super().clean(value))
        return [str(key) for key, _label in self.offered if key in chosen]
