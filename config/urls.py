"""Addresses of the site. Dutch has no prefix; English lives under /en/."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import sign_in_first
from config.api import api, unknown
from config.api_schemas import schema

handler500 = "core.errors.server_error"

urlpatterns = [
    path("api/v1/schemas/<slug:name>", schema, name="api-schema"),
    path("api/v1/", api.urls),
    path("api/<path:rest>", unknown, name="api-unknown"),
    path("beheer/login/", sign_in_first, name="account_sign_in_first"),
    path("beheer/", include(wagtailadmin_urls)),
    path("", include("assets.urls")),
    path("documenten/", include(wagtaildocs_urls)),
    path("berichten/", include("notifications.machine_urls")),
]

urlpatterns += i18n_patterns(
    *([path("", include("demo.urls"))] if apps.is_installed("demo") else []),
    path("account/", include("accounts.urls")),
    path("account/", include("notifications.urls")),
    path("", include("design.urls")),
    path("", include("home.urls")),
    path("", include("compliance.urls")),
    path("leren/", include("lms.urls")),
    path("workshops/", include("workshops.urls")),
    path("gir/", include("gir.urls")),
    path("hulp/", include("guidance.urls")),
    path("zoeken/", include("search.urls")),
    path("", include("toolbox.urls")),
    # Wagtail's own page to sign in counts no wrong passwords, so that one could go on guessing.
    path("_util/login/", sign_in_first, name="account_no_second_door"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
