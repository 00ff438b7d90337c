"""What a local editor of the code fills in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from gir.reports.addenda import article_choices
from gir.services.addenda import AddendumText
from organisations.proposing.forms import SELECT, TICK, LocalTextForm


class AddendumForm(LocalTextForm):
    """An addendum; the last day is the last on which it holds."""

    main: ClassVar[Sequence[str]] = ("unit", "article_key", "title", "text", "is_stricter")
    fixed: ClassVar[Sequence[str]] = ("unit", "article_key")
    same: ClassVar[Sequence[str]] = ("article_key", "title", "text", "is_stricter", "valid_from")

    article_key = forms.ChoiceField(
        label=gettext_lazy("With which article"), widget=forms.Select(attrs=SELECT)
    )
    is_stricter = forms.BooleanField(
        label=gettext_lazy("This is stricter than the code"),
        required=False,
        help_text=gettext_lazy("Then it stands on top. The text of the code always stays visible."),
        widget=forms.CheckboxInput(attrs=TICK),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_with_own("article_key", article_choices())

    @property
    def written(self) -> AddendumText:
        """What the service reads."""
        data = self.cleaned_data
        return AddendumText(
            **self.shared(), article_key=data["article_key"], is_stricter=data["is_stricter"]
        )
