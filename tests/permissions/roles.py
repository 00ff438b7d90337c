"""The roles of the authorisation matrix and the answers that an address can give them."""

from enum import StrEnum


class Role(StrEnum):
    """Somebody who visits the site; the value is the Dutch word in docs/visibility.md."""

    ANONYMOUS = "niet ingelogd"
    LEARNER = "medewerker"
    MANAGER = "leidinggevende"
    HIGHER_MANAGER = "hogere leidinggevende"
    COMPLIANCE_OFFICER = "compliance officer"
    AUDITOR = "auditor"
    WORKS_COUNCIL = "ondernemingsraad"
    TRAINER = "trainer"
    EDITOR = "redacteur"
    SUPERUSER = "functioneel beheerder"


class Outcome(StrEnum):
    """How an address answers; the value is what docs/visibility.md says."""

    SEEN = "ja"
    GOES_ON = "ja, gaat door"
    SIGN_IN = "eerst inloggen"
    UNKNOWN = "nee (404)"
    DOOR = "nee"
    BACK = "nee, terug"
    REFUSED = "nee (403)"
    POST_ONLY = "alleen een knop"
    KEY_ONLY = "alleen een systeem met een sleutel"


class Method(StrEnum):
    """What is asked of an address."""

    GET = "GET"
    POST = "POST"


SIGNED_IN = tuple(role for role in Role if role is not Role.ANONYMOUS)
INSIDE_ADMIN = frozenset({Role.EDITOR, Role.COMPLIANCE_OFFICER, Role.SUPERUSER})
OUTSIDE_ADMIN = tuple(role for role in Role if role not in INSIDE_ADMIN)
