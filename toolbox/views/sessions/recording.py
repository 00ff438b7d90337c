"""What a manager does: plan a session, cancel it, record it and put it right."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from organisations.models import Unit
from organisations.reports import unit_names
from toolbox.access.teams import sessions_run_by
from toolbox.enums import Correction, SessionState
from toolbox.forms.agreements import ChangeAgreementsForm
from toolbox.forms.sessions import CorrectForm, HoldForm, PlanForm
from toolbox.models import TeamSession
from toolbox.navigation import tool_address
from toolbox.services.agreements import agreements_before, member_names
from toolbox.services.sessions import (
    cancel_session,
    change_agreements,
    change_plan,
    hold_session,
    move_session,
    plan_session,
    take_session_back,
    undo_cancel,
)
from toolbox.views.sessions.asking import (
    acting_person,
    form_page,
    pressed,
    team_to_run,
    tried,
)

_FORM = ["GET", "HEAD", "POST"]
CARD = "T3"
"""The tool that says how a team session goes."""


@never_cache
@login_required
@require_http_methods(_FORM)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a session, or change what is planned."""
    unit, by = team_to_run(request, code), acting_person(request)
    planned = TeamSession.objects.filter(unit=unit, state=SessionState.PLANNED).first()
    form = PlanForm(
        request.POST or None, initial=PlanForm.from_session(planned) if planned else None
    )

    def work() -> None:
        if planned:
            change_plan(session=planned, plan=form.plan, by=by)
        else:
            plan_session(unit=unit, plan=form.plan, by=by)

    if request.method == "POST" and tried(form, work):
        said = _("Changed.") if planned else _("Planned. Tell your team when it is.")
        messages.success(request, said)
        return redirect("toolbox:team-session", code)
    return form_page(
        request,
        "plan",
        form,
        unit=unit,
        name=_name(unit),
        planned=planned,
        card_url=tool_address(CARD),
    )


@never_cache
@login_required
@require_http_methods(_FORM)
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the session was held, with the look back and the agreements."""
    unit, by = team_to_run(request, code), acting_person(request)
    planned = TeamSession.objects.filter(unit=unit, state=SessionState.PLANNED).first()
    day = _day(request.POST.get("held_on") or request.GET.get("dag"))
    form = HoldForm(
        request.POST or None,
        before=agreements_before(unit, day or clock.today()),
        initial=_as_planned(planned, day),
    )

    def work() -> None:
        hold_session(unit=unit, held=form.held, by=by, session=planned)

    if request.method == "POST" and tried(form, work):
        messages.success(request, _("Recorded. Your team can read the agreements now."))
        return redirect("toolbox:team-session", code)
    return form_page(request, "hold", form, unit=unit, name=_name(unit), members=member_names(unit))


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put other words to the agreements of a session."""
    session, by = _held(request, uuid), acting_person(request)
    form = ChangeAgreementsForm(request.POST or None, session=session)

    def work() -> None:
        change_agreements(session=session, agreements=form.agreements, by=by)

    if request.method == "POST" and tried(form, work):
        messages.success(request, _("Changed."))
        return redirect("toolbox:team-session", session.unit.code)
    return form_page(
        request,
        "change",
        form,
        session=session,
        unit=session.unit,
        name=_name(session.unit),
        members=member_names(session.unit),
    )


@never_cache
@login_required
@require_http_methods(_FORM)
def correct(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that a session was on another day, or was not held after all."""
    session, by = _held(request, uuid), acting_person(request)
    form = CorrectForm(request.POST or None)

    def work() -> None:
        if form.cleaned_data["why"] == Correction.WRONG_DAY:
            move_session(session=session, held_on=form.cleaned_data["held_on"], by=by)
        else:
            take_session_back(session=session, by=by)

    if request.method == "POST" and tried(form, work):
        messages.success(request, _("Put right."))
        return redirect("toolbox:team-session", session.unit.code)
    return form_page(
        request, "correct", form, session=session, unit=session.unit, name=_name(session.unit)
    )


@login_required
@require_POST
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Cancel a planned session."""
    session, by = _session(request, uuid), acting_person(request)
    return pressed(
        request,
        session.unit.code,
        lambda: cancel_session(session=session, by=by),
        _("Cancelled. You can undo this for ten minutes."),
    )


@login_required
@require_POST
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a session that was just cancelled stand again."""
    session, by = _session(request, uuid), acting_person(request)
    return pressed(
        request,
        session.unit.code,
        lambda: undo_cancel(session=session, by=by),
        _("The session is planned again."),
    )


def _session(request: HttpRequest, uuid: UUID) -> TeamSession:
    rows = sessions_run_by(request.user).select_related("unit")
    return get_object_or_404(rows, uuid=uuid)


def _held(request: HttpRequest, uuid: UUID) -> TeamSession:
    rows = sessions_run_by(request.user).filter(state=SessionState.HELD)
    return get_object_or_404(rows.select_related("unit"), uuid=uuid)


def _as_planned(planned: TeamSession | None, day: date | None) -> dict[str, object]:
    """Return what is known of a session before it is recorded."""
    if planned is None:
        return {"held_on": day}
    passed = planned.planned_on and planned.planned_on <= clock.today()
    return {
        "held_on": day or (planned.planned_on if passed else None),
        "facilitator_kind": planned.facilitator_kind,
        "facilitator_name": planned.facilitator_name,
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _name(unit: Unit) -> str:
    labels = unit_names([unit.pk], clock.today())
    return labels[unit.pk].name
