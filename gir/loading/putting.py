"""Puts texts of the code in place, with what belongs to them: options and themes."""

from collections.abc import Mapping
from typing import Any

from core.loading import Putter
from gir.models import Dilemma, DilemmaOption, Question, Theme

_OPTION = ("letter", "text", "verdict", "explanation")


class GirPutter(Putter):
    """One load of the code."""

    def fill(self, target: Any, values: Mapping[str, Any]) -> None:
        """Set fields, the options of a dilemma and the themes of a question."""
        fields = dict(values)
        if "options" in fields:
            target.options = [
                DilemmaOption(sort_order=i, **dict(zip(_OPTION, option, strict=True)))
                for i, option in enumerate(fields.pop("options"))
            ]
        if "themes" in fields:
            target.themes = list(Theme.objects.filter(pk__in=fields.pop("themes")))
        super().fill(target, fields)

    def value_of(self, target: Any, name: str) -> Any:
        """Return a field, options or themes as a file gives them."""
        if name == "options" and isinstance(target, Dilemma):
            return [
                [getattr(option, part) for part in _OPTION]
                for option in sorted(target.options.all(), key=lambda one: one.sort_order or 0)
            ]
        if name == "themes" and isinstance(target, Question):
            return sorted(theme.pk for theme in target.themes.all())
        return super().value_of(target, name)
