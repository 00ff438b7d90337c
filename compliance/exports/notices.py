"""The message that a file is ready: a link, never the file."""

from django.utils.translation import gettext_lazy as _

from compliance.exports.services import READY
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

EXPORT_READY = NoticeSpec(
    kind=READY,
    title=_("Your file is ready"),
    texts={
        "nl": Text(
            subject="Kompas: je bestand staat klaar",
            body="""Hallo,

Het bestand dat je vroeg, staat klaar: {rapport}.

{knop}

Je haalt het op in Kompas zelf, tot en met {bewaard_tot}. Daarna verwijderen we het.""",
        ),
        "en": Text(
            subject="Kompas: your file is ready",
            body="""Hello,

The file that you asked for is ready: {rapport}.

{knop}

You fetch it in Kompas itself, up to and including {bewaard_tot}. After that we delete it.""",
        ),
    },
    placeholders=(
        Placeholder(name="rapport", help=_("Which report it is"), sample="Kwartaalrapport"),
        Placeholder(
            name="bewaard_tot", help=_("Last day on which it is kept"), sample="8 januari 2027"
        ),
        Placeholder(
            name="knop",
            help=_("Button to “Exporten”"),
            sample="/exporten/",
            filled=Filled.LINK,
            label={"nl": "Ga naar je bestanden", "en": "Go to your files"},
        ),
    ),
)
