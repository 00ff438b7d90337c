"""Forms with which a functional administrator lets another system read, or be told."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ApiScope
from accounts.tokens import LONGEST
from compliance.models import EventSubscription
from compliance.webhooks.addresses import RefusedAddress, check_url
from core import clock
from organisations.forms.base import DayField
from organisations.models import Unit
from organisations.widgets import UnitChooser

_HALF_A_YEAR = timedelta(days=182)


class _ForUnit(forms.Form):
    """What a key and a receiver have in common."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("Which system it is.")
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=300,
        help_text=gettext_lazy("What it is for, as in the processing register."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.all(),
        widget=UnitChooser(),
        help_text=gettext_lazy("This unit and everything below it; nothing else."),
    )


class TokenForm(_ForUnit):
    """A new key for the API."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May read"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose no more than the purpose needs."),
    )
    expires_on = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("A year from now at most.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = clock.today() + _HALF_A_YEAR

    def clean_expires_on(self) -> Any:
        """Refuse a day that is past or too far away."""
        day = self.cleaned_data["expires_on"]
        if not clock.today() <= day <= clock.today() + LONGEST:
            raise forms.ValidationError(_("Choose a day from today, a year from now at most."))
        return day


class ReceiverForm(_ForUnit):
    """A new receiver of events."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("Begins with https:// and takes POST."),
    )
    field_order = ("name", "purpose", "url", "unit")

    def clean_url(self) -> str:
        """Refuse what can never be right; where the name leads is looked at when sending."""
        url: str = self.cleaned_data["url"].strip()
        try:
            check_url(url)
        except RefusedAddress:
            raise forms.ValidationError(
                _("Write an address that begins with https:// and holds no password.")
            ) from None
        return url

    def save(self, *, position: int) -> EventSubscription:
        """Return the new receiver, who is told of what is sealed after this position."""
        return EventSubscription.objects.create(**self.cleaned_data, position=position)
