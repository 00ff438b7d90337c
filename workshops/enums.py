"""Fixed lists of workshops; see the glossary in docs/glossary.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """For whom a workshop is meant, as people search for it (domain.md §1.2, row 32)."""

    EVERYONE = "everyone", _("Everyone")
    EMPLOYEES = "employees", _("Employees")
    MANAGERS = "managers", _("Managers")
    TOP = "top", _("Top managers (ABD)")
    TEAMS = "teams", _("Teams")
    NEWCOMERS = "newcomers", _("New colleagues")
    FRONT_OFFICE = "front_office", _("Front office")
    ADVISERS = "advisers", _("Confidential advisers and HR")


class Region(models.TextChoices):
    """Where a workshop is held: a province, the Caribbean Netherlands, abroad, or online."""

    ONLINE = "online", _("Online")
    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FRIESLAND = "friesland", _("Friesland")
    GELDERLAND = "gelderland", "Gelderland"
    GRONINGEN = "groningen", "Groningen"
    LIMBURG = "limburg", "Limburg"
    NOORD_BRABANT = "noord-brabant", _("North Brabant")
    NOORD_HOLLAND = "noord-holland", _("North Holland")
    OVERIJSSEL = "overijssel", "Overijssel"
    UTRECHT = "utrecht", "Utrecht"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND = "zuid-holland", _("South Holland")
    CARIBBEAN = "caribbean", _("Caribbean Netherlands")
    ABROAD = "abroad", _("Abroad")


class Language(models.TextChoices):
    """The language that is spoken."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    PAPIAMENTU = "pap", _("Papiamentu")


class BookingState(models.TextChoices):
    """Where a booking stands. Which step may follow which: `workshops.booking.steps`."""

    REQUESTED = "requested", pgettext_lazy("booking", "Requested")
    APPROVED = "approved", pgettext_lazy("booking", "Approved")
    DECLINED = "declined", pgettext_lazy("booking", "Declined")
    BOOKED = "booked", pgettext_lazy("booking", "Booked")
    WAITLISTED = "waitlisted", pgettext_lazy("booking", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("booking", "Offered a place")
    CANCELLED = "cancelled", pgettext_lazy("booking", "Cancelled by participant")
    CALLED_OFF = "called_off", pgettext_lazy("booking", "Cancelled by organiser")
    ATTENDED = "attended", pgettext_lazy("booking", "Attended")
    PARTLY_ATTENDED = "partly_attended", pgettext_lazy("booking", "Partly attended")
    EXCUSED = "excused", pgettext_lazy("booking", "Excused")
    NO_SHOW = "no_show", pgettext_lazy("booking", "No-show")


SEATED = frozenset({BookingState.BOOKED, BookingState.OFFERED})
"""States in which somebody holds a place for what is still to come."""

OUTCOMES = frozenset(
    {
        BookingState.ATTENDED,
        BookingState.PARTLY_ATTENDED,
        BookingState.EXCUSED,
        BookingState.NO_SHOW,
    }
)
"""States after the workshop. They keep the place that was taken."""

WAS_THERE = frozenset({BookingState.ATTENDED, BookingState.PARTLY_ATTENDED})
"""States of who came, to all of it or to some."""

ENDED = frozenset({BookingState.DECLINED, BookingState.CANCELLED, BookingState.CALLED_OFF})
"""States in which a booking is over, so that the person may book again."""

HOLDS_A_PLACE = SEATED | OUTCOMES
"""States that count for `Event.seats_taken`."""

ACTIVE = frozenset(BookingState) - ENDED
"""States of which a person has at most one for an event."""


class Because(models.TextChoices):
    """Why a booking took a step. A list, because free text would hold stories about people."""

    OWN_CHOICE = "own_choice", pgettext_lazy("because", "Own choice")
    FULL = "full", pgettext_lazy("because", "There was no place left")
    NO_PLACE = "no_place", pgettext_lazy("because", "No place came free")
    PLACE_FREE = "place_free", pgettext_lazy("because", "A place came free")
    OFFER_ACCEPTED = "offer_accepted", pgettext_lazy("because", "The offer was accepted")
    OFFER_EXPIRED = "offer_expired", pgettext_lazy("because", "The offer was not answered in time")
    MANAGER = "manager", pgettext_lazy("because", "The manager decided")
    NO_ANSWER = "no_answer", pgettext_lazy("because", "The manager did not answer in time")
    MOVED = "moved", pgettext_lazy("because", "The workshop was moved")
    EVENT_CANCELLED = "event_cancelled", pgettext_lazy("because", "The workshop was cancelled")
    ORGANISER = "organiser", pgettext_lazy("because", "The organiser decided")
    TEAM = "team", pgettext_lazy("because", "A place was kept for the team")
    WALK_IN = "walk_in", pgettext_lazy("because", "Came without booking")
    UNDO = "undo", pgettext_lazy("because", "The cancellation was undone")
    ATTENDANCE = "attendance", pgettext_lazy("because", "The attendance list was closed")
    CORRECTION = "correction", pgettext_lazy("because", "The attendance was corrected")


class Mark(models.TextChoices):
    """Whether somebody was at one session."""

    PRESENT = "present", pgettext_lazy("attendance", "Present")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")
    EXCUSED = "excused", pgettext_lazy("attendance", "Excused")


class MarkedBy(models.TextChoices):
    """How somebody was marked."""

    LIST = "list", pgettext_lazy("attendance", "The trainer's list")
    CODE = "code", pgettext_lazy("attendance", "The code of the day")
    WALK_IN = "walk_in", pgettext_lazy("attendance", "Came without booking")
    CORRECTION = "correction", pgettext_lazy("attendance", "A correction afterwards")


class EventStep(models.TextChoices):
    """What happened to an event, for its history."""

    PLANNED = "planned", pgettext_lazy("event", "Planned")
    PUBLISHED = "published", pgettext_lazy("event", "Published")
    CHANGED = "changed", pgettext_lazy("event", "Changed")
    MOVED = "moved", pgettext_lazy("event", "Moved")
    NOTE_SENT = "note_sent", pgettext_lazy("event", "Note sent to participants")
    ATTENDANCE_CLOSED = "attendance_closed", pgettext_lazy("event", "Attendance closed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class EvaluationRound(models.TextChoices):
    """When somebody is asked what they thought."""

    AFTER = "after", pgettext_lazy("evaluation", "Right after")
    LATER = "later", pgettext_lazy("evaluation", "Three months later")


class RequestState(models.TextChoices):
    """Where a request for a team stands."""

    OPEN = "open", pgettext_lazy("request", "Open")
    PLANNED = "planned", pgettext_lazy("request", "Planned")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    REFUSED = "refused", pgettext_lazy("request", "Not possible")
