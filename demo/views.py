"""Sign in to the demo with one click."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from demo.logins import PASSWORD, accounts


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show who one can be; a POST signs in as that person."""
    if not settings.DEMO:
        raise Http404
    found = accounts()
    if request.method != "POST":
        context = {"accounts": found, "password": PASSWORD}
        return render(request, "demo/sign_in.html", context)
    for account in found:
        if account.login.key == request.POST.get("who"):
            get_adapter().login(request, account.person.user)
            return redirect(translate_url(account.login.start, account.person.language))
    raise Http404
