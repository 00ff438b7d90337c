"""The messages of the code of conduct."""

from django.utils.translation import gettext_lazy as _

from gir import addendum_letters, letters
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

DILEMMA = NoticeSpec(
    kind=letters.KIND,
    title=_("Dilemma of the week"),
    texts={
        "nl": Text(
            subject="Kompas: dilemma van de week",
            body="""Hallo {naam},

{titel}

{situatie}

{vraag}

{knop}

Wat je kiest, blijft op je eigen scherm. Praat erover met je collega's.

{afmelden}""",
        ),
        "en": Text(
            subject="Kompas: dilemma of the week",
            body="""Hello {naam},

{titel}

{situatie}

{vraag}

{knop}

What you choose stays on your own screen. Talk about it with your colleagues.

{afmelden}""",
        ),
    },
    placeholders=(
        Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad"),
        Placeholder(name="titel", help=_("Title of the dilemma"), sample="De fles wijn"),
        Placeholder(
            name="situatie",
            help=_("What is going on"),
            sample="Een inwoner brengt na afloop een fles wijn naar de balie.",
        ),
        Placeholder(name="vraag", help=_("What is asked"), sample="Wat doe je?"),
        Placeholder(
            name="knop",
            help=_("Button to the dilemma of the week"),
            sample="/gir/dilemma/",
            filled=Filled.LINK,
            label={"nl": "Bekijk wat je kunt doen", "en": "See what you could do"},
        ),
        Placeholder(
            name="afmelden",
            help=_("Link to stop this mail"),
            sample="/gir/dilemma/afmelden/key/voorbeeld/",
            filled=Filled.LINK,
            label={"nl": "Stop met deze mail", "en": "Stop this mail"},
        ),
    ),
    optional=True,
    working_hours=True,
    keep_text=False,
    refresh="gir.letters.refresh_dilemmas",
)
_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")
_TITLE = Placeholder(name="titel", help=_("Title of the addendum"), sample="Geen geschenken")
_UNIT = Placeholder(name="onderdeel", help=_("Part of the organisation"), sample="Directie Inkoop")
_TO_PROPOSAL = Placeholder(
    name="knop",
    help=_("Button to the proposal"),
    sample="/gir/aanvullingen/voorstel/00000000-0000-0000-0000-000000000000/",
    filled=Filled.LINK,
    label={"nl": "Bekijk het voorstel", "en": "Look at the proposal"},
)
ADDENDUM_ASKED = NoticeSpec(
    kind=addendum_letters.ASKED,
    title=_("An addendum to the code waits for your approval"),
    texts={
        "nl": Text(
            subject="Kompas: een aanvulling op de gedragscode om te beoordelen",
            body="""Hallo {naam},

{indiener} stelt een aanvulling op de gedragscode voor voor {onderdeel}: {titel}.

{knop}

Lezers zien de aanvulling pas als jij akkoord geeft.""",
        ),
        "en": Text(
            subject="Kompas: an addendum to the code to judge",
            body="""Hello {naam},

{indiener} proposes an addendum to the code for {onderdeel}: {titel}.

{knop}

Readers see the addendum only once you approve it.""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        _UNIT,
        Placeholder(name="indiener", help=_("Who proposes it"), sample="Emine Aydın"),
        _TO_PROPOSAL,
    ),
    # It has the name of somebody else, which is nobody's business later.
    keep_text=False,
    refresh="gir.addendum_letters.refresh",
)
ADDENDUM_ANSWERED = NoticeSpec(
    kind=addendum_letters.ANSWERED,
    title=_("Your addendum to the code was answered"),
    texts={
        "nl": Text(
            subject="Kompas: antwoord op je aanvulling op de gedragscode",
            body="""Hallo {naam},

Je stelde voor {onderdeel} deze aanvulling voor: {titel}.

{antwoord}

{knop}""",
        ),
        "en": Text(
            subject="Kompas: an answer to your addendum to the code",
            body="""Hello {naam},

You proposed this addendum for {onderdeel}: {titel}.

{antwoord}

{knop}""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        _UNIT,
        Placeholder(name="antwoord", help=_("What was answered"), sample="Er is akkoord gegeven."),
        _TO_PROPOSAL,
    ),
    refresh="gir.addendum_letters.refresh",
)
NOTICES = (DILEMMA, ADDENDUM_ASKED, ADDENDUM_ANSWERED)
