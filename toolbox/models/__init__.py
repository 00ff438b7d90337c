"""What is stored of toolboxes, practices, knowledge and team sessions."""

from toolbox.models.favourites import Favourite
from toolbox.models.knowledge import KnowledgeIndexPage, KnowledgePage
from toolbox.models.links import Link
from toolbox.models.practices import GoodPractice, PracticeStep
from toolbox.models.sessions import FacilitatorRequest, TeamAgreement, TeamSession
from toolbox.models.suggestions import Suggestion
from toolbox.models.tools import ToolboxIndexPage, ToolboxPage, ToolPage

__all__ = [
    "FacilitatorRequest",
    "Favourite",
    "GoodPractice",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "Link",
    "PracticeStep",
    "Suggestion",
    "TeamAgreement",
    "TeamSession",
    "ToolPage",
    "ToolboxIndexPage",
    "ToolboxPage",
]
