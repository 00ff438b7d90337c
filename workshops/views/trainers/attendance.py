"""The list of a session, on a phone or on paper; the code of the day; closing and correcting."""

from collections.abc import Mapping
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from workshops.attendance.codes import check_in_url, code_of, open_sessions
from workshops.attendance.errors import AttendanceRefused, NotMarkedYet
from workshops.attendance.forms import ClosingForm, CorrectionForm, WalkInForm
from workshops.attendance.reports import SessionList, session_list
from workshops.attendance.services import close_attendance, correct_attendance, mark_attendance
from workshops.attendance.walk_ins import let_in
from workshops.enums import Mark
from workshops.errors import BookingRefused
from workshops.models import Session
from workshops.views.asking import acting_person
from workshops.views.trainers.events import booking_of, handled_session

_FIELD = "m-"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Show the list of a session, and save the marks that were made."""
    session = handled_session(request, event, number)
    listed = session_list(session)
    if request.method == "POST":
        try:
            written = mark_attendance(
                session=session, marks=_marks(request, listed), by=acting_person(request)
            )
        except AttendanceRefused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _saved(written))
        return redirect(request.path)
    return render(request, "workshops/trainers/attendance.html", _context(session, listed))


@never_cache
@login_required
@require_safe
def attendance_print(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Show the list to print, with room to sign."""
    listed = session_list(handled_session(request, event, number))
    return render(request, "workshops/trainers/attendance_print.html", {"list": listed})


@never_cache
@login_required
@require_safe
def code(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Show the code of the day, large enough for a room."""
    session = handled_session(request, event, number)
    picture = segno.make(check_in_url(session), error="m").svg_inline(
        scale=8, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    context = {
        "session": session,
        "code": code_of(session),
        "qr": mark_safe(picture),  # noqa: S308  drawn by us, from an address of our own
        "works_now": open_sessions().filter(pk=session.pk).exists(),
    }
    return render(request, "workshops/trainers/code.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Close the list of an event after its last session."""
    session = handled_session(request, event, number)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        try:
            close_attendance(event=session.event, by=acting_person(request), unmarked=form.chosen)
        except NotMarkedYet as missing:
            form.add_error("unmarked", missing.sentence)
        except AttendanceRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("The list is closed. Who attended has the proof."))
            return redirect("workshops-attendance", session.event.uuid, number)
    context = {"form": form, "session": session, "list": session_list(session)}
    status = 422 if form.errors else 200
    return render(request, "workshops/trainers/attendance_close.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, event: UUID, number: int, booking: UUID) -> HttpResponse:
    """Correct one mark after the list was closed, with a reason."""
    session = handled_session(request, event, number)
    found = booking_of(session.event, booking)
    row = next((one for one in session_list(session).rows if one.booking == found), None)
    form = CorrectionForm(request.POST or None, initial={"mark": row.mark if row else None})
    if form.is_valid():
        try:
            correct_attendance(
                session=session,
                booking=found,
                mark=Mark(form.cleaned_data["mark"]),
                reason=form.cleaned_data["reason"],
                by=acting_person(request),
            )
        except AttendanceRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Corrected. The proof follows what you wrote."))
            return redirect("workshops-attendance", session.event.uuid, number)
    context = {"form": form, "session": session, "name": found.name}
    status = 422 if form.errors else 200
    return render(request, "workshops/trainers/attendance_correct.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, event: UUID, number: int) -> HttpResponse:
    """Add somebody who came without booking, and mark them present."""
    session = handled_session(request, event, number)
    form = WalkInForm(request.POST or None)
    if form.is_valid():
        try:
            added = let_in(
                session=session,
                by=acting_person(request),
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
            )
        except (BookingRefused, AttendanceRefused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": added.name})
            return redirect("workshops-attendance", session.event.uuid, number)
    context = {"form": form, "session": session}
    status = 422 if form.errors else 200
    return render(request, "workshops/trainers/walk_in.html", context, status=status)


def _marks(request: HttpRequest, listed: SessionList) -> Mapping[int, Mark]:
    """Return what was chosen; with the button for all, who has no mark was present."""
    marks = {}
    for row in listed.rows:
        chosen = request.POST.get(f"{_FIELD}{row.booking.uuid}", "")
        if chosen in Mark.values:
            marks[row.booking.pk] = Mark(chosen)
        elif "all" in request.POST and row.mark is None:
            marks[row.booking.pk] = Mark.PRESENT
    return marks


def _saved(written: int) -> str:
    if not written:
        return _("Nothing changed.")
    return ngettext("%(n)d mark saved.", "%(n)d marks saved.", written) % {"n": written}


def _context(session: Session, listed: SessionList) -> dict[str, object]:
    event = session.event
    return {
        "session": session,
        "list": listed,
        "field": _FIELD,
        "marks": [(mark.value, mark.label) for mark in Mark],
        "is_closed": event.attendance_closed_at is not None,
        "can_close": event.has_ended and event.attendance_closed_at is None,
        "sessions": list(event.sessions.taking_place().order_by("number")),
    }
