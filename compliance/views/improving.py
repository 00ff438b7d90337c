"""Plan, do, check, act: the page of a unit in a year, and the actions on it (GOR m13, m25)."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.enums import ImprovementPhase
from compliance.errors import RefusedChange
from compliance.improving.access import YearOfUnit, year_of_unit
from compliance.improving.actions import ListedAction, history_of, listed_actions
from compliance.improving.changing import add_action, carry_over, change_action
from compliance.improving.forms import ActionForm, ChangeForm, initial_of
from compliance.improving.report import improvement_report
from compliance.improving.years import can_change, has_page
from compliance.models import ImprovementAction
from core import clock
from guidance.polls.results import may_read
from organisations.models import Person, Unit

UNPROCESSABLE = 422


@login_required
@require_safe
def this_year(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the page of this year."""
    seen = _seen(request, code, clock.today().year)
    return redirect("verbeteren", code=code, year=seen.year)


@never_cache
@login_required
@require_safe
def year_page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what a unit wants in a year, how far it is, and what it does about it."""
    seen = _seen(request, code, year)
    report = improvement_report(request.user, seen)
    today = clock.today()
    context = {
        "unit": seen.tree.unit,
        "year": year,
        "report": report,
        "years": [one for one in (year - 1, year + 1) if has_page(one, today=today)],
        "may_change": seen.editor is not None,
        "is_closed": not can_change(year, today=today),
        "may_take_along": _may_take_along(seen, today),
        "breadcrumbs": _breadcrumbs(seen, []),
        "report_url": _report_url(seen),
        "reads_polls": may_read(request.user),
    }
    return render(request, "compliance/improving.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Record an action."""
    seen = _seen(request, code, year)
    editor = _editor(seen)
    if request.method == "POST":
        form = ActionForm(request.POST, year=year)
        if form.is_valid():
            add_action(unit_id=seen.tree.unit.pk, year=year, content=form.content, by=editor)
            messages.success(request, _("The action is recorded."))
            return redirect("verbeteren", code=code, year=year)
        return _form_page(request, seen, form, status=UNPROCESSABLE)
    asked = request.GET.get("stap", "")
    phase = asked if asked in ImprovementPhase.values else ImprovementPhase.PLAN
    return _form_page(request, seen, ActionForm(year=year, initial={"stap": phase}))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, code: str, year: int, uuid: UUID) -> HttpResponse:
    """Show an action with everything that was changed; change it, for who may."""
    seen = _seen(request, code, year)
    versions = _versions(seen, uuid)
    newest = versions[-1]
    if request.method != "POST":
        form = ChangeForm(year=year, initial=initial_of(newest)) if seen.editor else None
        return _action_page(request, seen, versions, form)
    editor = _editor(seen)
    form = ChangeForm(request.POST, year=year)
    if form.is_valid():
        base = next((row for row in versions if row.pk == form.cleaned_data["versie"]), None)
        if base is None:
            raise Http404
        try:
            change_action(action=base, content=form.content, by=editor)
        except RefusedChange as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The action is changed."))
            return redirect("verbeteren", code=code, year=year)
    return _action_page(request, seen, versions, form, status=UNPROCESSABLE)


@login_required
@require_POST
def take_along(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Take the open actions along to the next year."""
    seen = _seen(request, code, year)
    editor = _editor(seen)
    if not _may_take_along(seen, clock.today()):
        raise Http404
    number = carry_over(unit_id=seen.tree.unit.pk, year=year, by=editor)
    text = ngettext(
        "%(n)s action is taken along to %(year)s. Look at its last day.",
        "%(n)s actions are taken along to %(year)s. Look at their last days.",
        number,
    )
    nothing = _("There was nothing left to take along to %(year)s.")
    messages.success(request, (text if number else nothing) % {"n": number, "year": year + 1})
    return redirect("verbeteren", code=code, year=year + 1)


def _seen(request: HttpRequest, code: str, year: int) -> YearOfUnit:
    try:
        return year_of_unit(request.user, code=code, year=year)
    except Unit.DoesNotExist as unknown:
        raise Http404 from unknown


def _editor(seen: YearOfUnit) -> Person:
    """Return who records; whoever only reads finds nothing here."""
    if seen.editor is None:
        raise Http404
    return seen.editor


def _may_take_along(seen: YearOfUnit, today: date) -> bool:
    return seen.editor is not None and can_change(seen.year + 1, today=today)


def _versions(seen: YearOfUnit, uuid: UUID) -> list[ImprovementAction]:
    """Return what was recorded of an action of this unit in this year, the oldest first."""
    rows = ImprovementAction.objects.filter(action=uuid, unit=seen.tree.unit.pk, year=seen.year)
    found = list(rows.select_related("recorded_by").order_by("recorded_at", "pk"))
    if not found:
        raise Http404
    return found


def _form_page(
    request: HttpRequest, seen: YearOfUnit, form: ActionForm, status: int = 200
) -> HttpResponse:
    title = _("New action")
    context = {
        "unit": seen.tree.unit,
        "year": seen.year,
        "form": form,
        "title": title,
        "breadcrumbs": _breadcrumbs(seen, [title]),
    }
    return render(request, "compliance/improving_new.html", context, status=status)


def _action_page(
    request: HttpRequest,
    seen: YearOfUnit,
    versions: list[ImprovementAction],
    form: ChangeForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "unit": seen.tree.unit,
        "year": seen.year,
        "action": _listed(seen, versions[-1].action),
        "history": history_of(versions),
        "form": form,
        "breadcrumbs": _breadcrumbs(seen, [_("Action")]),
    }
    return render(request, "compliance/improving_action.html", context, status=status)


def _listed(seen: YearOfUnit, uuid: UUID) -> ListedAction:
    rows = listed_actions(unit_id=seen.tree.unit.pk, year=seen.year, on=clock.today())
    return next(row for row in rows if row.action == uuid)


def _breadcrumbs(seen: YearOfUnit, below: list[str]) -> list[tuple[str, str | None]]:
    unit = seen.tree.unit
    items: list[tuple[str, str | None]] = [
        (unit.name, reverse("organisatie-onderdeel", args=[unit.code])),
        (
            _("Improving in %(year)s") % {"year": seen.year},
            reverse("verbeteren", args=[unit.code, seen.year]),
        ),
        *((name, None) for name in below),
    ]
    items[-1] = (items[-1][0], None)
    return items


def _report_url(seen: YearOfUnit) -> str:
    """Return where the page is a report; a year that has yet to begin has none."""
    if seen.day is None:
        return ""
    return f"{reverse('verbeteren-rapport', args=[seen.tree.unit.code])}?peildatum={seen.day}"
