"""Screens of the admin around an edition: make one, see what it changes, take it back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gir.administration.forms import NewEditionForm, WithdrawForm
from gir.administration.rights import may_edit, may_judge, may_make
from gir.drafts import code_is_taken
from gir.errors import CodeTaken, DayTaken, EditionInForce
from gir.models import EditionPage, GirIndexPage
from gir.models.fixed import edition_made_of
from gir.reports.proposals import proposed_changes
from gir.services.drafting import draft_edition
from gir.services.publishing import withdraw_edition
from organisations.viewers import person_of

_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_POST)
def new_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the edition is called and when it starts; then open it as a draft."""
    index = get_object_or_404(GirIndexPage, pk=pk, alias_of=None)
    if not may_make(request.user, index):
        raise PermissionDenied
    form = NewEditionForm(request.POST or None)
    if form.is_valid():
        try:
            page = draft_edition(index=index, asked=form.asked, user=request.user)
        except CodeTaken as taken:
            form.add_error("code", code_is_taken(str(taken)))
        except DayTaken:
            form.add_error("valid_from", _("Another edition comes into force on this day."))
        else:
            text = _("The edition is a draft now, with %(number)d articles. Change what differs.")
            messages.success(request, text % {"number": page.get_children().count()})
            return redirect("wagtailadmin_explore", page.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "index": index, "page_title": _("New edition")}
    return render(request, "gir/admin/new_edition.html", context, status=status)


@require_safe
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an edition would change, before anybody approves it."""
    page = get_object_or_404(EditionPage, pk=pk, alias_of=None)
    if not may_edit(request.user, page):
        raise PermissionDenied
    page = page.get_latest_revision_as_object()
    context = {
        "page": page,
        "comparison": proposed_changes(page),
        "is_approved": edition_made_of(page.pk) is not None,
    }
    return render(request, "gir/admin/differences.html", context)


@require_http_methods(_POST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approved edition back before its first day."""
    page = get_object_or_404(EditionPage, pk=pk, alias_of=None)
    if not may_judge(request.user, page):
        raise PermissionDenied
    edition = edition_made_of(page.pk)
    if edition is None or hasattr(edition, "withdrawal"):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_edition(
                edition=edition, reason=form.cleaned_data["reason"], by=person_of(request.user)
            )
        except EditionInForce:
            form.add_error(None, _("This edition is in force, so it cannot be withdrawn."))
        else:
            messages.success(request, _("The edition was withdrawn. It never comes into force."))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    status = 422 if form.errors else 200
    context = {"form": form, "page": page, "edition": edition, "page_title": _("Withdraw edition")}
    return render(request, "gir/admin/withdraw.html", context, status=status)
