"""Fixed lists of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What sort of thing can be completed."""

    COURSE = "course", _("Course")
    MODULE = "module", _("Module")
    WORKSHOP = "workshop", _("Workshop")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    TEAM_SESSION = "team_session", _("Team session")
    EXTERNAL_PROOF = "external_proof", _("Proof from elsewhere")


class ChangeClass(models.TextChoices):
    """How much a new version differs; only `normative` asks people to do it again."""

    EDITORIAL = "editorial", _("Editorial")
    SUBSTANTIVE = "substantive", _("Substantive")
    NORMATIVE = "normative", _("Normative: must be done again")


class Assurance(models.IntegerChoices):
    """How sure we are that it happened, from weak to strong."""

    SELF_REPORTED = 10, _("Said by the person")
    BROWSER = 20, _("Reported by the browser")
    SERVER_GRADED = 30, _("Graded on the server")
    ATTENDED = 40, _("Attended or verified")
