"""Workshops: what is offered, what is planned, who booked, who was there and what they thought.

Bookings, marks and steps are appended with their history; whoever attended gets a completion in the
ledger of lms, which outlives all of this. Evaluations have no way back to a person.
"""

from workshops.models.attendance import AttendanceMark
from workshops.models.bookings import Booking, BookingTransition
from workshops.models.campaigns import CampaignPage
from workshops.models.evaluations import EvaluationAnswer, EvaluationBatch, EvaluationTurn
from workshops.models.events import Event, Session, SessionTrainer
from workshops.models.feeds import CalendarFeed, Interest
from workshops.models.pages import WorkshopIndexPage, WorkshopPage
from workshops.models.records import EventNote, EventRecord
from workshops.models.teams import PlaceReservation, TeamRequest
from workshops.models.types import WorkshopType

__all__ = [
    "AttendanceMark",
    "Booking",
    "BookingTransition",
    "CalendarFeed",
    "CampaignPage",
    "EvaluationAnswer",
    "EvaluationBatch",
    "EvaluationTurn",
    "Event",
    "EventNote",
    "EventRecord",
    "Interest",
    "PlaceReservation",
    "Session",
    "SessionTrainer",
    "TeamRequest",
    "WorkshopIndexPage",
    "WorkshopPage",
    "WorkshopType",
]
