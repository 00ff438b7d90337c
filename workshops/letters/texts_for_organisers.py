"""The messages to managers and trainers, in Dutch and English."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import NoticeSpec, Text
from workshops.letters import kinds
from workshops.letters.words import (
    EXPLANATION,
    MINIMUM,
    NAME,
    NUMBER,
    PARTICIPANT,
    PLACES,
    TEAM,
    TO_EVENT,
    TO_TEAM,
    TO_TRAINERS,
    UNTIL,
    WHAT,
    WHY,
)

_REFRESH = "workshops.letters.organisers."

ASKS_APPROVAL = NoticeSpec(
    kind=kinds.ASKS_APPROVAL,
    title=_("Somebody in your team wants to take part in a workshop"),
    texts={
        "nl": Text(
            subject="Kompas: een aanvraag in je team",
            body="""Hallo {naam},

{deelnemer} wil graag meedoen en vraagt of jij dat goedvindt:

{wat}

{knop}

Antwoord binnen twee weken. Zeg je nee? Bespreek dan samen wat wel kan.""",
        ),
        "en": Text(
            subject="Kompas: a request in your team",
            body="""Hello {naam},

{deelnemer} would like to take part and asks whether you agree:

{wat}

{knop}

Answer within two weeks. Do you say no? Then discuss together what is possible.""",
        ),
    },
    placeholders=(NAME, PARTICIPANT, WHAT, TO_TEAM),
    # It has the name of somebody else, which is nobody's business later.
    keep_text=False,
    refresh=f"{_REFRESH}refresh_approval",
)
PLACE_FOR_TEAM = NoticeSpec(
    kind=kinds.PLACE_FOR_TEAM,
    title=_("Places that are kept for your team"),
    texts={
        "nl": Text(
            subject="Kompas: plekken voor je team",
            body="""Hallo {naam},

Voor {team} houden we plekken vrij. Aantal: {plekken}. Het gaat om:

{wat}

Mensen uit je team melden zichzelf aan. De plekken blijven vrij tot {tot}. Daarna zijn ze voor \
iedereen.

{knop}""",
        ),
        "en": Text(
            subject="Kompas: places for your team",
            body="""Hello {naam},

We keep places for {team}. How many: {plekken}. It is about:

{wat}

People of your team book themselves. The places are kept until {tot}. After that they are for \
everybody.

{knop}""",
        ),
    },
    placeholders=(NAME, WHAT, TEAM, PLACES, UNTIL, TO_TEAM),
    refresh=f"{_REFRESH}refresh_places",
)
REQUEST_PLANNED = NoticeSpec(
    kind=kinds.REQUEST_PLANNED,
    title=_("The workshop for your team is planned"),
    texts={
        "nl": Text(
            subject="Kompas: je aanvraag voor je team",
            body="""Hallo {naam},

De workshop die je aanvroeg voor je team, is gepland:

{wat}

{knop}

Vertel het je team. Iedereen meldt zichzelf aan.""",
        ),
        "en": Text(
            subject="Kompas: your request for your team",
            body="""Hello {naam},

The workshop that you asked for your team is planned:

{wat}

{knop}

Tell your team. Everybody books for themselves.""",
        ),
    },
    placeholders=(NAME, WHAT, TO_EVENT),
    refresh=f"{_REFRESH}refresh_request",
)
REQUEST_REFUSED = NoticeSpec(
    kind=kinds.REQUEST_REFUSED,
    title=_("The workshop for your team is not possible"),
    texts={
        "nl": Text(
            subject="Kompas: je aanvraag voor je team",
            body="""Hallo {naam},

Het lukt niet om deze workshop voor je team te plannen in de tijd die je vroeg:

{wat}

Je kunt een nieuwe aanvraag doen met andere dagen.

{knop}""",
        ),
        "en": Text(
            subject="Kompas: your request for your team",
            body="""Hello {naam},

It is not possible to plan this workshop for your team in the time that you asked for:

{wat}

You can make a new request with other days.

{knop}""",
        ),
    },
    placeholders=(NAME, WHAT, TO_TEAM),
    refresh=f"{_REFRESH}refresh_request",
)
BELOW_MINIMUM = NoticeSpec(
    kind=kinds.BELOW_MINIMUM,
    title=_("Too few people for a workshop"),
    texts={
        "nl": Text(
            subject="Kompas: weinig aanmeldingen",
            body="""Hallo {naam},

Voor deze workshop zijn er nog te weinig mensen:

{wat}

Aangemeld: {aantal}. De kleinste groep is {minimum}.

Beslis nu of je hem laat doorgaan, verplaatst of annuleert. Dan weten deelnemers waar ze aan toe \
zijn.

{knop}""",
        ),
        "en": Text(
            subject="Kompas: few bookings",
            body="""Hello {naam},

There are too few people for this workshop:

{wat}

Booked: {aantal}. The smallest group is {minimum}.

Decide now whether it goes on, moves or is cancelled, so that participants know.

{knop}""",
        ),
    },
    placeholders=(NAME, WHAT, NUMBER, MINIMUM, TO_TRAINERS),
    working_hours=True,
    refresh=f"{_REFRESH}refresh_below_minimum",
)
TRAINER_NEWS = NoticeSpec(
    kind=kinds.TRAINER_NEWS,
    title=_("A workshop that you lead was changed"),
    texts={
        "nl": Text(
            subject="Kompas: een wijziging in je planning",
            body="""Hallo {naam},

Een collega heeft een workshop veranderd die jij begeleidt. Zo staat het nu:

{wat}

{reden}

{knop}""",
        ),
        "en": Text(
            subject="Kompas: a change in your planning",
            body="""Hello {naam},

A colleague changed a workshop that you lead. This is how it stands now:

{wat}

{reden}

{knop}""",
        ),
    },
    placeholders=(NAME, WHAT, WHY, TO_TRAINERS),
    refresh=f"{_REFRESH}refresh_trainer_news",
)
TRAINER_SESSION = NoticeSpec(
    kind=kinds.TRAINER_SESSION,
    title=_("A session that you lead, for the calendar"),
    texts={
        "nl": Text(
            subject="Kompas: een wijziging in je planning",
            body="""Hallo {naam},

{uitleg}

{wat}

{reden}

{knop}""",
        ),
        "en": Text(
            subject="Kompas: a change in your planning",
            body="""Hello {naam},

{uitleg}

{wat}

{reden}

{knop}""",
        ),
    },
    placeholders=(NAME, EXPLANATION, WHAT, WHY, TO_TRAINERS),
    refresh=f"{_REFRESH}refresh_trainer_session",
    calendar="workshops.letters.calendar_parts.part_for_trainer",
)
TO_ORGANISERS = (
    ASKS_APPROVAL,
    PLACE_FOR_TEAM,
    REQUEST_PLANNED,
    REQUEST_REFUSED,
    BELOW_MINIMUM,
    TRAINER_NEWS,
    TRAINER_SESSION,
)
