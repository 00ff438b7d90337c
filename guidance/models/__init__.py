"""What is stored of help: roles, contacts, the guide."""

from guidance.models.contacts import Contact, ContactEnding, GapCheck
from guidance.models.guide import GuidePage
from guidance.models.polls import Poll, PollAnswered, PollCount
from guidance.models.roles import HelpRole

__all__ = [
    "Contact",
    "ContactEnding",
    "GapCheck",
    "GuidePage",
    "HelpRole",
    "Poll",
    "PollAnswered",
    "PollCount",
]
