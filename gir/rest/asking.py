"""What the resources of the code share: who may ask, the day, and the size of a page."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query

from accounts.enums import ApiScope
from accounts.rest import TokenAuth, token_for

PUBLIC = "public"
"""Who asks without a key for what everybody may read."""
DEFAULT_SIZE = 100
Day = Annotated[
    date | None,
    Query(
        alias="peildatum",
        description="Dag waarvoor het geldt; standaard vandaag. Ook een dag die nog komt.",
    ),
]
Size = Annotated[int, Query(alias="paginaGrootte", ge=1, le=200, description="Regels per pagina.")]


class CodeAuth(TokenAuth):
    """A key, or none when the organisation lets everybody read the code."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return whose request it is. A key that is sent along must be right all the same."""
        if settings.GIR_PUBLIC and "Authorization" not in request.headers:
            return PUBLIC
        return super().__call__(request)


def may_read(request: HttpRequest) -> None:
    """Raise unless this request may read the code."""
    if not settings.GIR_PUBLIC:
        token_for(request, ApiScope.CODE)
