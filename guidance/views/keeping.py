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

from guidance.access import contacts_coordinated_by, units_coordinated_by
from guidance.forms.contacts import ContactForm
from guidance.models import Contact
from guidance.reports.directory import unit_options
from guidance.reports.keeping import (
    coverage,
    kept_contacts,
    last_check,
    missing_from_directory,
    role_choices,
    stale,
)
from guidance.services.contacts import (
    add_contact,
    change_contact,
    confirm_contact,
    end_contact,
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
    messages.success(
        request, _("%(name)s is no longer in the directory from today on.") % {"name": name}
    )
    return redirect("guidance:keeping")


def _bound(request: HttpRequest, initial: dict[str, Any]) -> ContactForm:
    also = request.POST.get("unit") or initial.get("unit") or ""
    options = unit_options(units_coordinated_by(request.user), also=also)
    units = [
        (one.code, f"{one.name} ({one.part_of})" if one.part_of else one.name) for one in options
    ]
    return ContactForm(request.POST or None, initial=initial, units=units, roles=role_choices())


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
    context = {"form": form, "contact": contact}
    status = 422 if form.errors else 200
    return render(request, "guidance/contact_form.html", context, status=status)
