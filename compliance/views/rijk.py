"""The figures of the whole Rijk, per ministry."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import access
from compliance.forms import OrganisationForm
from compliance.views.organisation import figures_context


@login_required
@require_safe
def rijk(request: HttpRequest) -> HttpResponse:
    """Show all ministries beside each other, to who holds a mandate on the Rijk itself."""
    form = OrganisationForm(request.GET, requirements=[])
    form.is_valid()
    code = access.rijk_code(request.user, on=form.day)
    if code is None:
        raise Http404
    context = figures_context(request, code)
    if context["coarse_url"]:
        return redirect(context["coarse_url"])
    context["breadcrumbs"] = [(context["unit"].name, None)]
    context["heading"] = _("The whole Rijk")
    return render(request, "compliance/rijk.html", context)
