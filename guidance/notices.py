"""The messages of the contact directory."""

from django.utils.translation import gettext_lazy as _

from guidance import letters
from guidance.guide_notices import GUIDE_REVIEW
from notifications.specs import Filled, NoticeSpec, Placeholder, Text

_NAME = Placeholder(name="naam", help=_("Name of the receiver"), sample="Samira Haddad")


_PARTS = Placeholder(name="aantal", help=_("How many parts"), sample="3 onderdelen")
_CONTACTS = Placeholder(name="aantal", help=_("How many contacts"), sample="3 contacten")


def _to(path: str, dutch: str, english: str) -> Placeholder:
    return Placeholder(
        name="knop",
        help=_("Button to the directory"),
        sample=path,
        filled=Filled.LINK,
        label={"nl": dutch, "en": english},
    )


GAP = NoticeSpec(
    kind=letters.GAP,
    title=_("A part of the organisation has no confidential adviser"),
    texts={
        "nl": Text(
            subject="Kompas: een onderdeel zonder vertrouwenspersoon",
            body="""Hallo {naam},

Je houdt de contactengids bij. In {aantal} vindt nu niemand een vertrouwenspersoon.

{knop}

Eén vertrouwenspersoon op een hoger niveau geldt ook voor alle teams daaronder.""",
        ),
        "en": Text(
            subject="Kompas: a part without confidential adviser",
            body="""Hello {naam},

You keep the contact directory. In {aantal} nobody finds a confidential adviser now.

{knop}

One adviser at a higher level also holds for all teams below.""",
        ),
    },
    placeholders=(
        _NAME,
        _PARTS,
        _to("/hulp/beheer/ontbreekt/", "Bekijk welke onderdelen", "See which parts"),
    ),
    working_hours=True,
    refresh="guidance.letters.refresh_gaps",
)
STALE_OWN = NoticeSpec(
    kind=letters.STALE_OWN,
    title=_("Are your data in the directory still right?"),
    texts={
        "nl": Text(
            subject="Kompas: kloppen je gegevens in de contactengids nog?",
            body="""Hallo {naam},

Je staat in de contactengids van Kompas. Je gegevens zijn meer dan een half jaar niet gecontroleerd.

{knop}

Klopt alles nog? Dan is één klik genoeg. Zo kunnen collega's je blijven vinden.""",
        ),
        "en": Text(
            subject="Kompas: are your data in the directory still right?",
            body="""Hello {naam},

You are in the contact directory of Kompas. Your data were not checked for more than half a year.

{knop}

Is all still right? Then one click is enough. So colleagues can go on finding you.""",
        ),
    },
    placeholders=(
        _NAME,
        _CONTACTS,
        _to("/hulp/mijn-gegevens/", "Bekijk je gegevens", "See your data"),
    ),
    working_hours=True,
    refresh="guidance.letters.refresh_stale",
)
STALE_KEPT = NoticeSpec(
    kind=letters.STALE_KEPT,
    title=_("Contacts in the directory were not checked for long"),
    texts={
        "nl": Text(
            subject="Kompas: contacten om te controleren",
            body="""Hallo {naam},

Je houdt de contactengids bij. Langer dan een half jaar niet gecontroleerd: {aantal}.

{knop}

Wie zelf in de gids staat, kreeg ook een bericht.""",
        ),
        "en": Text(
            subject="Kompas: contacts to check",
            body="""Hello {naam},

You keep the contact directory. Not checked for more than half a year: {aantal}.

{knop}

Who is in the directory themselves, got a message too.""",
        ),
    },
    placeholders=(
        _NAME,
        _CONTACTS,
        _to("/hulp/beheer/", "Bekijk de contacten", "See the contacts"),
    ),
    working_hours=True,
    refresh="guidance.letters.refresh_stale",
)
NOTICES = (GAP, STALE_OWN, STALE_KEPT, GUIDE_REVIEW)
