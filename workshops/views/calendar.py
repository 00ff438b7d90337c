"""The calendar of all workshops: a month, a list, or everything that is offered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from organisations.access import person_of
from workshops.doors import gives_workshops, manages_a_team
from workshops.enums import Region
from workshops.forms.calendar import KINDS, LIST, MONTH, CalendarForm
from workshops.models import WorkshopType
from workshops.reports.calendar import (
    campaigns_on,
    coming_up,
    introduction,
    kinds,
    list_of,
    month_of,
)
from workshops.reports.listing import Choices, found_events, own_states

_FEED_FILTERS = ("type", "regio", "taal", "doelgroep")


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the workshops that fit the address."""
    form = CalendarForm(request.GET)
    choices = chosen(form)
    context: dict[str, Any] = {
        "form": form,
        "lead": introduction(),
        "campaigns": campaigns_on(clock.today()),
        "views": _views(request.GET, form.view),
        "view": form.view,
        "choices": choices,
        "counts_for": _counts_for(choices),
        "all_url": reverse("workshops"),
        "feed_url": _feed_url(request.GET),
        "followed": _to_follow(choices) if person_of(request.user) else None,
        "region": choices.region,
        "region_label": str(Region(choices.region).label) if choices.region else "",
        "querystring": _changed(request.GET),
        "gives_workshops": gives_workshops(request.user),
        "manages": manages_a_team(request.user),
        **_SHOWN[form.view](request, form, choices),
    }
    return render(request, "workshops/calendar.html", context)


def chosen(form: CalendarForm) -> Choices:
    """Return what the address asks for."""
    return Choices(
        q=form.value("q"),
        kind=form.value("type"),
        region=form.value("regio"),
        audience=form.value("doelgroep"),
        language=form.value("taal"),
        counts_for=form.counts_for,
        only_free=form.value("vrij") == "True",
    )


def _month(request: HttpRequest, form: CalendarForm, choices: Choices) -> dict[str, Any]:
    events, own = found_events(request.user, choices), own_states(request.user)
    month = month_of(events, form.month, own=own)
    return {
        "month": month,
        "before_url": f"?{_changed(request.GET, maand=month.before)}",
        "after_url": f"?{_changed(request.GET, maand=month.after)}",
        "list_url": f"?{_changed(request.GET, beeld=LIST)}",
        "next_up": coming_up(events, own=own),
    }


def _list(request: HttpRequest, form: CalendarForm, choices: Choices) -> dict[str, Any]:
    events, own = found_events(request.user, choices), own_states(request.user)
    return {"rows": list_of(events, form.month, request.GET.get("p"), own=own)}


def _kinds(_request: HttpRequest, _form: CalendarForm, choices: Choices) -> dict[str, Any]:
    return {"kinds": kinds(choices)}


_SHOWN = {MONTH: _month, LIST: _list, KINDS: _kinds}


def _views(query: QueryDict, view: str) -> list[dict[str, Any]]:
    """Return the switch between the ways to look."""
    names = (
        (MONTH, _("Month"), "calendar-days"),
        (LIST, _("List"), "list"),
        (KINDS, _("All workshops"), "layout-grid"),
    )
    return [
        {
            "label": label,
            "icon": icon,
            "url": f"?{_changed(query, beeld=name)}",
            "is_current": name == view,
        }
        for name, label, icon in names
    ]


def _changed(query: QueryDict, **changes: str) -> str:
    """Return the choices of the visitor with some changed; the page number falls away."""
    copy = query.copy()
    copy.pop("p", None)
    for name, value in changes.items():
        copy[name] = value
    return copy.urlencode()


def _counts_for(choices: Choices) -> str:
    """Return the title of what the shown workshops count for, when that was asked for."""
    if not choices.counts_for:
        return ""
    kinds_ = WorkshopType.objects.offered().filter(activity__key=choices.counts_for)
    title: str | None = kinds_.values_list("activity__title", flat=True).first()
    return title or ""


def _feed_url(query: QueryDict) -> str:
    filters = {name: query[name] for name in _FEED_FILTERS if query.get(name)}
    address = reverse("workshops-feed")
    return f"{address}?{urlencode(filters)}" if filters else address


def _to_follow(choices: Choices) -> WorkshopType | None:
    """Return the kind that somebody looks for: they may want to hear of new dates."""
    if not choices.kind:
        return None
    kind: WorkshopType | None = WorkshopType.objects.offered().filter(key=choices.kind).first()
    return kind
