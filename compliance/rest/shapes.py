"""What the API answers. Field names in the answers are Dutch and in lowerCamelCase."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from core.rest_links import Links


class UnitOut(Schema):
    """An organisational unit."""

    code: str
    naam: str
    soort: str
    bovenliggend: str | None = Field(description="Code van het onderdeel erboven.")


class UnitPage(Schema):
    """A page of units."""

    items: list[UnitOut]
    links: Links = Field(serialization_alias="_links")


class DutyOut(Schema):
    """A duty."""

    sleutel: str
    titel: str
    onderwerp: str = Field(description="Op wie de verplichting rust: person, team of role_holder.")


class DutyList(Schema):
    """All duties."""

    items: list[DutyOut]
    links: Links = Field(serialization_alias="_links")


class CountsOut(Schema):
    """How many persons stand where. Every person is in exactly one of these numbers."""

    op_tijd: int = Field(serialization_alias="opTijd")
    te_laat_afgerond: int = Field(serialization_alias="teLaatAfgerond")
    te_doen: int = Field(serialization_alias="teDoen")
    in_respijt: int = Field(serialization_alias="inRespijt")
    te_laat: int = Field(serialization_alias="teLaat")
    vrijgesteld: int
    uitgesteld: int
    nieuw_binnen_termijn: int = Field(serialization_alias="nieuwBinnenTermijn")
    teller: int = Field(description="Hoeveel personen klaar zijn, op tijd of te laat.")
    noemer: int = Field(description="Over hoeveel personen het percentage gaat.")
    percentage: int | None = Field(description="Leeg als de noemer nul is.")


class FigureOut(Schema):
    """The figure of a duty; without counts when the group is too small to show."""

    verplichting: str
    onderdrukt: bool = Field(description="De groep is te klein om te tonen.")
    aantallen: CountsOut | None


class UnitFigures(Schema):
    """The figures of a unit and everything below it."""

    onderdeel: str
    peildatum: date
    bekend_op: datetime | None = Field(
        serialization_alias="bekendOp", description="Leeg: zoals nu bekend."
    )
    geteld_op: datetime | None = Field(
        serialization_alias="geteldOp",
        description="Tot dit moment tellen de feiten mee. Leeg: op dit moment geteld.",
    )
    items: list[FigureOut]
    links: Links = Field(serialization_alias="_links")


class PersonOut(Schema):
    """Somebody; name and staff number only for a token with `persoonsgegevens`."""

    uuid: UUID
    naam: str | None = None
    personeelsnummers: list[str] | None = None


class StatusOut(Schema):
    """Where somebody stands with a duty. Never a score, an answer or a reason."""

    verplichting: str
    ronde: str
    status: str
    uiterlijk_op: date = Field(serialization_alias="uiterlijkOp")
    afgerond_op: date | None = Field(serialization_alias="afgerondOp")


class PersonObligations(Schema):
    """The duties of somebody."""

    persoon: PersonOut
    verplichtingen: list[StatusOut]


class ObligationPage(Schema):
    """A page of persons with their duties."""

    peildatum: date
    items: list[PersonObligations]
    links: Links = Field(serialization_alias="_links")


class CompletionOut(Schema):
    """A completion of an activity that counts for a duty."""

    uuid: UUID
    persoon: PersonOut
    activiteit: str
    afgerond_op: date = Field(serialization_alias="afgerondOp")
    vastgelegd_op: datetime = Field(serialization_alias="vastgelegdOp")


class CompletionPage(Schema):
    """A page of completions."""

    items: list[CompletionOut]
    links: Links = Field(serialization_alias="_links")
