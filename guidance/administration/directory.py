"""The menu "Help and contacts" of the admin: the roles, and the contacts for the whole Rijk.

Contacts of a part of the organisation are kept by its coordinator, under /hulp/beheer/.
"""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guidance.enums import SpokenLanguage
from guidance.models import Contact, HelpRole
from organisations.models import Person
from organisations.services.persons import person_with_address


class HelpRoleForm(WagtailAdminModelForm):
    """A role. Its owner is known by a work address: an editor may not look through all persons."""

    owner_email = forms.EmailField(
        label=_("work e-mail address of the owner of the text"),
        required=False,
        help_text=_("Who keeps this text right. Readers do not see this. Empty: nobody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.instance.owner
        self.initial["owner_email"] = owner.email if owner else ""

    def clean_owner_email(self) -> Person | None:
        """Look up whose address it is; who is the owner already may stay without one."""
        address: str = self.cleaned_data["owner_email"]
        owner: Person | None = self.instance.owner
        if owner is not None and address == owner.email:
            return owner
        person = person_with_address(address)
        if address and person is None:
            raise forms.ValidationError(
                _("Nobody in Kompas has this address. Check it, or leave it empty.")
            )
        return person

    def save(self, commit: bool = True) -> HelpRole:  # noqa: FBT001, FBT002 - Django's own
        """Write the owner along with the rest."""
        self.instance.owner = self.cleaned_data.get("owner_email")
        role: HelpRole = super().save(commit=commit)
        return role


class HelpRoleViewSet(SnippetViewSet):
    """The roles."""

    model = HelpRole
    icon = "group"
    menu_label = _("Roles")
    list_display: ClassVar[list[Any]] = [
        "name",
        "side",
        "owner",
        "review_on",
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["side", "live"]
    search_fields: ClassVar[list[str]] = ["name"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        """Fetch the owners along, which the list names."""
        del request
        return HelpRole.objects.select_related("owner")

    def get_edit_handler(self) -> Any:
        """Show the fields as a reader meets them."""
        handler = ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("name"), FieldPanel("key"), FieldPanel("position")],
                    heading=_("Name"),
                ),
                FieldPanel("side"),
                FieldPanel("role_kind"),
                FieldPanel("who_is_it"),
                FieldPanel("for_whom"),
                FieldPanel("serves_externals"),
                FieldPanel("what_they_do"),
                FieldPanel("what_they_do_not"),
                *_pairs(),
                FieldPanel("what_happens_next"),
                MultiFieldPanel(
                    [FieldPanel("owner_email"), FieldPanel("review_on")],
                    heading=_("Keeping it right"),
                ),
            ],
            base_form_class=HelpRoleForm,
        )
        return handler.bind_to_model(HelpRole)


def _pairs() -> list[Any]:
    """Return each answer with the note that explains it."""
    pairs = (
        ("confidentiality", "confidentiality_note", _("confidential")),
        ("is_independent", "independence_note", _("independent")),
        ("is_binding", "binding_note", _("decision is binding")),
    )
    return [
        MultiFieldPanel([FieldPanel(answer), FieldPanel(note)], heading=heading)
        for answer, note, heading in pairs
    ]


class RijkContactForm(WagtailAdminModelForm):
    """A contact for the whole Rijk, which always has a name of its own."""

    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=SpokenLanguage,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class RijkContactViewSet(SnippetViewSet):
    """The contacts for the whole Rijk and outside it."""

    model = Contact
    icon = "mobile-alt"
    menu_label = _("Contacts for the whole Rijk")
    list_display: ClassVar[list[Any]] = ["name", "role", "verified_on", "needs_check"]
    list_filter: ClassVar[list[str]] = ["needs_check", "role"]
    search_fields: ClassVar[list[str]] = ["name"]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        """Leave out what a coordinator keeps."""
        del request
        rows = Contact.objects.filter(unit__isnull=True).select_related("role", "person")
        return rows.order_by("role__position", "name", "pk")

    def get_edit_handler(self) -> Any:
        """Show the fields; neither unit nor person, which are for coordinators."""
        handler = ObjectList(
            [
                FieldPanel("role"),
                FieldPanel("name"),
                FieldPanel("kind"),
                MultiFieldPanel(
                    [
                        FieldPanel(name)
                        for name in ("phone", "phone_outside", "email", "url", "place")
                    ],
                    heading=_("How to make contact"),
                ),
                FieldPanel("availability"),
                FieldPanel("languages"),
                FieldPanel("note"),
                FieldPanel("shown_publicly"),
                MultiFieldPanel(
                    [FieldPanel("needs_check"), FieldPanel("verified_on")], heading=_("Checked")
                ),
                MultiFieldPanel(
                    [FieldPanel("valid_from"), FieldPanel("valid_until")], heading=_("Period")
                ),
            ],
            base_form_class=RijkContactForm,
        )
        return handler.bind_to_model(Contact)


class HelpGroup(SnippetViewSetGroup):
    """Everything about help that is no page."""

    items = (HelpRoleViewSet, RijkContactViewSet)
    menu_icon = "help"
    menu_label = _("Help and contacts")
    menu_name = "help-and-contacts"
    menu_order = 260
