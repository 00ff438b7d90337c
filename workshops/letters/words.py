"""The words that editors may use in the texts of messages about workshops."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import Filled, Placeholder

NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")
SUBJECT = Placeholder(
    name="onderwerp",
    help=_("Neutral subject; of a confidential workshop it does not mention a workshop"),
    sample="Kompas: over een workshop",
)
WHAT = Placeholder(
    name="wat",
    help=_("What, when and where; of a confidential workshop not what it is"),
    sample=(
        "Omstander: van kijken naar helpen",
        "donderdag 3 december 2026 van 10:00 tot 12:00",
        "Koningskade 4, Den Haag, zaal 2.14",
    ),
    filled=Filled.LINES,
)
UNTIL = Placeholder(name="tot", help=_("Until when"), sample="2 december 2026 om 9:30 uur")
WHY = Placeholder(
    name="reden",
    help=_("Why it was cancelled, if it was"),
    sample=("De workshop is geannuleerd: de begeleider is ziek.",),
    filled=Filled.LINES,
)
WAS = Placeholder(
    name="was",
    help=_("When and where it was before"),
    sample="donderdag 3 december 2026 van 10:00 tot 12:00, Koningskade 4, Den Haag",
)
EXPLANATION = Placeholder(
    name="uitleg",
    help=_("What happens, and why"),
    sample="Deze workshop gaat niet door. De reden: de begeleider is ziek.",
)
NOTE = Placeholder(
    name="bericht",
    help=_("What the trainer wrote; of a confidential workshop only where to read it"),
    sample="Neem een praktijkvoorbeeld mee. Het hoeft niet op papier.",
)
PARTICIPANT = Placeholder(
    name="deelnemer", help=_("Name of who wants to come"), sample="Noor de Wit"
)
PLACES = Placeholder(name="plekken", help=_("How many places"), sample="4")
TEAM = Placeholder(name="team", help=_("Name of the team"), sample="Team Vergunningen")
NUMBER = Placeholder(name="aantal", help=_("How many people come now"), sample="5")
MINIMUM = Placeholder(name="minimum", help=_("The smallest group"), sample="8")


def button(nl: str, en: str, sample: str) -> Placeholder:
    """Return a button that leads to one place."""
    return Placeholder(
        name="knop",
        help=_("Button"),
        sample=sample,
        filled=Filled.LINK,
        label={"nl": nl, "en": en},
    )


TO_OWN = button("Ga naar mijn workshops", "Go to my workshops", "/workshops/mijn/")
TO_EVALUATION = button("Geef je mening", "Give your opinion", "/workshops/mijn/")
TO_TEAM = button("Ga naar mijn team", "Go to my team", "/workshops/team/")
TO_TRAINERS = button("Ga naar je planning", "Go to your planning", "/workshops/trainers/")
TO_EVENT = button("Bekijk de workshop", "See the workshop", "/workshops/")
