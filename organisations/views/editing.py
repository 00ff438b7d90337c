"""Screens on which people and organisation are changed, always through the services."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from organisations.models import Person, PersonMerge, Unit
from organisations.services.errors import RefusedChange
from organisations.widgets import unit_title


class SaveByService:
    """A refusal of the service becomes a sentence above the form; nothing was changed then."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Save, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except RefusedChange as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            invalid: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
            return invalid
        return response

    def save_instance(self) -> Any:
        """Save; the log names the row, so that no name outlives an erasure."""
        instance = self.form.save()  # type: ignore[attr-defined]
        is_new = isinstance(self, generic.CreateView)
        log(
            instance=instance,
            action="wagtail.create" if is_new else "wagtail.edit",
            title=f"{instance._meta.verbose_name} {instance.pk}",
            content_changed=True,
        )
        return instance

    def get_success_message(self, *_instance: Any) -> Any:
        """Say that it is saved."""
        return _("Saved.")


class CreateView(SaveByService, generic.CreateView):
    """Record something new."""


class EditView(SaveByService, generic.EditView):
    """Correct or change something; a row that was superseded cannot be opened."""

    def get_queryset(self) -> QuerySet[Any]:
        """Leave out what is no longer held for true."""
        rows: QuerySet[Any] = super().get_queryset()
        return rows.filter(superseded_at__isnull=True) if _is_known(self.model) else rows

    def get_page_subtitle(self) -> str:
        """Say whose it is, and where."""
        return describe(self.object)

    def get_success_buttons(self) -> list[Any]:
        """Offer no button to a row that may just have been superseded."""
        return []


class AppointmentView(EditView):
    """An appointment, with the way to a transfer."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to a transfer."""
        url = reverse("appointment:transfer", args=[self.object.pk])
        transfer = Button(_("Move to another unit"), url=url, icon_name="arrow-right", priority=5)
        return [transfer, *super().header_more_buttons]


class TransferView(EditView):
    """Somebody goes on in another unit from a day."""

    page_title = _("Move to another unit")


def _is_known(model: Any) -> bool:
    return any(field.name == "superseded_at" for field in model._meta.get_fields())


def describe(row: Any) -> str:
    """Return what a row is about: a person, a unit, or both."""
    if isinstance(row, Unit):
        return unit_title(row)
    if isinstance(row, Person):
        return row.name
    if isinstance(row, PersonMerge):
        return f"{row.person} → {row.into}"
    person = getattr(row, "person", None) or getattr(row, "holder", None)
    unit = getattr(row, "unit", None)
    parts = [person.name if person else "", unit_title(unit) if unit else ""]
    return " · ".join(part for part in parts if part)
