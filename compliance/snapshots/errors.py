"""What stands in the way of a snapshot, in a sentence."""

from django.utils.translation import gettext_lazy as _

from compliance.errors import RefusedChange


class TooEarly(RefusedChange):
    """There was nothing to count yet."""

    sentence = _("There are no figures from before 1 January 2020. Choose a later day.")


class NoOrganisation(RefusedChange):
    """No unit existed on that day, as far as was known."""

    sentence = _("No part of the organisation was known on that day. Choose a later day.")


class SnapshotExists(RefusedChange):
    """A second figure of one day would be a correction."""

    sentence = _(
        "There is a snapshot of this day already. If it is wrong, correct it: open it and write"
        " down why."
    )


class AlreadyCorrected(RefusedChange):
    """Only the newest of a day is corrected."""

    sentence = _("This snapshot was corrected before. Open the newest one of this day.")


class ReasonMissing(RefusedChange):
    """Whoever compares the two must know why they differ."""

    sentence = _("Write down why this snapshot must be corrected, so that others understand it.")
