"""System checks on how the site is set up; those on production run with `check --deploy`."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

_SHORTEST_KEY = 50
_PLACEHOLDERS = ("changeme", "change-me", "django-insecure", "secret", "insecure", "only-for-tests")


@register(Tags.security)
def check_secret_key(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse a key that somebody could guess, on every command outside development."""
    if settings.DEBUG or settings.DEMO:
        return
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST_KEY or key.lower().startswith(_PLACEHOLDERS):
        yield Error(
            "SECRET_KEY is short or a placeholder: sessions and tokens could be forged.",
            hint=(
                "Set SECRET_KEY to 50 random characters or more: "
                'python -c "import secrets; print(secrets.token_urlsafe(50))"'
            ),
            id="core.E002",
        )


@register(Tags.security)
def check_debug_is_not_public(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Refuse developer pages on a site that is served over HTTPS."""
    if settings.DEBUG and settings.HTTPS:
        yield Error(
            "DEBUG is on while HTTPS is on: error pages would show settings to visitors.",
            hint="Set DEBUG=0, or HTTPS=0 on a developer's machine.",
            id="core.E003",
        )


@register(Tags.security, deploy=True)
def check_production(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Warn about choices that are fine on a laptop and not in front of civil servants."""
    if not settings.HTTPS:
        yield Warning("HTTPS is off.", hint="Set HTTPS=1 behind a TLS proxy.", id="core.W010")
    elif not settings.BASE_URL.startswith("https://"):
        yield Warning(
            "BASE_URL is not an https address.",
            hint="Set BASE_URL=https://… so that links in mail are right.",
            id="core.W011",
        )
    if settings.DEMO:
        yield Warning(
            "DEMO is on: anybody can sign in with one click.", hint="Set DEMO=0.", id="core.W012"
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "ALLOWED_HOSTS accepts every host name.",
            hint="Name the hosts of this site in ALLOWED_HOSTS.",
            id="core.W013",
        )
