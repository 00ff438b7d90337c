"""Forms of the admin: a new edition, and taking an approved one back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from core import clock
from gir.models import Edition
from gir.services.drafting import NewEdition
from lms.api import ChangeClass

LONGEST_REASON = 300


class NewEditionForm(forms.Form):
    """What an edition says about itself; its articles come along by themselves."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Short and for ever, such as 2020 or 2027-1."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    stcrt_ref = forms.CharField(
        label=gettext_lazy("Reference in the Staatscourant"), max_length=80, required=False
    )
    valid_from = forms.DateField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("From 00:00 in Amsterdam on this day, if it is approved by then."),
        widget=AdminDateInput,
    )
    change_class = forms.ChoiceField(
        label=gettext_lazy("Class of change"),
        choices=ChangeClass.choices,
        initial=ChangeClass.EDITORIAL,
        help_text=gettext_lazy("Only after a normative change are people asked to read it again."),
    )
    summary = forms.CharField(
        label=gettext_lazy("What changes, in plain words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_valid_from(self) -> Any:
        """Refuse a day in the past: what people read then cannot be changed."""
        day = self.cleaned_data["valid_from"]
        if day < clock.today() and Edition.objects.standing().exists():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    @property
    def asked(self) -> NewEdition:
        """What the service reads."""
        return NewEdition(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why an approved edition does not come into force."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
    )
