"""Links in answers of the REST API: to the answer itself, the next page and its schema."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

SCHEMAS = "/api/v1/schemas/"
"""Where the JSON schema of each kind of answer stands, by the name that OpenAPI gives it."""
Href = Annotated[str, Field(description="Adres van een andere bron in deze API.")]


class Link(Schema):
    """A link to another resource."""

    href: Href


class Links(Schema):
    """Links of a page; `next` is only there when more follows."""

    self_: Link = Field(serialization_alias="self")
    next: Link | None = None


def links(request: HttpRequest, response: HttpResponse, *, after: UUID | str | None) -> Links:
    """Return the links of a page, and put the next one in the header `Link` as well."""
    own = Link(href=request.build_absolute_uri())
    if after is None:
        return Links(self_=own)
    query = {**request.GET.dict(), "na": str(after)}
    href = request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
    add_link(response, href, rel="next")
    return Links(self_=own, next=Link(href=href))


def described_by(request: HttpRequest, response: HttpResponse, schema: type[Schema]) -> None:
    """Say in the header `Link` where the JSON schema of this answer stands."""
    href = request.build_absolute_uri(f"{SCHEMAS}{schema.__name__}")
    add_link(response, href, rel="describedby")


def add_link(response: HttpResponse, href: str, *, rel: str) -> None:
    """Add a link to the header `Link`, beside those that are there."""
    link = f'<{href}>; rel="{rel}"'
    known = response.headers.get("Link")
    response["Link"] = f"{known}, {link}" if known else link
