"""Why something about a team session is refused, each in a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _


class SessionRefused(Exception):
    """Something about a team session cannot be done; `str()` is for who asked."""

    sentence = _("This is not possible now.")

    def __str__(self) -> str:
        return str(self.sentence)


class NotYourTeam(SessionRefused):
    """Somebody records for another team than their own."""

    sentence = _("You do not record for this team.")


class AlreadyPlanned(SessionRefused):
    """There is a planned session of this team."""

    sentence = _("A session is planned already. Change that one.")


class NotPlannedAnyMore(SessionRefused):
    """The session was recorded or cancelled in the meantime."""

    sentence = _("This session was recorded or cancelled in the meantime. Look at the page again.")


class NotHeld(SessionRefused):
    """The session is not recorded as held."""

    sentence = _("This session is not recorded as held.")


class AlreadyRecorded(SessionRefused):
    """Somebody recorded a session of this team on this day, with other agreements."""

    sentence = _("A session on this day is recorded already. Change what stands there.")


class DayAhead(SessionRefused):
    """The day has not come yet."""

    sentence = _("This day has not come yet. Record the session when it was held.")


class NoTeamThen(SessionRefused):
    """The team did not exist on that day."""

    sentence = _("The team did not exist yet on this day. Choose another day.")


class WrongNumber(SessionRefused):
    """There are too few or too many agreements."""

    sentence = _("Write down three to five agreements.")


class LookBackMissing(SessionRefused):
    """An agreement of before has no result."""

    sentence = _("Look back on every agreement of last time.")


class LookedBackAlready(SessionRefused):
    """The agreements were looked back on in a later session."""

    sentence = _("The team looked back on these agreements already, so they stay as they are.")


class TextsRemoved(SessionRefused):
    """What the team agreed in the session is kept no longer."""

    sentence = _("What was agreed in this session is no longer kept. It stays as it is.")


class UndoPassed(SessionRefused):
    """Ten minutes have passed."""

    sentence = _("You could undo this for ten minutes. Plan the session again.")


class NobodyCoordinates(SessionRefused):
    """There is no coordinator over this team."""

    sentence = _("Nobody is appointed to arrange this. Ask your confidential adviser.")


class NotOfThisTeam(SessionRefused):
    """Somebody does not work in the team."""

    sentence = _("You do not work in this team now.")
