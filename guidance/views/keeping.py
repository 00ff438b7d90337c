"""The screens of who keeps the directory. Forbidden and unknown give 404."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guidance.access import (
    contacts_coordinated_by,
    ended_contacts_coordinated_by,
    units_coordinated_by,
)
from guidance.forms.contacts import LONGEST_UNIT, ContactForm
from guidance.models import Contact
from guidance.reports.directory import units_meant
from guidance.reports.keeping import (
    coverage,
    just_ended,
    kept_contacts,
    last_check,
    missing_from_directory,
    past_endings,
    role_choices,
    stale,
)
from guidance.services.contacts import (
    UndoPassed,
    add_contact,
    change_contact,
    confirm_contact,
    end_contact,
    undo_end,
)
from organisations.models import Person
from organisations.viewers import person_of

_FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@never_cache
@login_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the contacts that somebody keeps; first those that nobody checked for long."""
    units = units_coordinated_by(request.user)
    if not units.exists():
        raise Http404
    rows = contacts_coordinated_by(request.user)
    is_stale = request.GET.get("toon") == "oud"
    paginator = Paginator(kept_contacts(stale(rows) if is_stale else rows), PER_PAGE)
    context = {
        "page": paginator.get_page(request.GET.get("pagina")),
        "is_stale": is_stale,
        "stale": stale(rows).count(),
        "total": rows.count(),
        "coverage": coverage(units),
        "missing": missing_from_directory(units),
        "ended": just_ended(ended_contacts_coordinated_by(request.user)),
    }
    return render(request, "guidance/keeping.html", context)


@never_cache
@login_required
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Show the units where nobody can be reached in confidence."""
    units = units_coordinated_by(request.user)
    if not units.exists():
        raise Http404
    found = coverage(units)
    context = {
        "coverage": found,
        "page": Paginator(found.gaps, PER_PAGE).get_page(request.GET.get("pagina")),
        "check": last_check(),
    }
    return render(request, "guidance/gaps.html", context)


@never_cache
@login_required
@require_http_methods(_FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Add a contact; `onderdeel` is the unit where it is missing."""
    if not units_coordinated_by(request.user).exists():
        raise Http404
    initial = {
        **ContactForm.empty(),
        "unit": request.GET.get("onderdeel", ""),
        "role": request.GET.get("rol", ""),
    }
    form = _bound(request, initial)
    if form.is_valid():
        add_contact(written=form.written, by=_person(request))
        messages.success(request, _("Added. Colleagues see it from its first day on."))
        return redirect("guidance:keeping")
    return _form(request, form, None)


@never_cache
@login_required
@require_http_methods(_FORM)
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a contact."""
    contact = _contact(request, uuid)
    form = _bound(request, ContactForm.from_contact(contact))
    if form.is_valid():
        change_contact(contact=contact, written=form.written, by=_person(request))
        messages.success(request, _("Saved. Colleagues see it from now on."))
        return redirect("guidance:keeping")
    return _form(request, form, contact)


@login_required
@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that a contact is still right."""
    contact = _contact(request, uuid)
    confirm_contact(contact=contact, by=_person(request))
    said = _("%(name)s was checked today.") % {"name": contact.shown_name}
    messages.success(request, said)
    return redirect("guidance:keeping")


@login_required
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End a contact."""
    contact = _contact(request, uuid)
    name = contact.shown_name
    end_contact(contact=contact, by=_person(request))
    said = _("%(name)s is no longer in the directory. You can undo this for ten minutes.")
    messages.success(request, said % {"name": name})
    return redirect("guidance:keeping")


@login_required
@require_POST
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let a contact that was just ended stand again."""
    contact = get_object_or_404(ended_contacts_coordinated_by(request.user), uuid=uuid)
    try:
        found = undo_end(contact=contact, by=_person(request))
    except UndoPassed:
        messages.error(request, _("You could undo this for ten minutes. Add the contact again."))
    else:
        said = _("%(name)s is in the directory again, as before.")
        messages.success(request, said % {"name": found.shown_name})
    return redirect("guidance:keeping")


@never_cache
@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Give the units of somebody's own part that have the typed words in their name."""
    units = units_coordinated_by(request.user)
    if not units.exists():
        raise Http404
    found = units_meant(request.GET.get("unit", "")[:LONGEST_UNIT], among=units)
    return render(request, "guidance/partials/unit_options.html", {"units": found})


def _bound(request: HttpRequest, initial: dict[str, Any]) -> ContactForm:
    units = units_coordinated_by(request.user)
    return ContactForm(
        request.POST or None,
        initial=initial,
        find_units=lambda words: units_meant(words, among=units),
        roles=role_choices(),
    )


def _contact(request: HttpRequest, uuid: UUID) -> Contact:
    rows = contacts_coordinated_by(request.user).select_related("role", "unit", "person")
    contact: Contact = get_object_or_404(rows, uuid=uuid)
    return contact


def _person(request: HttpRequest) -> Person:
    person = person_of(request.user)
    if person is None:
        raise Http404
    return person


def _form(request: HttpRequest, form: ContactForm, contact: Contact | None) -> HttpResponse:
    past = past_endings(contact) if contact else []
    context = {"form": form, "contact": contact, "past": past}
    status = 422 if form.errors else 200
    return render(request, "guidance/contact_form.html", context, status=status)
