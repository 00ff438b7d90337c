"""Who can be reached in the demo organisation. All made up, and saying so.

BZK has an internal and an external adviser, its directorate has one of its own, nobody checked one
of them for long, and one ministry has nobody.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from demo.rijk import BZK, SHOWCASE
from guidance.enums import ContactKind
from guidance.loading.directory import load_shipped_directory
from guidance.models import Contact, HelpRole
from organisations.enums import UnitKind
from organisations.models import Person, Unit, UnitVersion

MADE_UP = "Verzonnen voor de demonstratie."
WITHOUT = "mnre1010"
"""The ministry without a confidential adviser, so that the gap report has something to show."""

_FRESH, _OLD = timedelta(days=40), timedelta(days=260)
_START = date(2024, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made-up contact."""

    role: str
    unit: str
    name: str
    phone: str
    kind: ContactKind = ContactKind.DESK
    email: str = ""
    phone_outside: str = ""
    place: str = ""
    availability: str = "Maandag tot en met vrijdag, 9.00 tot 17.00 uur"
    languages: tuple[str, ...] = ("nl",)
    is_external: bool = False
    is_public: bool = False
    is_old: bool = False
    person: str = ""
    extra: str = ""


CONTACTS = (
    Made(
        role="vertrouwenspersoon",
        unit=BZK,
        name="",
        person="adviser",
        kind=ContactKind.PERSON,
        phone="070 000 00 11",
        phone_outside="06 000 000 11",
        email="jeroen.vandijk@vertrouwenspersoon.voorbeeld.nl",
        place="Den Haag, en op afstand",
        availability="Maandag, dinsdag en donderdag, ook ’s avonds",
        languages=("nl", "en"),
    ),
    Made(
        role="vertrouwenspersoon",
        unit=BZK,
        name="Extern vertrouwenspunt Zuidwal",
        phone="",
        phone_outside="0800 000 00 12",
        email="vertrouwenspunt@zuidwal.voorbeeld.nl",
        availability="Elke dag van 8.00 tot 22.00 uur",
        languages=("nl", "en", "tr", "ar", "dse"),
        is_external=True,
        is_public=True,
    ),
    Made(
        role="vertrouwenspersoon",
        unit=SHOWCASE,
        name="Aisha Verstraten",
        kind=ContactKind.PERSON,
        phone="070 000 00 13",
        email="aisha.verstraten@vertrouwenspersoon.voorbeeld.nl",
        place="Den Haag, kamer B3.14",
        availability="Woensdag en vrijdag",
        languages=("nl", "pap"),
        is_old=True,
    ),
    Made(
        role="integriteitscoordinator",
        unit=BZK,
        name="",
        person="officer",
        kind=ContactKind.PERSON,
        phone="070 000 00 14",
        email="integriteit@bzk.voorbeeld.nl",
    ),
    Made(
        role="bedrijfsmaatschappelijk-werk",
        unit=BZK,
        name="Bedrijfsmaatschappelijk werk",
        phone="070 000 00 15",
        email="bmw@bzk.voorbeeld.nl",
    ),
    Made(
        role="bedrijfsarts",
        unit=BZK,
        name="Spreekuur bedrijfsarts",
        phone="070 000 00 16",
        availability="Maandag tot en met donderdag",
    ),
    Made(
        role="p-en-o-adviseur",
        unit=SHOWCASE,
        name="P&O-adviseurs Ambtenaar en Organisatie",
        phone="070 000 00 17",
        email="peno@bzk.voorbeeld.nl",
    ),
    Made(
        role="intern-meldpunt",
        unit=BZK,
        name="Meldpunt integriteit",
        phone="070 000 00 18",
        email="meldpunt@bzk.voorbeeld.nl",
        is_public=True,
    ),
    Made(
        role="beveiliging",
        unit=BZK,
        name="Beveiliging, dag en nacht",
        phone="070 000 00 19",
        availability="Dag en nacht",
    ),
    Made(
        role="ondernemingsraad",
        unit=BZK,
        name="Secretariaat ondernemingsraad",
        phone="",
        email="or@bzk.voorbeeld.nl",
    ),
    Made(
        role="externe-begeleiding",
        unit=SHOWCASE,
        name="Bureau Tussenruimte",
        phone="020 000 00 20",
        is_external=True,
        extra="Begeleidt teamsessies.",
    ),
)


def fill_directory(people: dict[str, Person]) -> None:
    """Load the roles, and give the demo organisation contacts; `people` are by part."""
    load_shipped_directory(publish=True)
    roles = dict(HelpRole.objects.values_list("key", "pk"))
    rows = [*CONTACTS, *_of_other_ministries()]
    units = dict(Unit.objects.filter(code__in={row.unit for row in rows}).values_list("code", "pk"))
    today = clock.today()
    Contact.objects.bulk_create(
        Contact(
            role_id=roles[row.role],
            unit_id=units[row.unit],
            kind=row.kind,
            person=people.get(row.person),
            name=row.name,
            is_external=row.is_external,
            phone=row.phone,
            phone_outside=row.phone_outside,
            email=row.email,
            place=row.place,
            availability=row.availability,
            languages=list(row.languages),
            note=f"{row.extra} {MADE_UP}".strip(),
            shown_publicly=row.is_public,
            valid_from=_START,
            verified_on=today - (_OLD if row.is_old else _FRESH),
        )
        for row in rows
        if row.unit in units
    )


def _of_other_ministries() -> list[Made]:
    versions = UnitVersion.objects.current().active_on(clock.today())
    others = versions.filter(kind=UnitKind.MINISTRY).exclude(unit__code__in=[BZK, WITHOUT])
    return [
        Made(
            role="vertrouwenspersoon",
            unit=code,
            name="Vertrouwenspunt van het ministerie",
            phone=f"070 000 01 {number:02}",
            email=f"vertrouwenspunt{number}@rijk.voorbeeld.nl",
            is_public=True,
        )
        for number, code in enumerate(
            others.order_by("unit__code").values_list("unit__code", flat=True), start=1
        )
    ]
