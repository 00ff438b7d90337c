"""What stands in the way of an export, in a sentence."""

from django.utils.translation import gettext_lazy as _

from compliance.errors import RefusedChange


class NotAllowed(RefusedChange):
    """There is no such file for this person; on screen that is "not found"."""

    sentence = _("You may not see these figures.")


class TooMany(RefusedChange):
    """The queue is for everybody."""

    sentence = _("Five of your files are still being made. Wait until one is ready.")


class WrongChoice(RefusedChange):
    """A file type that the report does not have, or choices that nobody could make."""

    sentence = _("This report cannot be made with these choices. Choose again.")
