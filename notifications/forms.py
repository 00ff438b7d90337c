"""Forms: what somebody wants to receive, and the text of a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.enums import Language
from notifications.models import Notice, SwitchedOff
from notifications.registry import specs
from notifications.specs import NoticeSpec, Text
from notifications.texts import LONGEST_SUBJECT, problems
from organisations.models import Person


class WantedForm(forms.Form):
    """The kinds of messages that somebody may switch off, ticked when they are wanted."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        off = set(SwitchedOff.objects.filter(person=person).values_list("kind", flat=True))
        # Who never got a message for managers need not be asked about it.
        got = set(Notice.objects.filter(person=person).values_list("kind", flat=True).distinct())
        self.offered = [
            (kind, spec.title)
            for kind, spec in specs().items()
            if spec.optional and kind in off | got
        ]
        wanted = [kind for kind, _title in self.offered if kind not in off]
        kwargs.setdefault("initial", {"wanted": wanted})
        super().__init__(*args, **kwargs)
        field = self.fields["wanted"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = self.offered

    @property
    def kinds(self) -> list[str]:
        """The kinds that are offered."""
        return [kind for kind, _title in self.offered]


class TextForm(forms.Form):
    """The text of a kind of message in one language, checked as it will be when it is sent."""

    subject = forms.CharField(
        label=pgettext_lazy("mail", "Subject"), max_length=LONGEST_SUBJECT, strip=True
    )
    body = forms.CharField(
        label=pgettext_lazy("mail", "Text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=10_000,
        help_text=_("An empty line starts a new paragraph."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, spec: NoticeSpec, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.language = spec, language
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language.value

    def clean(self) -> dict[str, Any]:
        """Say what cannot be filled in."""
        data = super().clean() or {}
        if "subject" in data and "body" in data:
            for problem in problems(self.spec, self.text):
                self.add_error("body", problem)
        return data

    @property
    def text(self) -> Text:
        """Return what was filled in."""
        data = self.cleaned_data
        return Text(subject=data["subject"], body=data["body"])
