"""In the admin: a campaign copied for next year."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from workshops.catalogue.campaigns import copy_for_next_year, next_year
from workshops.models import CampaignPage


@require_http_methods(["GET", "HEAD", "POST"])
def copy_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the copy will be; make it when the editor says so, and open it."""
    campaign = get_object_or_404(CampaignPage, pk=pk, alias_of=None)
    parent: Page = campaign.get_parent()
    may_copy = campaign.permissions_for_user(request.user).can_copy()
    if not (may_copy and parent.permissions_for_user(request.user).can_add_subpage()):
        raise PermissionDenied
    if request.method == "POST":
        copy = copy_for_next_year(campaign=campaign, user=request.user)
        messages.success(
            request, _("The campaign for next year is a draft now. Check the days and publish it.")
        )
        return redirect("wagtailadmin_pages:edit", copy.pk)
    context = {
        "campaign": campaign,
        "from_on": next_year(campaign.from_on),
        "until_on": next_year(campaign.until_on),
    }
    return render(request, "workshops/admin/next_year.html", context)
