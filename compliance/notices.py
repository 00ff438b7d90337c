"""The messages of compliance: reminders, and what managers get to see every week."""

from django.utils.translation import gettext_lazy as _

from compliance.exports.notices import EXPORT_READY
from compliance.reminders import escalation, managers, planning
from compliance.services import reminders
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")
_DUTIES = Placeholder(
    name="onderdelen",
    help=_("What the receiver still has to do, with the dates"),
    sample=(
        "Integriteit en sociale veiligheid. Doe dit uiterlijk op 31 december 2026.",
        "Goed ambtenaarschap. De laatste dag was 1 november 2026.",
    ),
    filled=Filled.LINES,
)
_TO_LEARNING = Placeholder(
    name="knop",
    help=_("Button to “Mijn leren”"),
    sample="/mijn-leren/",
    filled=Filled.LINK,
    label={"nl": "Ga naar Mijn leren", "en": "Go to My learning"},
)
_TO_TEAM = Placeholder(
    name="knop",
    help=_("Button to “Mijn team”"),
    sample="/mijn-team/",
    filled=Filled.LINK,
    label={"nl": "Bekijk mijn team", "en": "See my team"},
)
_TO_FIGURES = Placeholder(
    name="knop",
    help=_("Button to the figures"),
    sample="/organisatie/",
    filled=Filled.LINK,
    label={"nl": "Bekijk de cijfers", "en": "See the figures"},
)

REMINDER = NoticeSpec(
    kind=planning.KIND,
    title=_("Reminder"),
    texts={
        "nl": Text(
            subject="Kompas: over je verplichte onderdelen",
            body="""Hallo {naam},

Dit staat nog voor je open:

{onderdelen}

{knop}

Je gaat verder waar je was: wat je al deed, is bewaard.

Lukt het niet op tijd, of heb je iets anders afgesproken? Vertel het je leidinggevende.""",
        ),
        "en": Text(
            subject="Kompas: about your compulsory parts",
            body="""Hello {naam},

This is still open for you:

{onderdelen}

{knop}

You go on where you were: what you did is kept.

Will you not make it, or did you agree on something else? Tell your manager.""",
        ),
    },
    placeholders=(_NAME, _DUTIES, _TO_LEARNING),
    working_hours=True,
    refresh="compliance.reminders.letters.refresh_reminders",
)
ASKED = NoticeSpec(
    kind=reminders.KIND,
    title=_("Reminder by your manager"),
    texts={
        "nl": Text(
            subject="Kompas: bericht namens je leidinggevende",
            body="""Hallo {naam},

{afzender} vraagt of je hieraan wilt denken:

{onderdelen}

{knop}

Je gaat verder waar je was: wat je al deed, is bewaard. \
Je leidinggevende ziet alleen of iets klaar is, niet wat je antwoordt.

Lukt het niet op tijd? Laat het weten, dan zoeken jullie samen een moment.""",
        ),
        "en": Text(
            subject="Kompas: a message on behalf of your manager",
            body="""Hello {naam},

{afzender} asks you to keep this in mind:

{onderdelen}

{knop}

You go on where you were: what you did is kept. \
Your manager only sees whether something is done, not what you answer.

Will you not make it? Say so, and find a moment together.""",
        ),
    },
    placeholders=(
        _NAME,
        Placeholder(
            name="afzender", help=_("Name of the manager who asks"), sample="Pieter de Wit"
        ),
        _DUTIES,
        _TO_LEARNING,
    ),
    working_hours=True,
    refresh="compliance.reminders.letters.refresh_reminders",
)
MANAGER_WEEK = NoticeSpec(
    kind=managers.KIND,
    title=_("Week of your team"),
    texts={
        "nl": Text(
            subject="Kompas: weekoverzicht",
            body="""Hallo {naam},

Zo staat het met de verplichte onderdelen in je team:

{teams_met_namen}

{knop}

Je ziet alleen of iemand klaar is. Bespreek het in een gewoon gesprek, niet in een groep.""",
        ),
        "en": Text(
            subject="Kompas: overview of the week",
            body="""Hello {naam},

This is how the compulsory parts stand in your team:

{teams_met_namen}

{knop}

You only see whether somebody is done. Discuss it in a normal conversation, not in a group.""",
        ),
    },
    placeholders=(
        _NAME,
        Placeholder(
            name="teams_met_namen",
            help=_("Per team how many are late or nearly so, with the names of who is late"),
            sample=("Team Vergunningen: 2 mensen te laat. Te laat: Noor de Wit, Daan Smit.",),
            filled=Filled.LINES,
        ),
        Placeholder(
            name="teams",
            help=_("The same without names"),
            sample=("Team Vergunningen: 2 mensen te laat.",),
            filled=Filled.LINES,
        ),
        _TO_TEAM,
    ),
    optional=True,
    working_hours=True,
    # It holds names of others, which go out of date and are nobody's business later.
    keep_text=False,
    refresh="compliance.reminders.managers.refresh_manager_weeks",
)
ESCALATION = NoticeSpec(
    kind=escalation.KIND,
    title=_("Late in your part of the organisation"),
    texts={
        "nl": Text(
            subject="Kompas: cijfers van je onderdeel",
            body="""Hallo {naam},

De uiterste datum voor ‘{onderdeel}’ was {datum}. \
In {organisatieonderdeel} zijn nu {aantal} mensen te laat.

{knop}

Je ziet aantallen en geen namen. De leidinggevende van een team weet om wie het gaat.""",
        ),
        "en": Text(
            subject="Kompas: figures of your part of the organisation",
            body="""Hello {naam},

The last day for “{onderdeel}” was {datum}. In {organisatieonderdeel} {aantal} people are late now.

{knop}

You see numbers and no names. The manager of a team knows who it is about.""",
        ),
    },
    placeholders=(
        _NAME,
        Placeholder(name="onderdeel", help=_("What had to be done"), sample="Goed ambtenaarschap"),
        Placeholder(name="datum", help=_("The last day"), sample="1 november 2026"),
        Placeholder(
            name="organisatieonderdeel",
            help=_("Name of the part of the organisation"),
            sample="Directie Dienstverlening",
        ),
        Placeholder(name="aantal", help=_("How many are late"), sample="12"),
        _TO_FIGURES,
    ),
    working_hours=True,
    refresh="compliance.reminders.escalation.refresh_escalations",
)
NOTICES = (REMINDER, ASKED, MANAGER_WEEK, ESCALATION, EXPORT_READY)
