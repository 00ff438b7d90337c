"""What workshops tell about quality on the page about improving: how many, and the mark."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.access import UnitTree
from compliance.definitions import Definition
from compliance.improving.indicators import Indicator, Source
from core import clock
from core.dates import add_days
from organisations.access import Viewer
from organisations.models import Unit
from workshops.access import units_with_results_for
from workshops.enums import EvaluationRound
from workshops.evaluation.adding import merge
from workshops.evaluation.questions import TOP, Scale
from workshops.models import EvaluationBatch, Event

_MARK = "EV6"
_HELD, _MARKED = "figure-workshops", "figure-mark"


def figures(user: Viewer, tree: UnitTree, day: date) -> Sequence[Indicator]:
    """Return how many workshops a unit held in the year up to a day, and the mark so far."""
    units = Unit.objects.filter(
        pk__in=units_with_results_for(user).values("pk"),
        ancestor_rows__ancestor=tree.unit.pk,
        ancestor_rows__valid_from__lte=day,
    ).filter(Q(ancestor_rows__valid_until=None) | Q(ancestor_rows__valid_until__gt=day))
    held = Indicator(
        anchor=_HELD, title=_("Workshops held"), value=number_format(_held(units, day))
    )
    mark = _mark(units) if day == clock.today() else None
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


def _mark(units: QuerySet[Unit]) -> Indicator | None:
    batches = EvaluationBatch.objects.filter(
        organiser__in=units.values("pk"),
        round=EvaluationRound.AFTER,
        type__is_confidential=False,
    )
    rows = list(batches.order_by("pk").values_list("content", flat=True))
    counts = merge(EvaluationRound.AFTER, rows)[_MARK] if rows else []
    number = sum(counts)
    if not number:
        return None
    marks = range(1, TOP[Scale.GRADE] + 1)
    mean = sum(mark * n for mark, n in zip(marks, counts, strict=True)) / number
    about = ngettext("of %(n)s participant, up to now", "of %(n)s participants, up to now", number)
    return Indicator(
        anchor=_MARKED,
        title=_("Mark of participants"),
        value=number_format(mean, decimal_pos=1),
        about=about % {"n": number},
        url=reverse("workshops-results"),
    )


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
                "The mean of the marks from 1 to 10 that participants gave workshops organised"
                " here, up to now. Only from ten answers on, and never of confidential workshops."
            ),
            population=gettext_lazy("Participants who gave a mark."),
            numerator=gettext_lazy("The sum of the marks."),
            denominator=gettext_lazy("The number of marks."),
            source="GOR m24; Domeinbeschrijving §5.2",
        ),
    ),
    figures=figures,
)
