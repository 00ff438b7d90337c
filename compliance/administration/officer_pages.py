"""What the pages of compliance officers in the admin share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import User
from compliance.administration.policies import PROPOSE, ForOfficers
from compliance.models import RequirementDraft


class OfficerScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):  # type: ignore[misc]
    """A page below a list, for who may propose a rule unless it says otherwise."""

    permission_policy = ForOfficers(RequirementDraft)
    permission_required = PROPOSE
    header_icon = "clipboard-list"
    list_url_name = "requirementdraft:index"
    list_label: Any = gettext_lazy("Proposals")
    request: HttpRequest

    @property
    def user(self) -> User:
        """Who asks."""
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.list_url_name), "label": self.list_label},
            {"url": "", "label": self.get_page_title()},
        ]


class OfficerPage(OfficerScreen, TemplateView):
    """Such a page with nothing but a template."""


def no_person() -> str:
    """Return why somebody without a person cannot decide anything."""
    return _(
        "A decision is recorded under a name, and your account belongs to no person."
        " Ask for your account to be tied to a person first."
    )
