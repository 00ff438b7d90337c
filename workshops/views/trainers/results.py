"""What participants thought of a kind of workshop, in a part of the organisation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workshops.access import planning_units, units_with_results_for
from workshops.enums import EvaluationRound
from workshops.evaluation.reports import evaluated_types, results_of_type


@never_cache
@login_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the kinds with a result, or the results of one, small groups included."""
    organisers = units_with_results_for(request.user)
    if not organisers.exists():
        raise Http404
    kinds = evaluated_types(organisers)
    key = request.GET.get("soort", "").replace("\x00", "")
    kind = get_object_or_404(kinds, key=key) if key else None
    found = [
        result
        for round_ in EvaluationRound
        if kind and (result := results_of_type(kind, round_, organisers=organisers)).is_shown
    ]
    may_plan = bool(planning_units(request.user))
    context = {"kinds": kinds, "kind": kind, "results": found, "may_plan": may_plan}
    return render(request, "workshops/trainers/results.html", context)
