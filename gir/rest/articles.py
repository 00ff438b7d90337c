"""The articles of the code, as in force on a day."""

from typing import Annotated

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from ninja import Query, Router

from core import clock
from core.rest_links import Link, described_by, links
from gir.models import ArticleVersion
from gir.reports.article import legal_basis
from gir.rest.asking import DEFAULT_SIZE, Day, Size, may_read
from gir.rest.shapes import ArticleLinks, ArticleOut, ArticlePage, BasisOut

router = Router()
AfterKey = Annotated[
    str | None,
    Query(alias="na", max_length=40, description="Ga verder na deze sleutel, uit de link `next`."),
]


@router.get(
    "/gedragscode/artikelen",
    response=ArticlePage,
    by_alias=True,
    exclude_unset=True,
    operation_id="gedragscodeArtikelen",
    summary="Artikelen van de gedragscode",
)
def list_articles(
    request: HttpRequest,
    response: HttpResponse,
    *,
    day: Day = None,
    after: AfterKey = None,
    size: Size = DEFAULT_SIZE,
) -> ArticlePage:
    """Geef de artikelen die op een dag gelden, in de volgorde van de code."""
    may_read(request)
    described_by(request, response, ArticlePage)
    on = day or clock.today()
    rows = ArticleVersion.objects.in_force_on(on).select_related("edition")
    if after is not None:
        place = rows.filter(key=after).first() if after.isprintable() else None
        if place is None:
            raise Http404
        beside = Q(position=place.position, key__gt=place.key)
        rows = rows.filter(Q(position__gt=place.position) | beside)
    found = list(rows[: size + 1])
    shown = found[:size]
    return ArticlePage(
        peildatum=on,
        items=[article_out(request, row) for row in shown],
        links=links(request, response, after=shown[-1].key if len(found) > size else None),
    )


@router.get(
    "/gedragscode/artikelen/{sleutel}",
    response=ArticleOut,
    by_alias=True,
    exclude_unset=True,
    operation_id="gedragscodeArtikel",
    summary="Artikel van de gedragscode",
)
def read_article(
    request: HttpRequest, response: HttpResponse, *, sleutel: str, day: Day = None
) -> ArticleOut:
    """Geef één artikel, zoals het op een dag geldt."""
    may_read(request)
    described_by(request, response, ArticleOut)
    rows = ArticleVersion.objects.in_force_on(day or clock.today()).select_related("edition")
    found = rows.filter(key=sleutel).first() if sleutel.isprintable() else None
    if found is None:
        raise Http404
    return article_out(request, found)


def article_out(request: HttpRequest, row: ArticleVersion) -> ArticleOut:
    """Return a version as the API shows it."""
    return ArticleOut(
        sleutel=row.key,
        nummer=row.label,
        titel=row.title,
        hoofdstuk=row.chapter,
        hoofdstuktitel=row.chapter_title,
        regel=row.rule,
        verwacht=row.expected,
        voorbeeld=row.example,
        waar_terecht=row.where_to_go,
        officiele_tekst=row.official_text,
        officiele_url=row.official_url,
        grondslagen=[BasisOut(naam=one.name, url=one.url) for one in legal_basis(row.legal_refs)],
        rollen=[str(role) for role in row.roles],
        editie=row.edition.code,
        versie=row.number,
        geldig_vanaf=row.valid_from,
        inhoud_hash=row.content_hash,
        links=links_of(request, row),
    )


def links_of(request: HttpRequest, row: ArticleVersion) -> ArticleLinks:
    """Return where this text stands, here and for people, on the first day that it held."""
    own = f"/api/v1/gedragscode/artikelen/{row.key}?peildatum={row.valid_from}"
    with override("nl"):
        page = f"{reverse('gir:article', args=[row.key])}?op={row.valid_from}"
    return ArticleLinks(
        self_=Link(href=request.build_absolute_uri(own)),
        pagina=Link(href=request.build_absolute_uri(page)),
    )
