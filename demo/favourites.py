"""Tools that the learner of the demo keeps at hand; without loaded toolboxes there are none."""

from datetime import datetime

from core import clock
from organisations.models import Person
from toolbox.models import ToolPage
from toolbox.services.favourites import keep_tool

CODES = ("O4", "O8", "T4")


def keep(*, learner: Person, until: datetime) -> None:
    """Keep a few."""
    with clock.at(until):
        for tool in ToolPage.objects.shown().filter(code__in=CODES).order_by("path"):
            keep_tool(person=learner, tool=tool)
