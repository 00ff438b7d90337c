"""The screens of local editors and of who approves addenda. Forbidden and unknown give 404."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gir.access import (
    addenda_seen_by,
    addenda_written_by,
    nobody_judges,
    proposals_judged_by,
    proposals_seen_by,
    proposals_written_by,
    units_handled_by,
    units_without_judge,
    units_written_for,
)
from gir.errors import AddendumRefused
from gir.forms.addenda import AddendumForm, EndForm, SendBackForm
from gir.models import Addendum, AddendumProposal
from gir.reports.addenda import (
    addendum_view,
    article_choices,
    overview,
    proposal_view,
    unit_choices,
)
from gir.services.addenda import (
    OPEN,
    approve,
    propose,
    propose_end,
    send_back,
    take_back,
    write_proposal,
)
from organisations.models import Person, Unit
from organisations.viewers import person_of

_FORM = ["GET", "HEAD", "POST"]
_MOST_NAMES = 5


@never_cache
@login_required
@require_safe
def addenda(request: HttpRequest) -> HttpResponse:
    """Show what somebody writes and approves."""
    if not units_handled_by(request.user).exists():
        raise Http404
    return render(request, "gir/addenda/overview.html", {"overview": overview(request.user)})


@never_cache
@login_required
@require_safe
def addendum(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show an addendum with its history."""
    rows = addenda_seen_by(request.user).select_related("proposed_by", "approved_by")
    view = addendum_view(get_object_or_404(rows.exclude(text=""), uuid=uuid), request.user)
    return render(request, "gir/addenda/addendum.html", {"view": view})


@never_cache
@login_required
@require_safe
def proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a proposal with what can be done with it."""
    rows = proposals_seen_by(request.user).select_related("proposed_by", "replaces")
    view = proposal_view(get_object_or_404(rows, uuid=uuid), request.user)
    nobody = view.may_write and nobody_judges(view.proposal, seen_by=_person(request))
    context = {
        "view": view,
        "is_open": view.proposal.state in OPEN,
        "nobody_for": {"is_all": True} if nobody else None,
    }
    return render(request, "gir/addenda/proposal.html", context)


@never_cache
@login_required
@require_http_methods(_FORM)
def write(request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """Write a new addendum, or something that takes the place of one."""
    replaces = None
    if uuid is not None:
        replaces = get_object_or_404(addenda_written_by(request.user).exclude(text=""), uuid=uuid)
    elif not units_written_for(request.user).exists():
        raise Http404
    initial = AddendumForm.from_addendum(replaces) if replaces else {}
    return _written(request, initial, replaces=replaces)


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a draft, or what was sent back."""
    rows = proposals_written_by(request.user).filter(state__in=OPEN).exclude(text="")
    draft = get_object_or_404(rows.select_related("unit", "replaces"), uuid=uuid)
    initial = AddendumForm.from_stored(draft)
    return _written(request, initial, draft=draft, replaces=draft.replaces)


def _written(
    request: HttpRequest,
    initial: dict[str, Any],
    *,
    draft: AddendumProposal | None = None,
    replaces: Addendum | None = None,
) -> HttpResponse:
    form = AddendumForm(
        request.POST or None,
        initial=initial,
        units=unit_choices(request.user),
        articles=article_choices(),
        replaces=replaces,
    )
    kept: list[AddendumProposal] = []

    def work() -> None:
        by = _person(request)
        kept.append(write_proposal(written=form.written, by=by, proposal=draft, replaces=replaces))
        if "propose" in request.POST:
            propose(proposal=kept[0], by=by)

    if _tried(form, work):
        said = _("Sent in. Somebody else approves it or sends it back.")
        messages.success(request, said if "propose" in request.POST else _("The draft is saved."))
        return redirect("gir:addendum-proposal", kept[0].uuid)
    nobody = _nobody_for(request, unit=replaces.unit if replaces else None)
    return _form(request, "form", form, draft=draft, replaces=replaces, nobody_for=nobody)


@never_cache
@login_required
@require_http_methods(_FORM)
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Propose that an addendum ends earlier."""
    found = get_object_or_404(addenda_written_by(request.user).exclude(text=""), uuid=uuid)
    form = EndForm(request.POST or None)

    def work() -> None:
        propose_end(addendum=found, on=form.first_day_without, by=_person(request))

    if _tried(form, work):
        messages.success(request, _("Sent in. Somebody else approves that it ends."))
        return redirect("gir:addenda")
    nobody = _nobody_for(request, unit=found.unit)
    return _form(request, "end", form, addendum=found, nobody_for=nobody)


@never_cache
@login_required
@require_http_methods(_FORM)
def back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a proposal back with a comment."""
    found = get_object_or_404(proposals_judged_by(request.user), uuid=uuid)
    form = SendBackForm(request.POST or None)

    def work() -> None:
        send_back(proposal=found, by=_person(request), comment=form.cleaned_data["comment"])

    if _tried(form, work):
        messages.success(request, _("Sent back. Whoever proposed it gets your comment."))
        return redirect("gir:addenda")
    return _form(request, "send_back", form, proposal=found)


@login_required
@require_POST
def send_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a draft in."""
    found = get_object_or_404(proposals_written_by(request.user), uuid=uuid)
    said = _("Sent in. Somebody else approves it or sends it back.")
    return _pressed(request, found, lambda: propose(proposal=found, by=_person(request)), said)


@login_required
@require_POST
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a proposal back."""
    found = get_object_or_404(proposals_written_by(request.user), uuid=uuid)
    said = _("Taken back. It stays here to read.")
    return _pressed(request, found, lambda: take_back(proposal=found, by=_person(request)), said)


@login_required
@require_POST
def agree(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve a proposal."""
    found = get_object_or_404(proposals_judged_by(request.user), uuid=uuid)
    said = _("Approved. Readers see it from its first day on.")
    return _pressed(request, found, lambda: approve(proposal=found, by=_person(request)), said)


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _nobody_for(request: HttpRequest, *, unit: Unit | None) -> dict[str, Any] | None:
    """Return for which units of a writer, or for this one, nobody else can approve; None: none.

    They are named, because the form cannot know yet which unit somebody will choose.
    """
    units = units_written_for(request.user)
    units = units if unit is None else units.filter(pk=unit.pk)
    without = units_without_judge(units, but=_person(request))
    codes = set(without.values_list("code", flat=True))
    if not codes:
        return None
    names = [name for code, name in unit_choices(request.user) if code in codes]
    more = len(names) - _MOST_NAMES
    return {"is_all": len(codes) == units.count(), "names": names[:_MOST_NAMES], "more": more}


def _tried(form: forms.Form, work: Callable[[], None]) -> bool:
    """Do the work of a valid form; a refusal becomes a sentence of the form."""
    if not form.is_valid():
        return False
    try:
        work()
    except AddendumRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _pressed(
    request: HttpRequest, found: AddendumProposal, work: Callable[[], Any], said: str
) -> HttpResponse:
    try:
        work()
    except AddendumRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("gir:addendum-proposal", found.uuid)


def _form(request: HttpRequest, name: str, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    page = f"gir/addenda/{name}.html"
    return render(request, page, {"form": form, **context}, status=status)
