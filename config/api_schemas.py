"""A JSON schema for each kind of answer of the REST API, taken from its OpenAPI document."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.api import api
from config.api_middleware import problem

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = re.compile(r'"#/components/schemas/([A-Za-z]+)"')


@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """Give the schema of one kind of answer; anybody may read it, as the OpenAPI document."""
    known = api.get_openapi_schema()["components"]["schemas"]
    if name not in known:
        return problem(404, "Dit schema is er niet. Zie /api/v1/openapi.json.")
    text = json_schema(known, name, address=request.build_absolute_uri(request.path))
    return HttpResponse(text, content_type="application/schema+json")


def json_schema(known: Mapping[str, Any], name: str, *, address: str) -> str:
    """Return a schema that stands by itself: with all that it refers to, directly or not."""
    needed: dict[str, Any] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in needed:
            needed[one] = known[one]
            waiting += _REFERENCE.findall(json.dumps(known[one]))
    own = needed.pop(name)
    whole = {"$schema": _DIALECT, "$id": address, **own, "$defs": needed}
    return _REFERENCE.sub(r'"#/$defs/\1"', json.dumps(whole, ensure_ascii=False))
