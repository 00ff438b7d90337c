"""What somebody keeps at hand: a list that only they see, and the star that changes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from organisations.access import person_of
from toolbox.models import ToolPage
from toolbox.models.tools import CODE
from toolbox.reports.favourites import favourites_of, kept_tools
from toolbox.services.favourites import keep_tool, let_all_go, let_go


@login_required
@never_cache
@require_safe
def favourites(request: HttpRequest) -> HttpResponse:
    """Show what somebody keeps."""
    person = person_of(request.user)
    context = {
        "lines": favourites_of(person) if person else (),
        "kept": kept_tools(person) if person else frozenset(),
        "may_keep": person is not None,
    }
    return render(request, "toolbox/tools/favourites.html", context)


@login_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep a tool or let it go, and go back to where the star was."""
    person = person_of(request.user)
    if person is None:
        raise Http404
    code = request.POST.get("code", "")
    # What comes from outside may be something that a database refuses to look for.
    try:
        CODE(code)
    except ValidationError:
        raise Http404 from None
    tool = get_object_or_404(ToolPage.objects.shown(), code=code)
    if request.POST.get("bewaren") == "1":
        keep_tool(person=person, tool=tool)
        messages.success(request, _("This tool is in your favourites now. Only you see that."))
    else:
        let_go(person=person, tool=tool)
        messages.success(request, _("This tool is no longer in your favourites."))
    if request.POST.get("terug") == "lijst":
        return redirect("toolbox:favourites")
    return redirect(tool.address)


@login_required
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Let everything go."""
    person = person_of(request.user)
    if person is not None:
        let_all_go(person=person)
        messages.success(request, _("You have no favourites any more."))
    return redirect("toolbox:favourites")
