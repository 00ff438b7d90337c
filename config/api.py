"""The REST API under /api/v1: wiring, errors as problem+json, and the OpenAPI document.

NLGov REST API Design Rules 2.0 (checked by `tests/api/test_design_rules.py`).
"""

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema

from accounts.rest import TokenAuth
from compliance.rest import router
from config.api_middleware import VERSION, problem
from gir.rest import router as code_router

_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457: wat er misging.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
    "required": ["title", "status", "detail"],
}
_HEADER = {"API-Version": {"description": "Versie van de API.", "schema": {"type": "string"}}}
_ERRORS = {
    "400": "De vraag klopt niet.",
    "401": "Geen geldige sleutel.",
    "403": "Deze sleutel mag dit niet lezen.",
    "404": "Dit is er niet, of niet voor deze sleutel.",
    "429": "Te veel vragen in een minuut.",
    "503": "Kompas kan even niet bij zijn gegevens.",
}


class KompasAPI(NinjaAPI):
    """The API with, in its document, what every answer has in common."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Add the errors and the headers, which no single operation names."""
        document = super().get_openapi_schema(**{**options, "path_prefix": "/"})
        for path in document["paths"].values():
            for operation in path.values():
                _complete(operation)
        document["components"]["schemas"]["Problem"] = _PROBLEM
        document["servers"] = [{"url": f"{settings.BASE_URL}/api/v1"}]
        return document


def _complete(operation: dict[str, Any]) -> None:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = operation["responses"]
    for status, text in _ERRORS.items():
        responses[status] = {"description": text, "content": content}
    for status in list(responses):
        responses[status].setdefault("headers", {}).update(_HEADER)
    for parameter in operation.get("parameters", ()):
        _optional(parameter["schema"])


def _optional(schema: dict[str, Any]) -> None:
    """Say of a parameter that may be left out what it is; in an address there is no null."""
    kinds = [kind for kind in schema.pop("anyOf", ()) if kind.get("type") != "null"]
    for kind in kinds:
        schema.update(kind)


api = KompasAPI(
    title="Kompas",
    version=VERSION,
    description=(
        "Cijfers, verplichtingen en afrondingen van Kompas, en de gedragscode, voor HR en"
        " intranetten."
    ),
    auth=TokenAuth(),
    docs_url=None,
    urls_namespace="api",
    openapi_extra={
        "info": {
            "contact": {
                "name": "Beheer van Kompas",
                "url": f"{settings.BASE_URL}/hulp/",
                "email": settings.API_CONTACT,
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        }
    },
)


@cache
def _parameters() -> dict[str, frozenset[str]]:
    """Return which parameters each address takes, by the route that Django knows it by."""
    return {
        f"api/v1{path}".replace("{", "<").replace("}", ">"): frozenset(
            row["name"] for row in methods["get"].get("parameters", ()) if row["in"] == "query"
        )
        for path, methods in api.get_openapi_schema()["paths"].items()
    }


def only_known_parameters(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a parameter that does not exist: a misspelt `peildatum` must not mean today."""

    @wraps(operation)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        match = request.resolver_match
        known = _parameters()[match.route if match else ""]
        if unknown_ones := sorted(set(request.GET) - known):
            raise HttpError(400, f"Deze parameters bestaan hier niet: {_listed(unknown_ones)}.")
        return operation(request, *args, **kwargs)

    return ask


def _listed(names: Iterable[str]) -> str:
    """Return names that came from outside, shortened and without anything odd in them."""
    return ", ".join("".join(sign for sign in name if sign.isalnum())[:30] or "?" for name in names)


api.add_decorator(only_known_parameters)
api.add_router("", router)
api.add_router("", code_router)


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer for what is not there, and for what is there but not for this token."""
    return problem(404, "Dit is er niet, of deze sleutel mag er niet bij.")


@api.exception_handler(AuthenticationError)
def unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Ask for a key; the same for an unknown, an expired and a withdrawn one."""
    response = problem(401, "Stuur een geldige sleutel mee in Authorization: Bearer.")
    response["WWW-Authenticate"] = 'Bearer realm="Kompas"'
    return response


@api.exception_handler(Throttled)
def too_many(_request: HttpRequest, error: Throttled) -> HttpResponse:
    """Say when to come back."""
    response = problem(429, "Te veel vragen in een minuut. Wacht even en probeer het opnieuw.")
    response["Retry-After"] = str(error.wait or 60)
    return response


@api.exception_handler(HttpError)
def refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer with the sentence of whoever refused."""
    return problem(error.status_code, error.message)


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the parameters that are wrong, without repeating what was in them."""
    names = sorted({str(row["loc"][-1]) for row in error.errors})
    return problem(400, f"Deze parameters kloppen niet: {', '.join(names)}.")


def unknown(_request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - of the address
    """Answer every other address below /api/, also one that ends with a slash."""
    return problem(404, "Dit adres bestaat niet. Zie /api/v1/openapi.json.")
