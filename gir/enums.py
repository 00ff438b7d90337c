"""Fixed lists of the code of conduct."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a version of an article is, compared with the one before it."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")


class Verdict(models.TextChoices):
    """How an option of a dilemma is weighed. The values stand in content files, so Dutch."""

    STRONG = "sterk", _("Strong")
    DEFENSIBLE = "kan", _("Can be defended, but take care")
    RISK = "risico", _("Risky")


class Channel(models.TextChoices):
    """Where somebody said to have read the code."""

    WEB = "web", _("On the site")
