"""Planning: events and their sessions, moved and cancelled in the open, and requests for a team.

Whoever may plan is decided by the views (`workshops.access`); here stands what a plan must be.
"""

from workshops.planning.cancelling import cancel_event
from workshops.planning.conflicts import room_conflicts, trainer_conflicts
from workshops.planning.duplicating import duplicate_event
from workshops.planning.errors import PlanningRefused
from workshops.planning.events import change_event, plan_event, publish_event
from workshops.planning.moving import move_session
from workshops.planning.notes import send_note
from workshops.planning.plans import EventChanges, NewEvent, NewSession
from workshops.planning.reminding import plan_reminders, warn_below_minimum
from workshops.planning.sessions import add_session, call_off_session, set_trainers
from workshops.planning.teams import answer_request, ask_for_team, withdraw_request

__all__ = [
    "EventChanges",
    "NewEvent",
    "NewSession",
    "PlanningRefused",
    "add_session",
    "answer_request",
    "ask_for_team",
    "call_off_session",
    "cancel_event",
    "change_event",
    "duplicate_event",
    "move_session",
    "plan_event",
    "plan_reminders",
    "publish_event",
    "room_conflicts",
    "send_note",
    "set_trainers",
    "trainer_conflicts",
    "warn_below_minimum",
    "withdraw_request",
]
