"""Where an adviser keeps their own data. Forbidden and unknown give 404."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidance.access import own_contacts
from guidance.forms.contacts import ReachForm
from guidance.reports.keeping import kept_contacts
from guidance.services.contacts import change_own_contact, confirm_contact
from organisations.models import Person
from organisations.viewers import person_of


@never_cache
@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Show an adviser how they stand in the directory."""
    rows = kept_contacts(own_contacts(request.user))
    if not rows:
        raise Http404
    return render(request, "guidance/own.html", {"rows": rows})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_own(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let an adviser change how they can be reached."""
    rows = own_contacts(request.user).select_related("role", "person")
    contact = get_object_or_404(rows, uuid=uuid)
    form = ReachForm(request.POST or None, initial=ReachForm.from_contact(contact))
    if form.is_valid():
        change_own_contact(contact=contact, reach=form.reach, by=_person(request))
        messages.success(request, _("Saved. Colleagues see it from now on."))
        return redirect("guidance:own")
    context = {"form": form, "contact": contact}
    return render(request, "guidance/own_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def confirm_own(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that it is still right."""
    contact = get_object_or_404(own_contacts(request.user), uuid=uuid)
    confirm_contact(contact=contact, by=_person(request))
    messages.success(request, _("Thank you. Your data now say that they were checked today."))
    return redirect("guidance:own")


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person
