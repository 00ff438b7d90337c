"""Forms of the ledger."""

from django import forms
from django.utils.translation import gettext_lazy as _


class VoidForm(forms.Form):
    """Why a completion does not count."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Write what is wrong, without health or other private details."),
    )
