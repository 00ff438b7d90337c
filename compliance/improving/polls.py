"""What the polls after a course tell about quality, for who may read them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.access import UnitTree
from compliance.definitions import Definition
from compliance.improving.indicators import Indicator, Source
from core import clock
from guidance.polls.batches import Result
from guidance.polls.results import PollResult, may_read, poll_results
from organisations.access import Viewer

_ANCHOR = "figure-poll"


def figures(user: Viewer, tree: UnitTree, day: date) -> Sequence[Indicator]:
    """Return the answers of an organisation, or of the Rijk, up to now; none of an earlier day."""
    if day != clock.today() or not may_read(user):
        return []
    found = ((one, _result(one, tree)) for one in poll_results(user))
    return [_indicator(one, result) for one, result in found if result.n]


def _result(one: PollResult, tree: UnitTree) -> Result:
    if tree.unit.is_rijk:
        return one.rijk
    own = (row.result for row in one.rows if row.unit_id == tree.unit.pk)
    return next(own, Result())


def _indicator(one: PollResult, result: Result) -> Indicator:
    month = date_format(result.through, "F Y") if result.through else ""
    return Indicator(
        anchor=_ANCHOR,
        title=one.poll.question,
        value=_("%(percentage)s%% yes") % {"percentage": result.percentage},
        about=_("of %(n)s answers, up to and including %(month)s")
        % {"n": result.n, "month": month},
        url=reverse("guidance:polls"),
    )


SOURCE = Source(
    definitions=(
        Definition(
            anchor=_ANCHOR,
            title=gettext_lazy("Answers to a poll"),
            meaning=gettext_lazy(
                "Which part answered yes to a question after a course. Voluntary and without names;"
                " whole months, and only in groups of at least ten answers."
            ),
            population=gettext_lazy("Whoever finished a course and answered."),
            numerator=gettext_lazy("Who said yes."),
            denominator=gettext_lazy("All answers."),
            source="GOR m24; K22; Domeinbeschrijving §5.2",
        ),
    ),
    figures=figures,
)
