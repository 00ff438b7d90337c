"""Answers to the polls, made up: counters of some months, as if people had answered."""

from datetime import datetime
from random import Random

from core import clock
from demo.people import add_months
from demo.rijk import RIJK
from guidance.enums import PollOption
from guidance.loading.polls import load_polls
from guidance.models import Poll, PollCount
from organisations.models import UnitVersion

MONTHS = 6
_ANSWERS = (2, 14)
_LEANING = (PollOption.YES, PollOption.YES, PollOption.YES, PollOption.PARTLY, PollOption.NO)


def answer(*, rng: Random, until: datetime) -> None:
    """Put the first poll on, and count answers of the last months in every ministry."""
    load_polls()
    today = clock.business_date(until)
    Poll.objects.filter(position=0).update(is_on=True)
    ministries = UnitVersion.objects.current().active_on(today).filter(parent__code=RIJK)
    units = list(ministries.order_by("unit__code").values_list("unit_id", flat=True))
    months = [add_months(today.replace(day=1), -back) for back in range(MONTHS)]
    PollCount.objects.bulk_create(
        PollCount(poll=poll, organisation_id=unit, month=month, option=option, n=n)
        for poll in Poll.objects.order_by("position", "pk")
        for unit in units
        for month in months
        for option, n in _answers(rng).items()
    )


def _answers(rng: Random) -> dict[PollOption, int]:
    given = [rng.choice(_LEANING) for _one in range(rng.randint(*_ANSWERS))]
    return {option: given.count(option) for option in PollOption}
