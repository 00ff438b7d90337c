"""My files: asked for, on the way, ready, fetched; and the reports that come by themselves."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.enums import ExportFormat, ExportState
from compliance.errors import RefusedChange
from compliance.exports.errors import NotAllowed, WrongChoice
from compliance.exports.files import CONTENT_TYPES, export_name
from compliance.exports.kinds import kind_of
from compliance.exports.listing import listed_exports, listed_subscriptions
from compliance.exports.services import delete_export, request_export
from compliance.exports.subscriptions import subscribe, unsubscribe
from compliance.models import Export, ReportSubscription
from compliance.models.exports import private_storage
from core import clock
from organisations.access import person_of
from organisations.models import Person


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Show my files with how far they are; the list alone when the page asks for it again."""
    person = person_of(request.user)
    rows = listed_exports(person) if person else []
    context = {
        "exports": rows,
        "is_busy": any(row.is_busy for row in rows),
        "subscriptions": listed_subscriptions(person) if person else [],
    }
    is_part = request.headers.get("HX-Request") == "true"
    template = "compliance/partials/exports.html" if is_part else "compliance/exports.html"
    return render(request, template, context)


@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Ask for a file with the choices of the page that the button was on."""
    try:
        request_export(
            kind=request.POST.get("rapport", ""),
            parameters=request.POST.dict(),
            by=_person(request),
            format=request.POST.get("bestandstype", ""),
            language=(get_language() or "nl")[:2],
        )
    except (NotAllowed, WrongChoice) as refused:
        raise Http404 from refused
    except RefusedChange as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("We are making your file. Below you see how far it is."))
    return redirect("exporten")


@login_required
@require_safe
def fetch(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Give a file to who asked for it, while they may still see what is in it."""
    export = _mine(request, uuid)
    if export.state_at(clock.now()) != ExportState.READY:
        raise Http404
    try:
        kind_of(export.kind).build(request.user, export.parameters)
    except (NotAllowed, WrongChoice) as refused:
        raise Http404 from refused
    try:
        file = private_storage().open(str(export.file.name), "rb")
    except FileNotFoundError:
        messages.error(request, _("This file is gone. Ask for it once more."))
        return redirect("exporten")
    return FileResponse(
        file,
        as_attachment=True,
        filename=export_name(export),
        content_type=CONTENT_TYPES[ExportFormat(export.format)],
    )


@login_required
@require_POST
def forget(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a file before its time."""
    delete_export(export=_mine(request, uuid))
    messages.success(request, _("The file is deleted."))
    return redirect("exporten")


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Let a report come every month or quarter."""
    try:
        subscribe(
            kind=request.POST.get("rapport", ""),
            parameters=request.POST.dict(),
            by=_person(request),
            format=request.POST.get("bestandstype", ""),
            rhythm=request.POST.get("ritme", ""),
        )
    except (NotAllowed, WrongChoice) as refused:
        raise Http404 from refused
    messages.success(
        request, _("You get this report by itself from now on: a message with a link, no file.")
    )
    return redirect("exporten")


@login_required
@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a report."""
    mine = ReportSubscription.objects.filter(person=_person(request))
    unsubscribe(subscription=get_object_or_404(mine, pk=pk))
    messages.success(request, _("This report does not come by itself any more."))
    return redirect("exporten")


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _mine(request: HttpRequest, uuid: UUID) -> Export:
    rows = Export.objects.filter(requested_by=_person(request)).select_related("run")
    found: Export = get_object_or_404(rows, uuid=uuid)
    return found
