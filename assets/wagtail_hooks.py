"""Uploaded files are for who is signed in; Wagtail would give them to anybody with the address."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from wagtail import hooks

from assets.models import SiteDocument


@hooks.register("before_serve_document")
def only_for_who_is_signed_in(
    document: SiteDocument,  # noqa: ARG001  Wagtail calls with it
    request: HttpRequest,
) -> HttpResponse | None:
    """Ask to sign in first; None lets Wagtail go on with its own check of the collection."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())
