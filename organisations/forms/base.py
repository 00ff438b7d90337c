"""What all forms of the admin share."""

from datetime import timedelta
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.models import User

ONE_DAY = timedelta(days=1)


class DayField(forms.DateField):
    """A date, with the browser's own picker: no script, and known to whoever uses it."""

    widget = forms.DateInput

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class ServiceForm(WagtailAdminModelForm):
    """A form whose `save` is one service; that service and the database judge what is whole."""

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        self.for_user = for_user
        super().__init__(*args, for_user=for_user, **kwargs)

    def validate_unique(self) -> None:
        """Leave it to the service, which says it in a sentence."""

    def validate_constraints(self) -> None:
        """Leave it to the service, which says it in a sentence."""

    @property
    def is_new(self) -> bool:
        """Whether there is no row yet."""
        return self.instance.pk is None
