"""Fixed lists of compliance; the meaning of each status stands in architecture §3."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """Who has the duty."""

    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    ROLE_HOLDER = "role_holder", _("Role holder")


class CycleKind(models.TextChoices):
    """How often the duty comes back."""

    CALENDAR_YEAR = "calendar_year", _("Every calendar year")
    ONCE = "once", _("Once")


class EventKind(models.TextChoices):
    """What happened to an obligation after it was made."""

    DUE_CHANGED = "due_changed", _("Due date changed")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    EXEMPTED = "exempted", _("Exempted")
    WITHDRAWN = "withdrawn", _("No longer applies")
    REOPENED = "reopened", _("Applies again")


class ReasonCode(models.TextChoices):
    """Why, without medical detail (domain.md §6)."""

    LEFT = "left", _("Left the audience")
    JOINED = "joined", _("Joined the audience")
    START_CORRECTED = "start_corrected", _("Start date corrected")
    RULE_CHANGED = "rule_changed", _("The rule changed")
    LONG_ABSENCE = "long_absence", _("Long absence")
    LEAVE = "leave", _("Leave")
    ENDS_SOON = "ends_soon", _("Leaves within 30 days")
    OTHER_FORM = "other_form", _("Another form was agreed")
    CORRECTION = "correction", _("Correction of a mistake")


class Status(models.TextChoices):
    """Where a subject stands with one cycle of a duty, on a day, as known at a moment."""

    NOT_APPLICABLE = "not_applicable", _("Does not apply")
    DONE_ON_TIME = "done_on_time", _("Done")
    DONE_LATE = "done_late", _("Done late")
    EXEMPT = "exempt", _("Exempt")
    PAUSED = "paused", _("Paused")
    OVERDUE = "overdue", _("Overdue")
    IN_GRACE = "in_grace", _("Overdue, in days of grace")
    OPEN = "open", _("To do")
    NOT_YET_OPEN = "not_yet_open", _("Not open yet")


DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE})
"""Statuses that count as done."""
