"""How another system makes itself known to the REST API, and what it must have for what."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError, Throttled
from ninja.security import HttpBearer

from accounts.enums import ApiScope
from accounts.models import ApiToken
from accounts.tokens import is_over_rate, token_of


class TokenAuth(HttpBearer):
    """A key in the header `Authorization: Bearer …`; a session of a browser means nothing here."""

    openapi_description = "Sleutel uit het beheer van Kompas."

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Return whose request it is; raises for an unknown key and for too many requests."""
        found = token_of(token)
        if found is None:
            raise AuthenticationError
        request.api_token = found  # type: ignore[attr-defined]  # for the log line
        if is_over_rate(found, per_minute=settings.API_RATE_PER_MINUTE):
            raise Throttled(wait=60)
        return found


def token_for(request: HttpRequest, *scopes: ApiScope) -> ApiToken:
    """Return the token of a request; raises unless it has one of these scopes."""
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    if not any(scope in token.scopes for scope in scopes):
        raise AuthorizationError(message=f"Deze sleutel mag dit niet lezen: {_names(scopes)}.")
    return token


def has_scope(token: ApiToken, scope: ApiScope) -> bool:
    """Tell whether a token may read this too."""
    return scope in token.scopes


def _names(scopes: Any) -> str:
    return " of ".join(scope.value for scope in scopes)
