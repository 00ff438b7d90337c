"""Fixed lists of toolboxes, practices and knowledge."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom something is meant; nobody is kept out by it."""

    EVERYONE = "everyone", _("Everyone")
    MANAGERS = "managers", _("Managers")
    BYSTANDERS = "bystanders", _("Bystanders")
    FRONT_OFFICE = "front_office", _("Front office")
    ADVISERS = "advisers", _("Confidential advisers and HR")
    NEWCOMERS = "newcomers", _("New colleagues")
    EXTERNALS = "externals", _("External hires")


class Theme(models.TextChoices):
    """What something is about."""

    CONDUCT = "conduct", _("How we treat each other")
    SAFETY = "safety", _("Social safety")
    DISCRIMINATION = "discrimination", _("Discrimination and racism")
    AGGRESSION = "aggression", _("Aggression from outside")
    INTEGRITY = "integrity", _("Integrity")
    DIALOGUE = "dialogue", _("Dialogue and ethics")
    LEADERSHIP = "leadership", _("Leadership")
    CARE = "care", _("Care and aftercare")
    LAW = "law", _("Rules and rights")


class TeamTrait(models.TextChoices):
    """What a team is like, for the filter "past bij mijn team"; never kept of a real team."""

    PUBLIC = "public", _("We meet the public")
    HYBRID = "hybrid", _("We often work from home")
    SHIFTS = "shifts", _("We work evenings or shifts")
    NEW = "new", _("We have many new colleagues or external hires")
    PRESSURE = "pressure", _("We work under pressure")
    FIELD = "field", _("We work outdoors or at other places")


class FacilitatorKind(models.TextChoices):
    """Who leads a team session."""

    INTERNAL = "internal", _("Somebody of our own organisation")
    EXTERNAL = "external", _("An independent facilitator from outside")


class SessionState(models.TextChoices):
    """Where a team session stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class LookBack(models.TextChoices):
    """What became of an agreement, as the team sees it at its next session."""

    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Partly kept")
    NOT = "not", _("Not kept")


class Correction(models.TextChoices):
    """Why what was recorded of a team session is not so."""

    WRONG_DAY = "wrong_day", _("It was on another day")
    NOT_HELD = "not_held", _("It was not held after all")


class RequestState(models.TextChoices):
    """Whether somebody did something with a request."""

    OPEN = "open", _("Open")
    HANDLED = "handled", _("Handled")


class SuggestionKind(models.TextChoices):
    """What a manager recommends."""

    COURSE = "course", _("Course")
    WORKSHOP = "workshop", _("Workshop")
    TOOL = "tool", _("Tool")


class ToolKind(models.TextChoices):
    """What somebody does with a tool."""

    CARD = "card", _("Card")
    EXERCISE = "exercise", _("Exercise")
    CHECK = "check", _("Self-check")
    GUIDE = "guide", _("Guide for who leads it")
