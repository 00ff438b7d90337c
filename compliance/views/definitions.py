"""What every figure, status and rule means."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.definitions import FIGURES, RULES, STATUSES
from compliance.improving.indicators import indicator_definitions


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Show all definitions; there is nothing here about anybody, so everybody may read it."""
    chapters = [
        ("figures", _("Figures"), FIGURES),
        ("quality", _("Quality"), indicator_definitions()),
        ("statuses", _("Statuses"), STATUSES),
        ("rules", _("Rules of counting"), RULES),
    ]
    return render(request, "compliance/definitions.html", {"chapters": chapters})
