"""Pages of the catalogue, handed over by Wagtail: a kind of workshop, a campaign."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from organisations.access import person_of
from workshops.models import CampaignPage, WorkshopIndexPage, WorkshopPage
from workshops.reports.pages import campaign_view, type_view


@login_required
@require_safe
def show_index(
    request: HttpRequest, page: WorkshopIndexPage, *, is_preview: bool = False
) -> HttpResponse:
    """Lead to the calendar; in the editor show what stands above it."""
    if is_preview:
        return render(request, "workshops/index_preview.html", {"page": page})
    return redirect("workshops")


@never_cache
@login_required
@require_safe
def show_type(
    request: HttpRequest, page: WorkshopPage, *, is_preview: bool = False
) -> HttpResponse:
    """Show a kind of workshop with its dates; a confidential one with the card of each date."""
    if page.is_confidential:
        # Whoever keeps the logs must not see either who looked, or came back after booking.
        request.leave_account_out_of_log = True  # type: ignore[attr-defined]
    person = person_of(request.user)
    context = {"page": page, "view": type_view(page, request.user, is_preview=is_preview)}
    return render(request, "workshops/type.html", {**context, "has_person": person is not None})


@login_required
@require_safe
def show_campaign(
    request: HttpRequest, page: CampaignPage, *, is_preview: bool = False
) -> HttpResponse:
    """Show a campaign with its workshops, within its days."""
    if not is_preview and not page.is_shown_on(clock.today()):
        raise Http404
    view = campaign_view(page, request.user)
    return render(request, "workshops/campaign.html", {"page": page, "view": view})
