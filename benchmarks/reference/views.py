"""R2: a signed-in view that writes one row in one commit."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from benchmarks.reference.models import Tally


@csrf_exempt
@login_required
def tally(request: HttpRequest) -> HttpResponse:
    """Write one row for the visitor."""
    Tally.objects.bulk_create(
        [Tally(user_id=request.user.pk, number=1)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["number"],
    )
    return HttpResponse("ok")
