"""Forms for units: they come, change from a day, are corrected and end."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.enums import UnitKind
from organisations.forms.base import ONE_DAY, DayField, ServiceForm
from organisations.models import Unit, UnitVersion
from organisations.services import units
from organisations.widgets import UnitChooser


class NewUnitForm(ServiceForm):
    """A unit that comes."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Unit.objects.all(), required=False, widget=UnitChooser
    )
    valid_from = DayField(label=_("First day"))

    class Meta:
        model = Unit
        fields: ClassVar = ["code"]

    def save(self, commit: bool = True) -> Unit:  # noqa: ARG002, FBT001, FBT002 (Django's)
        """Create."""
        return units.create_unit(**self.cleaned_data)


class ChangeUnitForm(ServiceForm):
    """A unit gets another name or place from a day, or ends."""

    on = DayField(label=_("From which day"), required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Unit.objects.all(), required=False, widget=UnitChooser
    )
    last_day = DayField(
        label=_("Last day of this unit"),
        required=False,
        help_text=_("Only when it ends: then nobody may be in it any more."),
    )

    class Meta:
        model = Unit
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = self.instance.versions.current().order_by("valid_from").last()
        if latest is not None:
            self.initial.update(name=latest.name, kind=latest.kind, parent=latest.parent_id)

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a change."""
        data: dict[str, Any] = super().clean()
        if self._changes() and not data.get("on"):
            self.add_error("on", _("Fill in from which day this is so."))
        return data

    def save(self, commit: bool = True) -> Unit:  # noqa: ARG002, FBT001, FBT002 (Django's)
        """Change, end, or both."""
        changes = {name: self.cleaned_data[name] for name in self._changes()}
        if changes:
            units.change_unit(unit=self.instance, on=self.cleaned_data["on"], **changes)
        if self.cleaned_data["last_day"]:
            units.end_unit(unit=self.instance, on=self.cleaned_data["last_day"] + ONE_DAY)
        return self.instance  # type: ignore[no-any-return]

    def _changes(self) -> list[str]:
        return [name for name in ("name", "kind", "parent") if name in self.changed_data]


class UnitVersionForm(ServiceForm):
    """What was recorded wrongly about a unit in a period."""

    valid_from = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False)

    class Meta:
        model = UnitVersion
        fields: ClassVar = ["name", "kind", "parent", "valid_from"]
        widgets: ClassVar = {"parent": UnitChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until: date | None = self.instance.valid_until
        self.initial["last_day"] = until - ONE_DAY if until else None

    def save(self, commit: bool = True) -> UnitVersion:  # noqa: ARG002, FBT001, FBT002
        """Correct."""
        facts = {name: self.cleaned_data[name] for name in self._meta.fields}
        last = self.cleaned_data["last_day"]
        return units.correct_unit_version(
            version=UnitVersion.objects.get(pk=self.instance.pk),
            **facts,
            valid_until=last + ONE_DAY if last else None,
        )
