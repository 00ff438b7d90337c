"""The dilemma of the week: which one it is, how many chose what, and who hears of it by mail."""

from datetime import date, timedelta

import structlog
from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum

from core import clock
from gir.errors import ChoiceNotCounted
from gir.models import Dilemma, DilemmaSubscription, DilemmaWeek, OptionCount
from gir.reports.dilemmas import SHOWN_FROM
from notifications.models import SwitchedOff
from notifications.services.choosing import choose_messages
from organisations.models import Person, PersonMerge

logger = structlog.get_logger(__name__)

MESSAGE = "gir.dilemma"
FEWEST_OPTIONS = 2
SHOWN_PER = 10
"""What is shown follows once in so many choices: one by one it would tell what somebody chose."""


def monday_of(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def choose_week(day: date | None = None) -> DilemmaWeek | None:
    """Return the dilemma of the week of a day, chosen now or before; None when there is no pool.

    Next is what was never shown, and then what was shown longest ago. A week that was chosen stays,
    by the job or by an editor, however the pool grows.
    """
    monday = monday_of(day or clock.today())
    known = DilemmaWeek.objects.filter(monday=monday).first()
    if known is not None:
        return known
    chosen = _next_in_turn()
    if chosen is None:
        return None
    week, is_new = DilemmaWeek.objects.get_or_create(monday=monday, defaults={"dilemma": chosen})
    if is_new:
        logger.info("dilemma of the week chosen", week=monday.isoformat(), dilemma=chosen.key)
    return week


def _next_in_turn() -> Dilemma | None:
    """Return what is furthest back; what an editor pinned for a later week comes last of all."""
    pool = Dilemma.objects.filter(live=True).annotate(
        choices=Count("options", distinct=True), shown_last=Max("weeks__monday")
    )
    return (
        pool.filter(choices__gte=FEWEST_OPTIONS)
        .order_by(F("shown_last").asc(nulls_first=True), "key")
        .first()
    )


@transaction.atomic(durable=True)
def count_choice(*, monday: date, letter: str) -> None:
    """Raise the counter of an option of this week's dilemma by one. Nothing else is written.

    Raises `ChoiceNotCounted` for another week and for an option that is not there.
    """
    if monday != monday_of(clock.today()):
        raise ChoiceNotCounted
    week = DilemmaWeek.objects.select_for_update().filter(monday=monday).first()
    # Compared here: what comes from outside may be something that a database refuses to look for.
    if week is None or letter not in week.dilemma.options.values_list("letter", flat=True):
        raise ChoiceNotCounted
    OptionCount.objects.get_or_create(week=week, letter=letter)
    OptionCount.objects.filter(week=week, letter=letter).update(count=F("count") + 1)
    _show_in_groups(week)


def _show_in_groups(week: DilemmaWeek) -> None:
    counts = OptionCount.objects.filter(week=week)
    sums = counts.aggregate(count=Sum("count"), shown=Sum("shown"))
    if sums["count"] >= SHOWN_FROM and sums["count"] - sums["shown"] >= SHOWN_PER:
        counts.update(shown=F("count"))


@transaction.atomic
def subscribe(*, person: Person) -> None:
    """Send somebody the dilemma of the week by mail from now on; twice is once."""
    DilemmaSubscription.objects.get_or_create(person=person)
    # Also who switched these messages off before.
    choose_messages(person=person, wanted=[MESSAGE], offered=[MESSAGE])


@transaction.atomic
def unsubscribe(*, person: Person) -> None:
    """Send it no longer, also not to a record that was merged into this one."""
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    DilemmaSubscription.objects.filter(Q(person=person) | Q(person__in=merged)).delete()


def is_subscribed(person: Person) -> bool:
    """Tell whether somebody gets the dilemma of the week by mail."""
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    rows = DilemmaSubscription.objects.filter(Q(person=person) | Q(person__in=merged))
    return rows.exists() and not SwitchedOff.objects.filter(person=person, kind=MESSAGE).exists()
