"""The messages of the guide."""

from django.utils.translation import gettext_lazy as _

from guidance import guide_letters
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

GUIDE_REVIEW = NoticeSpec(
    kind=guide_letters.KIND,
    title=_("Outcomes of the guide to read again"),
    texts={
        "nl": Text(
            subject="Kompas: teksten van de wegwijzer om opnieuw te lezen",
            body="""Hallo {naam},

Je houdt de wegwijzer ‘Hulp of melden’ bij. Het is tijd om deze uitkomsten opnieuw te lezen:

{uitkomsten}

Kloppen de namen, nummers en regels nog? Kies dan een nieuwe datum.

{knop}""",
        ),
        "en": Text(
            subject="Kompas: texts of the guide to read again",
            body="""Hello {naam},

You keep the guide ‘Help or report’. The day to read these outcomes again has passed:

{uitkomsten}

Are names, numbers and rules still right? Then choose a new date.

{knop}""",
        ),
    },
    placeholders=(
        Placeholder(name="naam", help=_("Name of the receiver"), sample="Noor Bakker"),
        Placeholder(
            name="uitkomsten", help=_("Which outcomes"), sample="- Eerst praten in vertrouwen"
        ),
        Placeholder(
            name="knop",
            help=_("Button to the guide"),
            sample="/beheer/",
            filled=Filled.LINK,
            label={"nl": "Open de wegwijzer", "en": "Open the guide"},
        ),
    ),
    working_hours=True,
    refresh="guidance.guide_letters.refresh",
)
