"""What Wagtail's own sign-in page is replaced by."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache


@never_cache
def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Lead to our sign-in page; whoever is signed in already was refused, and gets a 404.

    Our sign-in page would send them straight back to where they were refused.
    """
    wanted = request.GET.get("next", "")
    if request.user.is_anonymous:
        safe = get_adapter().is_safe_url(wanted)
        return redirect_to_login(wanted if safe else "/beheer/", "account_login")
    if not wanted and request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    raise Http404
