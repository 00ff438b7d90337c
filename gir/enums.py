"""Fixed lists of the code of conduct."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a version of an article is, compared with the one before it."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("Removed")


class AddendumState(models.TextChoices):
    """How far the proposal of an addendum is. What is approved is an `Addendum` of its own."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for approval")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Verdict(models.TextChoices):
    """How an option of a dilemma is weighed. The values stand in content files, so Dutch."""

    STRONG = "sterk", _("Strong")
    DEFENSIBLE = "kan", _("Can be defended, but take care")
    RISK = "risico", _("Risky")


class Channel(models.TextChoices):
    """Where somebody said to have read the code."""

    WEB = "web", _("On the site")
