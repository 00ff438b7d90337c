"""The text of the message about texts that should have been read again."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import Filled, NoticeSpec, Placeholder, Text
from toolbox import review_letters

REVIEW_DUE = NoticeSpec(
    kind=review_letters.DUE,
    title=_("Texts to review"),
    texts={
        "nl": Text(
            subject="Kompas: teksten om opnieuw te bekijken",
            body="""Hallo {naam},

Van deze teksten is de dag voorbij waarop iemand ze opnieuw zou bekijken:

{teksten}

Kloppen ze nog? Pas aan wat nodig is en kies een nieuwe dag.

{knop}""",
        ),
        "en": Text(
            subject="Kompas: texts to review",
            body="""Hello {naam},

The day has passed on which somebody would read these texts again:

{teksten}

Are they still right? Change what is needed and choose a new day.

{knop}""",
        ),
    },
    placeholders=(
        Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad"),
        Placeholder(
            name="teksten",
            help=_("The texts, at most ten"),
            sample=("T6 Ongewenste seksuele aandacht", "P6 Aangifte"),
            filled=Filled.LINES,
        ),
        Placeholder(
            name="knop",
            help=_("Button to the list"),
            sample="/beheer/reports/te-herzien/",
            filled=Filled.LINK,
            label={"nl": "Bekijk de lijst", "en": "Look at the list"},
        ),
    ),
    working_hours=True,
    keep_text=False,
    refresh="toolbox.review_letters.refresh",
)
REVIEW_NOTICES = (REVIEW_DUE,)
