"""Good practices to read and to share. Forbidden and unknown give 404."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from organisations.models import Person, Unit
from organisations.viewers import person_of
from toolbox.access.practices import (
    judges,
    practices_judged_by,
    practices_read_by,
    practices_seen_by,
    practices_written_by,
)
from toolbox.forms.practices import PracticeFilters, PracticeForm, PublishForm, ReturnForm
from toolbox.models import GoodPractice
from toolbox.practice_enums import PracticeState
from toolbox.practice_errors import PracticeRefused
from toolbox.reports.practices import (
    organisation_choices,
    own_practices,
    practice_lines,
    practice_view,
    queue_for,
    unit_choices,
    units_that_nobody_judges,
)
from toolbox.services.practices import (
    publish_practice,
    return_practice,
    submit_practice,
    withdraw_practice,
    write_practice,
)

_FORM = ["GET", "HEAD", "POST"]
_PER_PAGE = 20
_SEND_IN = "send_in"


@never_cache
@login_required
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Show what was published, by what somebody looks for."""
    form = PracticeFilters(request.GET, organisations=organisation_choices(request.user))
    rows = practices_read_by(request.user).about(
        theme=form.chosen("thema"), audience=form.chosen("doelgroep"), trait=form.chosen("team")
    )
    unit = Unit.objects.filter(code=form.chosen("organisatie")).first()
    if unit is not None:
        rows = rows.filter(unit__in=Unit.objects.within(unit, on=clock.today()))
    pages = Paginator(rows.order_by("-published_at", "-pk"), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    words = request.GET.copy()
    words.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "lines": practice_lines(page.object_list),
        "total": pages.count,
        "is_filtered": any(form.chosen(name) for name in form.fields),
        "querystring": words.urlencode(),
        "judges": judges(request.user),
        "may_share": person_of(request.user) is not None,
    }
    return render(request, "toolbox/practices/list.html", context)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what somebody shared, with how far it has come."""
    _person(request)
    context = {"lines": own_practices(request.user), "judges": judges(request.user)}
    return render(request, "toolbox/practices/mine.html", context)


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for P&O."""
    if not judges(request.user):
        raise Http404
    context = {"queue": queue_for(request.user)}
    return render(request, "toolbox/practices/queue.html", context)


@never_cache
@login_required
@require_safe
def practice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a good practice."""
    view = practice_view(_found(practices_seen_by(request.user), uuid), request.user)
    return render(request, "toolbox/practices/practice.html", {"view": view})


@never_cache
@login_required
@require_http_methods(_FORM)
def write(request: HttpRequest) -> HttpResponse:
    """Share a new good practice."""
    _person(request)
    return _written(request, {"audiences": ["everyone"]})


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what is not judged or read now."""
    closed = (PracticeState.SUBMITTED, PracticeState.PUBLISHED)
    rows = practices_written_by(request.user).exclude(state__in=closed).select_related("unit")
    found = get_object_or_404(rows, uuid=uuid)
    return _written(request, PracticeForm.from_stored(found), draft=found)


@never_cache
@login_required
@require_http_methods(_FORM)
def judge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publish a good practice, or send it back with a comment."""
    found = _found(practices_judged_by(request.user), uuid)
    goes_back = "comment" in request.POST
    posted = request.POST or None
    publish = PublishForm(None if goes_back else posted)
    back = ReturnForm(posted if goes_back else None)
    by = _person(request)

    def work() -> None:
        if goes_back:
            comment = back.cleaned_data["comment"]
            return_practice(practice=found, user=request.user, by=by, comment=comment)
        else:
            publish_practice(
                practice=found,
                user=request.user,
                by=by,
                checked_anonymous=publish.cleaned_data["checked_anonymous"],
            )

    form = back if goes_back else publish
    if _tried(form, work):
        messages.success(
            request,
            _("Sent back. Whoever submitted it gets your comment.")
            if goes_back
            else _("Published. Everybody who is signed in can read it now."),
        )
        return redirect("toolbox:practice-queue")
    context = {
        "view": practice_view(found, request.user),
        "publish": publish,
        "back": back,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "toolbox/practices/judge.html", context, status=status)


@login_required
@require_POST
def send_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a good practice in, again or for the first time."""
    found = get_object_or_404(practices_written_by(request.user), uuid=uuid)
    by = _person(request)
    return _pressed(request, found, lambda: submit_practice(practice=found, by=by), _sent_in())


@login_required
@require_POST
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a good practice back; it can be sent in again."""
    found = get_object_or_404(practices_written_by(request.user), uuid=uuid)
    by = _person(request)
    said = _("Taken back. Nobody else can read it. You can send it in again below.")
    return _pressed(request, found, lambda: withdraw_practice(practice=found, by=by), said)


def _written(
    request: HttpRequest, initial: dict[str, Any], *, draft: GoodPractice | None = None
) -> HttpResponse:
    sends_in = _SEND_IN in request.POST
    units = unit_choices(request.user)
    if draft is not None and draft.unit.code not in dict(units):
        units.append((draft.unit.code, draft.unit.code))
    form = PracticeForm(request.POST or None, initial=initial, units=units, sends_in=sends_in)
    kept: list[GoodPractice] = []
    by = _person(request)

    def work() -> None:
        kept.append(write_practice(written=form.written, by=by, practice=draft))
        if sends_in:
            submit_practice(practice=kept[0], by=by)

    if _tried(form, work):
        messages.success(request, _sent_in() if sends_in else _("The draft is saved."))
        return redirect("toolbox:practice", kept[0].uuid)
    context = {
        "form": form,
        "draft": draft,
        "nobody_for": units_that_nobody_judges(request.user),
        "has_units": bool(units),
    }
    status = 422 if form.errors else 200
    return render(request, "toolbox/practices/form.html", context, status=status)


def _sent_in() -> str:
    return _("Sent in. You get a message when it is answered.")


def _found(rows: Any, uuid: UUID) -> GoodPractice:
    found: GoodPractice = get_object_or_404(rows.select_related("submitted_by", "unit"), uuid=uuid)
    return found


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _tried(form: forms.Form, work: Callable[[], None]) -> bool:
    """Do the work of a form that is right; tell whether it was done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        work()
    except PracticeRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _pressed(
    request: HttpRequest, found: GoodPractice, work: Callable[[], object], said: str
) -> HttpResponse:
    try:
        work()
    except PracticeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("toolbox:practice", found.uuid)
