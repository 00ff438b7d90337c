"""The messages about workshops; see `workshops.letters` for what they say."""

from workshops.letters.texts_for_organisers import TO_ORGANISERS
from workshops.letters.texts_for_participants import TO_PARTICIPANTS

NOTICES = (*TO_PARTICIPANTS, *TO_ORGANISERS)
