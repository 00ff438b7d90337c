"""The messages about team sessions: to managers, and to who coordinates social safety."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import Filled, NoticeSpec, Placeholder, Text
from toolbox.services.requests import ASKED
from toolbox.session_letters import PLAN, RECORD, REVIEW

_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Pieter de Wit")
_TEAM = Placeholder(name="team", help=_("Name of the team"), sample="Team Leren")
_DAY = Placeholder(name="datum", help=_("The last day"), sample="31 december 2026")
_TO_SESSION = Placeholder(
    name="knop",
    help=_("Button to the team session"),
    sample="/teamsessie/team/leren/",
    filled=Filled.LINK,
    label={"nl": "Naar de teamsessie", "en": "To the team session"},
)

TO_PLAN = NoticeSpec(
    kind=PLAN,
    title=_("Plan the team session"),
    texts={
        "nl": Text(
            subject="Kompas: plan jullie teamsessie",
            body="""Hallo {naam},

{team} heeft dit jaar nog geen teamsessie over werkcultuur gepland. \
Jullie kunnen dat doen tot en met {datum}.

{knop}

Kies een dag en een begeleider. Speelt er iets over jou? \
Neem dan een onafhankelijke begeleider.""",
        ),
        "en": Text(
            subject="Kompas: plan your team session",
            body="""Hello {naam},

{team} has not planned its team session on work culture of this year yet. \
You can do so up to and including {datum}.

{knop}

Choose a day and somebody to lead it. Is something going on about you? \
Then take an independent facilitator.""",
        ),
    },
    placeholders=(_NAME, _TEAM, _DAY, _TO_SESSION),
    working_hours=True,
    refresh="toolbox.session_letters.refresh_to_plan",
)
TO_RECORD = NoticeSpec(
    kind=RECORD,
    title=_("Record the team session"),
    texts={
        "nl": Text(
            subject="Kompas: leg jullie teamsessie vast",
            body="""Hallo {naam},

De teamsessie van {team} stond gepland op {datum}. Zet de afspraken erbij, \
dan kan iedereen in het team ze nalezen.

{knop}

Ging de sessie niet door? Kies dan een andere dag.""",
        ),
        "en": Text(
            subject="Kompas: record your team session",
            body="""Hello {naam},

The team session of {team} was planned on {datum}. Write down what you agreed, \
so that everybody in the team can read it.

{knop}

Was it not held? Then choose another day.""",
        ),
    },
    placeholders=(
        _NAME,
        _TEAM,
        Placeholder(name="datum", help=_("The planned day"), sample="12 november 2026"),
        _TO_SESSION,
    ),
    working_hours=True,
    refresh="toolbox.session_letters.refresh_to_record",
)
TO_REVIEW = NoticeSpec(
    kind=REVIEW,
    title=_("Look at agreements of the team"),
    texts={
        "nl": Text(
            subject="Kompas: kijk terug op jullie afspraken",
            body="""Hallo {naam},

{team} zou deze dagen kijken hoe het gaat met {aantal} uit de teamsessie.

{knop}

Bespreek het kort in een teamoverleg. De tekst staat alleen in Kompas, niet in deze mail.""",
        ),
        "en": Text(
            subject="Kompas: look back on your agreements",
            body="""Hello {naam},

{team} meant to see these days how it goes with {aantal} of the team session.

{knop}

Talk about it briefly in a meeting. The text is only in Kompas, not in this mail.""",
        ),
    },
    placeholders=(
        _NAME,
        _TEAM,
        Placeholder(name="aantal", help=_("How many agreements"), sample="2 afspraken"),
        _TO_SESSION,
    ),
    working_hours=True,
    refresh="toolbox.session_letters.refresh_to_review",
)
FACILITATOR_ASKED = NoticeSpec(
    kind=ASKED,
    title=_("Somebody asks for another facilitator"),
    texts={
        "nl": Text(
            subject="Kompas: een verzoek over een teamsessie",
            body="""Hallo {naam},

Iemand uit {team} vraagt een andere begeleider voor de teamsessie. \
In Kompas zie je wie het is. De leidinggevende ziet dit verzoek niet.

{knop}

Neem zelf contact op, en vraag eerst wat diegene prettig vindt.""",
        ),
        "en": Text(
            subject="Kompas: a request about a team session",
            body="""Hello {naam},

Somebody of {team} asks for another facilitator for the team session. \
In Kompas you see who it is. The manager does not see this request.

{knop}

Get in touch yourself, and ask first what they would like.""",
        ),
    },
    placeholders=(
        _NAME,
        _TEAM,
        Placeholder(
            name="knop",
            help=_("Button to the requests"),
            sample="/teamsessie/verzoeken/",
            filled=Filled.LINK,
            label={"nl": "Bekijk het verzoek", "en": "See the request"},
        ),
    ),
    keep_text=False,
    refresh="toolbox.session_letters.refresh_asked",
)
SESSION_NOTICES = (TO_PLAN, TO_RECORD, TO_REVIEW, FACILITATOR_ASKED)
