"""Forms for persons themselves."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.forms.base import ServiceForm
from organisations.models import Person, PersonMerge
from organisations.services import persons
from organisations.services.accounts import close_account, give_account
from organisations.widgets import PersonChooser


class PersonForm(ServiceForm):
    """Who somebody is and how we reach them; only a superuser decides who can sign in."""

    can_sign_in = forms.BooleanField(
        label=_("Can sign in"),
        required=False,
        help_text=_("With the e-mail address; the first password comes by “Forgotten password”."),
    )

    class Meta:
        model = Person
        fields: ClassVar = ["name", "sort_name", "email", "language", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.instance.user
        self.initial["can_sign_in"] = bool(user and user.is_active)
        if not (self.for_user and self.for_user.is_superuser):
            del self.fields["can_sign_in"]

    def save(self, commit: bool = True) -> Person:  # noqa: ARG002, FBT001, FBT002 (Django's)
        """Add or change."""
        fields = {name: self.cleaned_data[name] for name in self._meta.fields}
        if self.is_new:
            person = persons.add_person(**fields)
        else:
            person = persons.change_person(
                person=Person.objects.get(pk=self.instance.pk),
                **{name: fields[name] for name in self.changed_data if name in fields},
            )
        if "can_sign_in" in self.changed_data:
            decide = give_account if self.cleaned_data["can_sign_in"] else close_account
            decide(person=person)
        return person


class MergeForm(ServiceForm):
    """Two records turn out to be one human being, or turn out not to be."""

    undo = forms.BooleanField(
        label=_("Take the merge back"),
        help_text=_("From now on both records count as persons of their own again."),
    )

    class Meta:
        model = PersonMerge
        fields: ClassVar = ["person", "into"]
        widgets: ClassVar = {"person": PersonChooser, "into": PersonChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("undo",) if self.is_new else ("person", "into"):
            del self.fields[name]

    def save(self, commit: bool = True) -> PersonMerge:  # noqa: ARG002, FBT001, FBT002 (Django's)
        """Merge, or take back."""
        if self.is_new:
            return persons.merge_persons(**self.cleaned_data)
        merge = PersonMerge.objects.get(pk=self.instance.pk)
        persons.undo_merge(merge=merge)
        return merge
