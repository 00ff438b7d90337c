"""R2: what Django itself does for somebody who is signed in, and one row in one commit.

The session and the account are looked up as Django comes, not as Kompas does: a reference must not
become quicker because Kompas does.
"""

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from benchmarks.reference.models import Tally


@csrf_exempt
def tally(request: HttpRequest) -> HttpResponse:
    """Write one row for the visitor."""
    session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = ModelBackend().get_user(session[SESSION_KEY])
    if user is None or not constant_time_compare(
        session[HASH_SESSION_KEY], user.get_session_auth_hash()
    ):
        raise PermissionDenied
    Tally.objects.bulk_create(
        [Tally(user_id=user.pk, number=1)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["number"],
    )
    return HttpResponse("ok")
