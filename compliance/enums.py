"""Fixed lists of compliance; the meaning of each status stands in architecture §3."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """Who has the duty."""

    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    ROLE_HOLDER = "role_holder", _("Role holder")


class CycleKind(models.TextChoices):
    """How often the duty comes back.

    A year starts in January unless the rule names another month. An edition is a version of the
    activity that asks everybody to do it again.
    """

    CALENDAR_YEAR = "calendar_year", _("Every year")
    EDITION = "edition", _("With every new edition")
    ONCE = "once", _("Once")


class EventKind(models.TextChoices):
    """What happened to an obligation after it was made."""

    DUE_CHANGED = "due_changed", _("Due date changed")
    DEFERRED = "deferred", _("Deferred")
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
    NO_PLACE = "no_place", _("No place in time")
    CORRECTION = "correction", _("Correction of a mistake")


class DeliveryState(models.TextChoices):
    """How far an event for another system is."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")


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


class WhyNot(models.TextChoices):
    """Why a completion of an accepted activity does not count for an obligation."""

    VOIDED = "voided", _("Declared invalid")
    TOO_WEAK = "too_weak", _("Not enough assurance")
    TOO_EARLY = "too_early", _("Before the first day that counts")
    TOO_LATE = "too_late", _("After the last day of the cycle")
    NOT_YET = "not_yet", _("After the reference date")
    OLD_EDITION = "old_edition", _("Of an earlier edition")
    SAME_AS_LAST = "same_as_last", _("Counted in the previous cycle")
    DOUBLE = "double", _("Done before in this cycle")
    MORE_THAN_NEEDED = "more_than_needed", _("More than is needed")


DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE})
"""Statuses that count as done."""


class DraftState(models.TextChoices):
    """How far the proposal of a rule is."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    SENT_BACK = "sent_back", _("Sent back")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Draft withdrawn")


class DraftEventKind(models.TextChoices):
    """What somebody did with the proposal of a rule."""

    MADE = "made", _("Made")
    CHANGED = "changed", _("Changed")
    PROPOSED = "proposed", _("Proposed")
    SENT_BACK = "sent_back", _("Sent back")
    PUBLISHED = "published", _("Approved and published")
    WITHDRAWN = "withdrawn", _("Draft withdrawn")


class ExportFormat(models.TextChoices):
    """The file types of exports and reports."""

    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel (XLSX)")
    ODS = "ods", _("OpenDocument (ODS)")
    PDF = "pdf", _("PDF")


class ExportState(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", pgettext_lazy("export", "In the queue")
    BUSY = "busy", pgettext_lazy("export", "Busy")
    READY = "ready", pgettext_lazy("export", "Ready")
    FAILED = "failed", pgettext_lazy("export", "Failed")
    REFUSED = "refused", pgettext_lazy("export", "No longer allowed")
    EXPIRED = "expired", pgettext_lazy("export", "Deleted")


class Rhythm(models.TextChoices):
    """How often a report comes by itself."""

    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")


class EndReason(models.TextChoices):
    """Why a report no longer comes."""

    STOPPED = "stopped", _("Stopped by you")
    NO_MANDATE = "no_mandate", _("Your mandate ended")


class HiddenFrom(models.TextChoices):
    """Who sees no number of a group, see `compliance.privacy.suppression`."""

    EVERYBODY = "everybody", _("Everybody")
    OTHERS = "others", _("Who does not see the people beside it by name")
    LISTERS = "listers", _("Who sees the people in the unit itself by name")


class SnapshotWorkState(models.TextChoices):
    """How far a job is that freezes a day or computes a snapshot again."""

    WAITING = "waiting", pgettext_lazy("snapshot", "In the queue")
    BUSY = "busy", pgettext_lazy("snapshot", "Busy")
    DONE = "done", pgettext_lazy("snapshot", "Done")
    FAILED = "failed", pgettext_lazy("snapshot", "Failed")
    REFUSED = "refused", pgettext_lazy("snapshot", "Not possible")


class SnapshotRefusal(models.TextChoices):
    """Why a day could not be frozen after all, found out while it was counted."""

    EXISTS = "exists", _("Somebody else, or the schedule, froze this day meanwhile.")
    CORRECTED = "corrected", _("Somebody else corrected this snapshot meanwhile.")
    NOBODY = "nobody", _("No part of the organisation was known on that day.")


class CheckKnowledge(models.TextChoices):
    """Which facts a snapshot is computed again from. The values stand in addresses."""

    THEN = "toen", _("With the knowledge of then")
    NOW = "nu", _("With the knowledge of now")


class CheckOutcome(models.TextChoices):
    """What came of computing a snapshot again."""

    EQUAL = "equal", _("Equal")
    DIFFERENT = "different", _("Different from what was published")
    ALARM = "alarm", _("Not equal: this must not happen")


class DifferenceReason(models.TextChoices):
    """What was recorded after a snapshot, the first that applies to somebody."""

    MERGE = "merge", _("Two records turned out to be one person, or not")
    PLACE = "place", _("An appointment was recorded or corrected later")
    VOID = "void", _("A completion was declared invalid later")
    COMPLETION = "completion", _("A completion was recorded later")
    DECISION = "decision", _("An exemption, deferral or other decision was recorded later")
    OBLIGATION = "obligation", _("A duty was found to apply later")
    OTHER = "other", _("Another reason: no fact about this person explains it")


class ImprovementPhase(models.TextChoices):
    """The step of improving that an action belongs to (GOR m13, m25)."""

    PLAN = "plan", pgettext_lazy("improving", "Plan")
    DO = "do", pgettext_lazy("improving", "Do")
    CHECK = "check", pgettext_lazy("improving", "Check")
    ACT = "act", pgettext_lazy("improving", "Act")


class ActionState(models.TextChoices):
    """Where an action stands on a day. Follows from its days, never stored."""

    OPEN = "open", pgettext_lazy("action", "To do")
    LATE = "late", pgettext_lazy("action", "Past its last day")
    CARRIED = "carried", pgettext_lazy("action", "Taken along to the next year")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")
