"""What the API says of the code. Field names are Dutch and in lowerCamelCase; texts are HTML."""

from datetime import date

from ninja import Field, Schema

from core.rest_links import Link, Links


class EditionOut(Schema):
    """An edition of the code of conduct."""

    code: str
    titel: str
    geldig_vanaf: date = Field(serialization_alias="geldigVanaf")
    geldig_tot: date | None = Field(
        serialization_alias="geldigTot",
        description="De eerste dag waarop een andere editie geldt; leeg als die niet bekend is.",
    )
    soort_wijziging: str = Field(
        serialization_alias="soortWijziging",
        description="editorial, substantive of normative; na normative lees je de code opnieuw.",
    )
    samenvatting: str = Field(description="Wat er verandert, in gewone taal.")
    staatscourant: str
    officiele_url: str = Field(serialization_alias="officieleUrl")


class EditionList(Schema):
    """All editions that were approved, the earliest first."""

    items: list[EditionOut]
    links: Links = Field(serialization_alias="_links")


class BasisOut(Schema):
    """A law or rule on which an article rests."""

    naam: str
    url: str


class ArticleLinks(Schema):
    """Links of an article: to itself here, and to the page for people."""

    self_: Link = Field(serialization_alias="self")
    pagina: Link


class ArticleOut(Schema):
    """An article of the code, as in force on the day that was asked."""

    sleutel: str = Field(description="Blijft in alle edities gelijk.")
    nummer: str = Field(description="Het nummer in de editie.")
    titel: str
    hoofdstuk: int
    hoofdstuktitel: str
    regel: str = Field(description="HTML. Wat is de regel?")
    verwacht: str = Field(description="HTML. Wat verwachten we van je?")
    voorbeeld: str = Field(description="HTML.")
    waar_terecht: str = Field(
        serialization_alias="waarTerecht", description="HTML. Waar kun je terecht?"
    )
    officiele_tekst: str = Field(
        serialization_alias="officieleTekst", description="HTML. Leeg als die niet is ingelezen."
    )
    officiele_url: str = Field(serialization_alias="officieleUrl")
    grondslagen: list[BasisOut]
    rollen: list[str] = Field(description="Wie kan helpen.")
    editie: str = Field(description="Code van de editie waaruit deze tekst komt.")
    versie: int
    geldig_vanaf: date = Field(serialization_alias="geldigVanaf")
    inhoud_hash: str = Field(
        serialization_alias="inhoudHash", description="SHA-256 over alles wat een lezer ziet."
    )
    links: ArticleLinks = Field(serialization_alias="_links")


class ArticlePage(Schema):
    """A page of articles, in the order of the code."""

    peildatum: date
    items: list[ArticleOut]
    links: Links = Field(serialization_alias="_links")


class ChangeOut(Schema):
    """That an article came, changed or went on a day."""

    sleutel: str
    nummer: str
    titel: str
    soort: str = Field(description="new, changed of removed.")
    toelichting: str = Field(description="Wat er anders is en waarom, in gewone taal.")
    geldig_vanaf: date = Field(serialization_alias="geldigVanaf")
    editie: str
    versie: int
    links: ArticleLinks = Field(serialization_alias="_links")


class ChangePage(Schema):
    """A page of changes, the earliest first."""

    items: list[ChangeOut]
    links: Links = Field(serialization_alias="_links")
