"""The messages of the learning engine."""

from django.utils.translation import gettext_lazy as _

from lms.additions import letters
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")
_TITLE = Placeholder(name="titel", help=_("Title of the addition"), sample="Ons meldpunt")
_MODULE = Placeholder(
    name="module", help=_("Course and module"), sample="Goed ambtenaarschap: Integriteit"
)
_UNIT = Placeholder(name="onderdeel", help=_("Part of the organisation"), sample="Directie Inkoop")
_TO_PROPOSAL = Placeholder(
    name="knop",
    help=_("Button to the proposal"),
    sample="/leren/aanvullingen/voorstel/00000000-0000-0000-0000-000000000000/",
    filled=Filled.LINK,
    label={"nl": "Bekijk het voorstel", "en": "Look at the proposal"},
)
ADDITION_ASKED = NoticeSpec(
    kind=letters.ASKED,
    title=_("An addition to a course waits for your approval"),
    texts={
        "nl": Text(
            subject="Kompas: een aanvulling op een cursus om te beoordelen",
            body="""Hallo {naam},

{indiener} stelt voor {onderdeel} een aanvulling voor: {titel}.

Zij komt onder deze module: {module}.

{knop}

Collega's zien de aanvulling pas als jij akkoord geeft.""",
        ),
        "en": Text(
            subject="Kompas: an addition to a course to judge",
            body="""Hello {naam},

{indiener} proposes an addition for {onderdeel}: {titel}.

It comes below this module: {module}.

{knop}

Colleagues see the addition only once you approve it.""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        _MODULE,
        _UNIT,
        Placeholder(name="indiener", help=_("Who proposes it"), sample="Emine Aydın"),
        _TO_PROPOSAL,
    ),
    # It has the name of somebody else, which is nobody's business later.
    keep_text=False,
    refresh="lms.additions.letters.refresh",
)
ADDITION_ANSWERED = NoticeSpec(
    kind=letters.ANSWERED,
    title=_("Your addition to a course was answered"),
    texts={
        "nl": Text(
            subject="Kompas: antwoord op je aanvulling op een cursus",
            body="""Hallo {naam},

Je stelde voor {onderdeel} deze aanvulling voor: {titel}.

Zij hoort bij deze module: {module}.

{antwoord}

{knop}""",
        ),
        "en": Text(
            subject="Kompas: an answer to your addition to a course",
            body="""Hello {naam},

You proposed this addition for {onderdeel}: {titel}.

It belongs to this module: {module}.

{antwoord}

{knop}""",
        ),
    },
    placeholders=(
        _NAME,
        _TITLE,
        _MODULE,
        _UNIT,
        Placeholder(name="antwoord", help=_("What was answered"), sample="Er is akkoord gegeven."),
        _TO_PROPOSAL,
    ),
    refresh="lms.additions.letters.refresh",
)
NOTICES = (ADDITION_ASKED, ADDITION_ANSWERED)
