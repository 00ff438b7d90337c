"""The messages to participants, in Dutch and English."""

from django.utils.translation import gettext_lazy as _

from notifications.specs import NoticeSpec, Placeholder, Text
from workshops.letters import kinds
from workshops.letters.words import (
    EXPLANATION,
    NAME,
    NOTE,
    SUBJECT,
    TO_EVALUATION,
    TO_EVENT,
    TO_OWN,
    UNTIL,
    WAS,
    WHAT,
)

_SUBJECT = "{onderwerp}"
_IN_SUBJECT = frozenset({SUBJECT.name})
_BOOKING = "workshops.letters.participants.refresh_booking"
_PARTS = "workshops.letters.calendar_parts."


def _texts(nl: str, en: str) -> dict[str, Text]:
    greeting = {"nl": "Hallo {naam},", "en": "Hello {naam},"}
    return {
        language: Text(subject=_SUBJECT, body=f"{greeting[language]}\n\n{body.strip()}")
        for language, body in (("nl", nl), ("en", en))
    }


def _placeholders(*more: Placeholder) -> tuple[Placeholder, ...]:
    return (NAME, SUBJECT, WHAT, *more)


BOOKED = NoticeSpec(
    kind=kinds.BOOKED,
    title=_("A place in a workshop"),
    texts=_texts(
        """
Je doet mee. Je plek is vast:

{wat}

Zet de afspraak in je agenda. Verandert er iets, dan krijg je een nieuw bericht.

{knop}

Kun je niet? Meld je af in Kompas, dan kan een ander je plek nemen. ‘Weigeren’ in je agenda is \
geen afmelding.
""",
        """
You take part. Your place is certain:

{wat}

Put the appointment in your calendar. If something changes, you get a new message.

{knop}

You cannot come? Cancel in Kompas, so that somebody else can take your place. Declining in your \
calendar does not cancel your booking.
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
    calendar=f"{_PARTS}part_for_booking",
)
SESSION = NoticeSpec(
    kind=kinds.SESSION,
    title=_("One session of a workshop, for the calendar"),
    texts=_texts("{uitleg}\n\n{wat}\n\n{knop}", "{uitleg}\n\n{wat}\n\n{knop}"),
    placeholders=_placeholders(EXPLANATION, TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh="workshops.letters.participants.refresh_session",
    calendar=f"{_PARTS}part_for_session",
)
WAITLISTED = NoticeSpec(
    kind=kinds.WAITLISTED,
    title=_("A place on the waiting list"),
    texts=_texts(
        """
Er is nu geen plek. Je staat op de wachtlijst:

{wat}

Komt er een plek vrij, dan krijg je een bericht. Zet nog niets in je agenda.

{knop}
""",
        """
There is no place now. You are on the waiting list:

{wat}

If a place comes free, you get a message. Do not put it in your calendar yet.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
OFFERED = NoticeSpec(
    kind=kinds.OFFERED,
    title=_("A place came free"),
    texts=_texts(
        """
Er is een plek vrij voor jou:

{wat}

Wil je komen? Neem de plek dan uiterlijk op {tot}. Daarna gaat hij naar een ander.

{knop}
""",
        """
There is a place for you:

{wat}

Do you want to come? Take the place on {tot} at the latest. After that it goes to somebody else.

{knop}
""",
    ),
    placeholders=_placeholders(UNTIL, TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
OFFER_EXPIRED = NoticeSpec(
    kind=kinds.OFFER_EXPIRED,
    title=_("A place that was not taken in time"),
    texts=_texts(
        """
We hielden een plek voor je vrij, maar hoorden niet op tijd van je:

{wat}

De plek gaat naar een ander. Wil je later meedoen? Kijk dan welke data er nog zijn.

{knop}
""",
        """
We kept a place for you, but did not hear from you in time:

{wat}

The place goes to somebody else. Do you want to take part later? See which other dates there are.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
NO_PLACE = NoticeSpec(
    kind=kinds.NO_PLACE,
    title=_("No place came free"),
    texts=_texts(
        """
Je stond op de wachtlijst, maar er kwam geen plek vrij:

{wat}

Wil je een andere keer meedoen? Kijk dan welke data er nog zijn. Staat er niets? Kies ‘Houd mij op \
de hoogte’ bij de workshop, dan hoor je het als er een datum is.

{knop}
""",
        """
You were on the waiting list, but no place came free:

{wat}

Do you want to take part another time? See which other dates there are. Is there nothing? Choose \
“Keep me informed” at the workshop, and you hear of it when there is a date.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
REQUESTED = NoticeSpec(
    kind=kinds.REQUESTED,
    title=_("A request to take part"),
    texts=_texts(
        """
Je hebt gevraagd om mee te doen:

{wat}

Je leidinggevende beslist. Je krijgt bericht zodra dat is gebeurd.

{knop}
""",
        """
You asked to take part:

{wat}

Your manager decides. You get a message as soon as that is done.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
DECLINED = NoticeSpec(
    kind=kinds.DECLINED,
    title=_("A request that was not granted"),
    texts=_texts(
        """
Je kunt deze keer niet meedoen:

{wat}

Je leidinggevende heeft niet ingestemd, of niet op tijd geantwoord. Bespreek samen wat wel kan.

{knop}
""",
        """
You cannot take part this time:

{wat}

Your manager did not agree, or did not answer in time. Discuss together what is possible.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
)
CANCELLED = NoticeSpec(
    kind=kinds.CANCELLED,
    title=_("A booking that was cancelled"),
    texts=_texts(
        """
Je bent afgemeld:

{wat}

Stond het in je agenda? Dan kun je het eruit halen. Wil je toch komen? Meld je dan opnieuw aan.

{knop}
""",
        """
Your booking is cancelled:

{wat}

Was it in your calendar? Then you can take it out. Do you want to come after all? Book again.

{knop}
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
    calendar=f"{_PARTS}part_for_booking",
)
CALLED_OFF = NoticeSpec(
    kind=kinds.CALLED_OFF,
    title=_("A workshop that does not take place"),
    texts=_texts(
        """
{uitleg}

{wat}

Je hoeft niets te doen. Stond het in je agenda? Dan kun je het eruit halen.

{knop}
""",
        """
{uitleg}

{wat}

You do not have to do anything. Was it in your calendar? Then you can take it out.

{knop}
""",
    ),
    placeholders=_placeholders(EXPLANATION, TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh=_BOOKING,
    calendar=f"{_PARTS}part_for_booking",
)
MOVED = NoticeSpec(
    kind=kinds.MOVED,
    title=_("A session that was moved"),
    texts=_texts(
        """
Er is iets veranderd. Zo wordt het:

{wat}

Het was: {was}

Je hoeft je niet opnieuw aan te melden. Kun je nu niet? Meld je dan af.

{knop}
""",
        """
Something changed. This is how it will be:

{wat}

It was: {was}

You do not have to book again. You cannot come now? Then cancel your booking.

{knop}
""",
    ),
    placeholders=_placeholders(WAS, TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh="workshops.letters.participants.refresh_moved",
    calendar=f"{_PARTS}part_for_move",
)
NOTE_SENT = NoticeSpec(
    kind=kinds.NOTE,
    title=_("A note of the trainer"),
    texts=_texts(
        "Je begeleider laat je weten:\n\n{bericht}\n\nHet gaat om:\n\n{wat}\n\n{knop}",
        "Your trainer wants you to know:\n\n{bericht}\n\nIt is about:\n\n{wat}\n\n{knop}",
    ),
    placeholders=_placeholders(NOTE, TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh="workshops.letters.participants.refresh_note",
)
REMINDER = NoticeSpec(
    kind=kinds.REMINDER,
    title=_("A workshop that is coming up"),
    texts=_texts(
        """
Binnenkort is het zover:

{wat}

Doe je online mee? De link staat vanaf een uur voor het begin bij je workshops.

{knop}

Kun je toch niet? Meld je af, dan kan een ander je plek nemen.
""",
        """
It is coming up:

{wat}

Do you take part online? From an hour before the start the link stands with your workshops.

{knop}

You cannot come after all? Cancel, so that somebody else can take your place.
""",
    ),
    placeholders=_placeholders(TO_OWN),
    subject_placeholders=_IN_SUBJECT,
    refresh="workshops.letters.participants.refresh_reminder",
)
EVALUATION = NoticeSpec(
    kind=kinds.EVALUATION,
    title=_("Your opinion of a workshop"),
    texts=_texts(
        """
Wat vond je hiervan?

{wat}

Het kost je twee minuten. Niemand ziet wat jij antwoordt, ook de begeleider niet.

{knop}
""",
        """
What did you think of this?

{wat}

It takes two minutes. Nobody sees what you answer, not even the trainer.

{knop}
""",
    ),
    placeholders=_placeholders(TO_EVALUATION),
    subject_placeholders=_IN_SUBJECT,
    optional=True,
    working_hours=True,
    refresh="workshops.letters.participants.refresh_evaluation",
)
PLANNED = NoticeSpec(
    kind=kinds.PLANNED,
    title=_("A workshop that you wanted to hear of is planned"),
    texts=_texts(
        """
Je wilde het weten zodra dit gepland was:

{wat}

{knop}

Je plek is pas vast als je je aanmeldt.
""",
        """
You wanted to know as soon as this was planned:

{wat}

{knop}

Your place is only certain once you book.
""",
    ),
    placeholders=_placeholders(TO_EVENT),
    subject_placeholders=_IN_SUBJECT,
    optional=True,
    refresh="workshops.letters.organisers.refresh_planned",
)
TO_PARTICIPANTS = (
    BOOKED,
    SESSION,
    WAITLISTED,
    OFFERED,
    OFFER_EXPIRED,
    NO_PLACE,
    REQUESTED,
    DECLINED,
    CANCELLED,
    CALLED_OFF,
    MOVED,
    NOTE_SENT,
    REMINDER,
    EVALUATION,
    PLANNED,
)
