"""Saying that one has read the code, for who is signed in. Nobody's reading itself is kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from gir.errors import ShownTextChanged
from gir.reports.local import reader_of
from gir.reports.readings import reading_of
from gir.services.acknowledging import acknowledge
from organisations.access import person_of
from organisations.models import Person

_CONFLICT = 409


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def acknowledgement(request: HttpRequest) -> HttpResponse:
    """Show what there is to read, all or what changed; take that somebody read exactly that."""
    person = person_of(request.user)
    if person is None:
        return render(request, "gir/no_person.html")
    if request.method != "POST":
        return _page(request, person)
    try:
        acknowledge(
            person=person,
            edition_code=request.POST.get("editie", ""),
            shown_hash=request.POST.get("tekst", ""),
        )
    except ShownTextChanged:
        return _page(request, person, is_changed=True)
    messages.success(request, _("It is recorded that you have read the code of conduct."))
    return redirect("gir:acknowledge")


def _page(request: HttpRequest, person: Person, *, is_changed: bool = False) -> HttpResponse:
    reading = reading_of(person, clock.today())
    if reading is None:
        return render(request, "gir/no_edition.html")
    hired = reader_of(request.user).is_hired
    context = {
        "reading": reading,
        "edition": reading.edition,
        "is_changed": is_changed,
        "declaration_url": reading.edition.declaration_url if hired else "",
    }
    status = _CONFLICT if is_changed else 200
    return render(request, "gir/acknowledge.html", context, status=status)
