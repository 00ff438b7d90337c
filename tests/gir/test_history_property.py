"""Whatever editors did and when: what readers see on a day is what was published for that day."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from gir.errors import DayTaken
from gir.models import Edition
from gir.services.publishing import withdraw_edition
from tests.gir import code

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 15, 12, tzinfo=UTC)
KEYS = st.sampled_from(["1-1", "4-1", "4-5"])
TEXTS = st.sampled_from(["a", "b", "c"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 9)),
        st.tuples(
            st.just("edition"),
            st.tuples(st.integers(-5, 12), st.dictionaries(KEYS, TEXTS, min_size=1)),
        ),
        st.tuples(st.just("article"), st.tuples(KEYS, TEXTS, st.integers(0, 3))),
        st.tuples(st.just("withdraw"), st.integers(0, 3)),
    ),
    min_size=2,
    max_size=7,
)


@dataclass(frozen=True)
class Event:
    """Something that was published for a day: a whole edition, or one article of it."""

    day: date
    edition: Edition
    texts: Mapping[str, str]
    whole: bool


@dataclass
class Book:
    """What was published, kept as simply as can be."""

    now: datetime = START
    events: list[Event] = field(default_factory=list)
    codes: count = field(default_factory=count)

    @property
    def today(self) -> date:
        return clock.business_date(self.now)

    def on(self, day: date) -> dict[str, str]:
        texts: dict[str, str] = {}
        for event in sorted(self.events, key=lambda one: one.day):  # stable: later ones win
            if event.day <= day:
                texts = dict(event.texts) if event.whole else texts | event.texts
        return {key: f"<p>{texts[key]}</p>" for key in sorted(texts)}

    def editions(self) -> list[Edition]:
        whole = [one.edition for one in self.events if one.whole]
        return sorted(whole, key=lambda one: one.valid_from)

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def edition(self, step: tuple[int, dict[str, str]]) -> None:
        ahead, texts = step
        day = self.today + timedelta(days=ahead)
        taken = any(one.valid_from == day for one in self.editions())
        try:
            with transaction.atomic():
                made = code.edition(f"e{next(self.codes)}", day, texts)
        except DayTaken:
            assert taken
            return
        assert not taken
        self.events.append(Event(day, made, texts, whole=True))

    def article(self, step: tuple[str, str, int]) -> None:
        """Change an article of the edition in force, or of one that comes."""
        key, text, ahead = step
        current = [one for one in self.editions() if one.valid_from <= self.today][-1:]
        coming = [one for one in self.editions() if one.valid_from > self.today]
        choices = current + coming
        if not choices:
            return
        edition = choices[ahead % len(choices)]
        working = next(one for one in self.events if one.whole and one.edition == edition)
        if key not in working.texts:
            return
        code.change_article(key, edition, rule=text)
        day = max(self.today, edition.valid_from)
        if self.on(day)[key] != f"<p>{text}</p>":
            self.events.append(Event(day, edition, {key: text}, whole=False))

    def withdraw(self, which: int) -> None:
        coming = [one for one in self.editions() if one.valid_from > self.today]
        if coming:
            edition = coming[which % len(coming)]
            withdraw_edition(edition=edition, reason="Toch niet", by=None)
            self.events = [one for one in self.events if one.edition != edition]


@settings(
    max_examples=int(os.environ.get("KOMPAS_EXAMPLES", "10")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(steps=STEPS)
def test_on_any_day_readers_see_what_was_published_for_it(steps: list, db: None) -> None:
    with transaction.atomic():
        book = Book()
        with clock.at(book.now):
            book.edition((-10, {"1-1": "a", "4-1": "a"}))
        for name, value in steps:
            with clock.at(book.now):
                getattr(book, name)(value)
        days = {one.day + timedelta(days=shift) for one in book.events for shift in (-1, 0)}
        for day in sorted(days | {book.today, book.today + timedelta(days=99)}):
            assert code.read_on(day) == book.on(day)
        transaction.set_rollback(True)
