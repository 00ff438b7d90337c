"""Fixed lists of the contact directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Where a role stands, seen from somebody who works for the Rijk."""

    INSIDE = "inside", _("In your organisation")
    ABOVE = "above", _("For the whole Rijk")
    GUIDANCE = "guidance", _("Guidance from outside")
    OUTSIDE = "outside", _("Outside help")


class Confidentiality(models.TextChoices):
    """Whether what somebody tells stays between them."""

    YES = "yes", _("Yes")
    LIMITED = "limited", _("Yes, with a limit")
    ASK = "ask", _("Ask this first")
    NO = "no", _("No")


class ContactKind(models.TextChoices):
    """What answers when somebody makes contact."""

    PERSON = "person", _("Person")
    DESK = "desk", _("Desk or team")
    ORGANISATION = "organisation", _("Organisation")


class SpokenLanguage(models.TextChoices):
    """Languages in which somebody can help."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    FRISIAN = "fy", _("Frisian")
    PAPIAMENTU = "pap", _("Papiamentu")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    TURKISH = "tr", _("Turkish")
    ARABIC = "ar", _("Arabic")
    POLISH = "pl", _("Polish")
    SIGN = "dse", _("Dutch sign language")


class PollOption(models.TextChoices):
    """The answers to a poll."""

    YES = "yes", pgettext_lazy("poll", "Yes")
    PARTLY = "partly", pgettext_lazy("poll", "Partly")
    NO = "no", pgettext_lazy("poll", "No")
