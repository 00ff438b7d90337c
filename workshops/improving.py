"""What workshops tell about quality on the page about improving: how many, and the mark.

The mark must not give anybody away to who compares days, years or units (ADR 0035). So it is made
of evaluations that are closed, each whole or not at all, and only of those with ten marks or more:
whatever is subtracted from whatever, a difference is again the marks of such whole evaluations.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.access import UnitTree
from compliance.definitions import Definition
from compliance.improving.indicators import Indicator, Source
from core import clock
from core.dates import add_days
from organisations.access import Viewer
from organisations.models import Unit
from workshops.access import units_with_results_for
from workshops.enums import EvaluationRound
from workshops.evaluation.services import FIRST_BATCH
from workshops.evaluation.turns import OPEN_FOR
from workshops.models import EvaluationBatch, Event

_MARK = "EV6"
_HELD, _MARKED = "figure-workshops", "figure-mark"


def figures(user: Viewer, tree: UnitTree, day: date) -> Sequence[Indicator]:
    """Return how many workshops a unit held in the year up to a day, and their mark."""
    units = Unit.objects.filter(
        pk__in=units_with_results_for(user).values("pk"),
        ancestor_rows__ancestor=tree.unit.pk,
        ancestor_rows__valid_from__lte=day,
    ).filter(Q(ancestor_rows__valid_until=None) | Q(ancestor_rows__valid_until__gt=day))
    held = Indicator(
        anchor=_HELD, title=_("Workshops held"), value=number_format(_held(units, day))
    )
    mark = _mark(units, day)
    return [held, mark] if mark else [held]


def _held(units: QuerySet[Unit], day: date) -> int:
    rows = Event.objects.filter(
        organiser__in=units.values("pk"),
        published_at__isnull=False,
        cancelled_at__isnull=True,
        is_confidential=False,
        type__is_confidential=False,
        type__is_pilot=False,
        ends_at__gte=_midnight(date(day.year, 1, 1)),
        ends_at__lt=_midnight(add_days(day, 1)),
    )
    return rows.count()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.AMSTERDAM)


def _mark(units: QuerySet[Unit], day: date) -> Indicator | None:
    whole = [one for one in _closed_evaluations(units, day) if sum(one) >= FIRST_BATCH]
    counts = _added_up(whole)
    number = sum(counts)
    if not number:
        return None
    mean = sum(mark * n for mark, n in enumerate(counts, start=1)) / number
    about = _("of %(n)s participants, in evaluations that are closed")
    return Indicator(
        anchor=_MARKED,
        title=_("Mark of participants"),
        value=number_format(mean, decimal_pos=1),
        about=about % {"n": number},
        url=reverse("workshops-results"),
    )


def _closed_evaluations(units: QuerySet[Unit], day: date) -> Iterable[list[int]]:
    """Return how often each mark was given, by evaluation that nobody can add to any more.

    An evaluation is that of one event, or one of the left-overs of events that were too small.
    """
    held = Q(
        event__ends_at__gte=_midnight(date(day.year, 1, 1)),
        event__ends_at__lt=_midnight(add_days(day, 1)),
        event__ends_at__lte=clock.now() - OPEN_FOR,
    )
    left_over = Q(held_through__range=(date(day.year, 1, 1), day))
    batches = EvaluationBatch.objects.filter(
        held | left_over,
        organiser__in=units.values("pk"),
        round=EvaluationRound.AFTER,
        type__is_confidential=False,
    )
    found: dict[tuple[int, int], list[list[int]]] = {}
    for pk, event, counts in batches.values_list("pk", "event", f"content__{_MARK}"):
        key = (event, 0) if event else (0, pk)
        found.setdefault(key, []).append(counts)
    return [_added_up(parts) for parts in found.values()]


def _added_up(rows: Iterable[list[int]]) -> list[int]:
    """Return the sums of counts by mark."""
    return [sum(column) for column in zip(*rows, strict=True)]


SOURCE = Source(
    definitions=(
        Definition(
            anchor=_HELD,
            title=gettext_lazy("Workshops held"),
            meaning=gettext_lazy(
                "How many workshops this unit, and the units below it, organised from 1 January up"
                " to the reference date and held. Confidential workshops and pilots do not count."
            ),
            population=gettext_lazy(
                "Workshops that were published, not cancelled, and ended by the reference date."
            ),
            source="GOR m24; K22",
        ),
        Definition(
            anchor=_MARKED,
            title=gettext_lazy("Mark of participants"),
            meaning=gettext_lazy(
                "The mean of the marks from 1 to 10 that participants gave workshops that this"
                " unit, and the units below it, organised and held from 1 January up to the"
                " reference date. An evaluation counts as a whole, once it is closed: thirty days"
                " after the workshop. One with fewer than ten marks does not count, and a"
                " confidential workshop never does. What small groups answered counts when together"
                " it is ten marks or more, in the year of the last of them."
            ),
            population=gettext_lazy(
                "Participants who gave a mark, in evaluations that are closed and have ten or more."
            ),
            numerator=gettext_lazy("The sum of the marks."),
            denominator=gettext_lazy("The number of marks."),
            source="GOR m24; Domeinbeschrijving §5.2",
        ),
    ),
    figures=figures,
)
