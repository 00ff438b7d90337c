"""Dilemmas of the last weeks for the demo, with how many chose what."""

from datetime import datetime, time, timedelta
from random import Random

from core import clock
from gir.services.dilemmas import choose_week, count_choice, monday_of

WEEKS = 4
_CHOICES = (24, 41)
_HALF_PAST_NINE = time(9, 30)


def show(*, rng: Random, until: datetime) -> None:
    """Choose the dilemma of each of the last weeks; without a loaded code there is none."""
    this_monday = monday_of(clock.business_date(until))
    for back in reversed(range(WEEKS)):
        monday = this_monday - timedelta(weeks=back)
        with clock.at(min(until, datetime.combine(monday, _HALF_PAST_NINE, clock.AMSTERDAM))):
            week = choose_week(monday)
            if week is None:
                return
            letters = list(week.dilemma.options.values_list("letter", flat=True))
            for _choice in range(rng.randint(*_CHOICES)):
                count_choice(monday=monday, letter=rng.choice(letters))
