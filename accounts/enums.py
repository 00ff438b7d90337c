"""Fixed lists of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiScope(models.TextChoices):
    """What a token lets another system read; the values are words of the interface itself."""

    FIGURES = "cijfers", _("Figures of units, without persons")
    OBLIGATIONS = "verplichtingen", _("Where persons stand with each duty, without names")
    COMPLETIONS = "afrondingen", _("Completions of compulsory activities, without names")
    PERSONS = "persoonsgegevens", _("Names and staff numbers with the above")
    CODE = "gedragscode", _("The code of conduct, its changes and its editions; nobody is in it")
