"""The texts of the messages about good practices and dead links."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import Filled, NoticeSpec, Placeholder, Text
from toolbox import link_letters, practice_letters

_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")
_TITLE = Placeholder(
    name="titel", help=_("Title of the good practice"), sample="Vijf minuten voor de week"
)
_TO_PRACTICE = Placeholder(
    name="knop",
    help=_("Button to the good practice"),
    sample="/goede-praktijken/00000000-0000-0000-0000-000000000000/",
    filled=Filled.LINK,
    label={"nl": "Bekijk de goede praktijk", "en": "Look at the good practice"},
)
PRACTICE_ASKED = NoticeSpec(
    kind=practice_letters.ASKED,
    title=_("A good practice waits for your answer"),
    texts={
        "nl": Text(
            subject="Kompas: een goede praktijk om te beoordelen",
            body="""Hallo {naam},

{indiener} deelt een goede praktijk van {onderdeel}: {titel}.

{knop}

Anderen lezen die pas als jij akkoord geeft. Kijk vooral of niemand te herkennen is.""",
        ),
        "en": Text(
            subject="Kompas: a good practice to judge",
            body="""Hello {naam},

{indiener} shares a good practice of {onderdeel}: {titel}.

{knop}

Others read it only once you approve it. Look above all whether nobody can be recognised.""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        Placeholder(name="indiener", help=_("Who submitted it"), sample="Emine Aydın"),
        Placeholder(name="onderdeel", help=_("Part of the organisation"), sample="Directie Inkoop"),
        _TO_PRACTICE,
    ),
    # It has the name of somebody else, which is nobody's business later.
    keep_text=False,
    refresh="toolbox.practice_letters.refresh",
)
PRACTICE_STEP = NoticeSpec(
    kind=practice_letters.ANSWERED,
    title=_("How your good practice is doing"),
    texts={
        "nl": Text(
            subject="Kompas: nieuws over je goede praktijk",
            body="""Hallo {naam},

Het gaat om je goede praktijk: {titel}.

{stand}

{knop}""",
        ),
        "en": Text(
            subject="Kompas: news about your good practice",
            body="""Hello {naam},

This is about your good practice: {titel}.

{stand}

{knop}""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        Placeholder(name="stand", help=_("How far it has come"), sample="Hij is gepubliceerd."),
        _TO_PRACTICE,
    ),
    refresh="toolbox.practice_letters.refresh",
)
DEAD_LINKS = NoticeSpec(
    kind=link_letters.DEAD,
    title=_("A link of the register no longer works"),
    texts={
        "nl": Text(
            subject="Kompas: een link werkt niet meer",
            body="""Hallo {naam},

Deze links werkten twee keer achter elkaar niet:

{links}

{knop}

Zoek het nieuwe adres, of haal de link weg.""",
        ),
        "en": Text(
            subject="Kompas: a link no longer works",
            body="""Hello {naam},

These links failed twice in a row:

{links}

{knop}

Find the new address, or remove the link.""",
        ),
    },
    placeholders=(
        _NAME,
        Placeholder(
            name="links",
            help=_("The links that no longer work"),
            sample=("Voorbeeld: https://voorbeeld.example/",),
            filled=Filled.LINES,
        ),
        Placeholder(
            name="knop",
            help=_("Button to the report"),
            sample="/beheer/reports/dode-links/",
            filled=Filled.LINK,
            label={"nl": "Bekijk de dode links", "en": "Look at the dead links"},
        ),
    ),
    refresh="toolbox.link_letters.refresh",
)
PRACTICE_NOTICES = (PRACTICE_ASKED, PRACTICE_STEP, DEAD_LINKS)
