"""Prints the matrix in Dutch as docs/visibility.md, for the works council."""

from itertools import groupby
from pathlib import Path

from tests.permissions.matrix import PAGES, Page
from tests.permissions.roles import Outcome, Role

TARGET = Path(__file__).parents[2] / "docs" / "visibility.md"
_INTRO = """\
# Wie ziet wat

Deze pagina is voor de ondernemingsraad en voor iedereen die wil weten wat anderen in Kompas kunnen
zien. De tabellen met pagina's worden gemaakt uit de controles van het programma zelf. Bij elke
wijziging wordt elk adres van de site gevraagd als elke rol hieronder. Klopt een antwoord niet meer
met deze pagina, dan gaat de wijziging niet door. Komt er een adres bij dat hier niet staat, dan ook
niet. De tabel met gegevens is met de hand geschreven. Wat daar "nee" heet, wordt gecontroleerd door
alle links te volgen als die rol.

Of je iets van anderen mag zien, hangt af van je mandaat op de dag van vandaag. Loopt het mandaat
af, dan is het zicht diezelfde dag weg, ook voor eerdere peildatums. Wat je niet mag zien, geeft
hetzelfde antwoord als wat niet bestaat.
"""
_DATA = (
    (
        "Klaar, nog te doen, te laat, vrijgesteld, uitgesteld (met de uiterste datum)",
        (
            "zelf",
            "per persoon, eigen team",
            "aantallen; per persoon alleen wie direct onder het mandaat valt",
            "per persoon, eigen deel van de organisatie",
            "aantallen",
            "nee",
            "per persoon",
        ),
    ),
    (
        "Reden van een vrijstelling",
        ("zelf", "nee", "nee", "alleen de categorie", "nee", "nee", "alleen de categorie"),
    ),
    ("Afwezigheid: van wanneer tot wanneer", ("nee", "nee", "nee", "nee", "nee", "nee", "ja")),
    ("Oorzaak van afwezigheid", ("wordt niet bewaard",) * 7),
    (
        "Antwoorden, pogingen en uitslag van een toets",
        ("zelf", "nee", "nee", "nee", "nee", "nee", "nee"),
    ),
    ("Waar iemand was gebleven", ("zelf", "nee", "nee", "nee", "nee", "nee", "nee")),
    ("Keuzes in dilemma's en eigen gedachten", ("wordt niet bewaard",) * 7),
    ("Afgeronde vrijwillige cursussen", ("zelf", "nee", "nee", "nee", "nee", "nee", "ja")),
    ("E-mailadres", ("nee", "nee", "nee", "nee", "nee", "nee", "ja")),
)
_DATA_ROLES = (
    "medewerker",
    "leidinggevende",
    "hogere leidinggevende",
    "compliance officer",
    "auditor en ondernemingsraad",
    "redacteur",
    "functioneel beheerder",
)
_GROUPS = """\
Groepen kleiner dan vijf personen krijgen geen cijfers. Kan iemand een verborgen cijfer uitrekenen
uit de cijfers ernaast, dan wordt er nog een verborgen.

Een functioneel beheerder houdt personen, onderdelen en mandaten bij en ziet daarom meer dan
anderen. Antwoorden en pogingen ziet ook een beheerder niet: daar is geen scherm voor.

Een compliance officer ziet de stand per persoon in het eigen deel van de organisatie, en mag daar
iemand vrijstellen, uitstel geven of een plicht intrekken. Dat kan alleen met een categorie en met
een einddatum. Van wanneer tot wanneer iemand afwezig was, ziet een compliance officer niet. Een
rol, zoals P&O-adviseur, geeft plichten en geen zicht op anderen: wie van P&O over plichten
beslist, heeft daarvoor een mandaat als compliance officer nodig, met een einddatum als dat kan.

Een regel (wie moet wat doen, en wanneer) wordt voorgesteld door de een en goedgekeurd door een
ander. Niemand keurt het eigen voorstel goed, ook een functioneel beheerder niet: de database
weigert dat. Een compliance officer mag een regel voorstellen en goedkeuren als iedereen die de
regel raakt in het eigen deel werkt, voor en na de wijziging. Alleen wie over de hele organisatie
gaat, mag een regel voor iedereen voorstellen of goedkeuren. Wie voorstelde, wie goedkeurde en wat
er toen stond, blijft bewaard. Het scherm laat zien hoeveel mensen een regel raakt, en nooit wie.
"""
_REST = """\
De overige schermen van het beheer horen bij het CMS (Wagtail): pagina's, afbeeldingen en
documenten. Zij zijn er alleen voor redacteuren en functioneel beheerders. Een compliance officer
komt met het mandaat het beheer in, en ziet daar alleen de eigen schermen hierboven. Accounts en
groepen zijn er alleen voor functioneel beheerders."""
_WORDS = {
    Outcome.SEEN: "de pagina komt",
    Outcome.GOES_ON: "de pagina stuurt je door naar een andere pagina van jezelf",
    Outcome.SIGN_IN: "je moet eerst inloggen",
    Outcome.UNKNOWN: "de pagina bestaat voor jou niet",
    Outcome.DOOR: "je komt het beheer niet in",
    Outcome.BACK: "je gaat terug naar het begin van het beheer, met een melding",
    Outcome.POST_ONLY: "er is geen pagina, alleen een knop op een andere pagina",
}


def document() -> str:
    """Return the whole page."""
    parts = [
        _INTRO,
        "## Gegevens\n",
        _table(("Gegeven", *_DATA_ROLES), [(name, *cells) for name, cells in _DATA]),
        _GROUPS,
        "## Pagina's\n",
        *(f"- **{outcome}**: {words}" for outcome, words in _WORDS.items()),
        "",
    ]
    for chapter, pages in groupby(PAGES, key=lambda page: page.chapter):
        parts += [f"### {chapter}\n", _table(("Pagina", *Role), [_row(page) for page in pages])]
    parts.append(_REST)
    return "\n".join(parts) + "\n"


def _row(page: Page) -> tuple[str, ...]:
    return (page.title, *(page.answers[role] for role in Role))


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
