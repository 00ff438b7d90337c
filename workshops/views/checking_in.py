"""Being there: typing or scanning the code of the day."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations.access import person_of
from workshops.attendance.errors import AttendanceRefused
from workshops.attendance.forms import CodeForm
from workshops.attendance.services import check_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code, filled in when it was scanned; being there is one press of a button.

    Nothing is written on GET: a program that looks at a link ahead of somebody marks nobody.
    """
    person = person_of(request.user)
    code = request.GET.get("code", "")
    form = CodeForm(request.POST or None, initial={"code": code})
    if person is not None and form.is_valid():
        try:
            check_in(code=form.cleaned_data["code"], person=person)
        except AttendanceRefused as refused:
            form.add_error("code", refused.sentence)
        else:
            messages.success(request, _("You are marked as present. Have a good session!"))
            return redirect("workshops-mine")
    context = {"form": form, "has_person": person is not None, "is_scanned": bool(code)}
    status = 422 if form.errors else 200
    return render(request, "workshops/check_in.html", context, status=status)
