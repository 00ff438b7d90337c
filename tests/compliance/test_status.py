"""The rules of status, one by one; the same in Python and in SQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from compliance.enums import EventKind, Status
from compliance.rules.dates import Stated
from compliance.status.decision import CompletionFact, EventFact, ObligationFacts, RuleFact, status
from compliance.status.facts import facts_of
from core import clock
from lms.api import Assurance, record_completion, void_completion
from organisations.services.persons import merge_persons
from tests.compliance.story import (
    activity_of,
    day,
    moment,
    obligations,
    once,
    person_from,
    plan_on,
    rows_of,
    status_of,
    yearly,
)
from tests.factories.compliance import ObligationEventFactory
from tests.factories.lms import ActivityFactory, CompletionFactory

RECORDED = moment("2026-01-01")
DUE = day("2026-06-30")
FACTS = ObligationFacts(
    person_id=1,
    stated=Stated(
        version_id=1,
        opens_on=day("2026-02-01"),
        counts_from=day("2026-01-01"),
        due_on=DUE,
        is_newcomer=False,
    ),
    closes_on=day("2026-12-31"),
    recorded_at=RECORDED,
    rules={1: RuleFact(grace_days=14, needed=None, accepted={1: Assurance.SERVER_GRADED})},
)


def done(on: str, **fields) -> CompletionFact:
    given = {
        "id": 1,
        "person_id": 1,
        "activity_id": 1,
        "occurred_on": day(on),
        "assurance": Assurance.SERVER_GRADED,
        "voids_id": None,
        "recorded_at": moment(on),
        **fields,
    }
    return CompletionFact(**given)


def event(kind: EventKind, on: str, until: str | None = None, **fields) -> EventFact:
    given = {
        "id": 1,
        "kind": kind,
        "effective_on": day(on),
        "until_on": day(until) if until else None,
        "stated": None,
        "actor_id": 1,
        "voids_id": None,
        "recorded_at": RECORDED,
        **fields,
    }
    return EventFact(**given)


def on(as_of: str, **facts) -> Status:
    return status(replace(FACTS, **facts), day(as_of)).status


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-01-31", Status.NOT_YET_OPEN),
        ("2026-02-01", Status.OPEN),
        ("2026-06-30", Status.OPEN),
        ("2026-07-01", Status.IN_GRACE),
        ("2026-07-14", Status.IN_GRACE),
        ("2026-07-15", Status.OVERDUE),
        ("2030-01-01", Status.OVERDUE),
    ],
)
def test_time_alone_changes_the_status_and_every_day_is_inclusive(as_of, expected):
    assert on(as_of) == expected


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        ("2025-12-31", Status.OVERDUE),
        ("2026-01-01", Status.DONE_ON_TIME),
        ("2026-06-30", Status.DONE_ON_TIME),
        ("2026-07-01", Status.DONE_LATE),
        ("2026-12-31", Status.DONE_LATE),
        ("2027-01-01", Status.OVERDUE),
    ],
)
def test_only_what_happened_in_the_window_counts(occurred, expected):
    assert on("2027-06-01", completions=[done(occurred)]) == expected


def test_it_is_done_from_the_day_on_which_it_was_done():
    assert on("2026-03-09", completions=[done("2026-03-10")]) == Status.OPEN
    assert on("2026-03-10", completions=[done("2026-03-10")]) == Status.DONE_ON_TIME


def test_a_weaker_assurance_or_another_activity_does_not_count():
    weak = done("2026-03-10", assurance=Assurance.BROWSER)
    other = done("2026-03-10", activity_id=2)
    assert on("2026-04-01", completions=[weak, other]) == Status.OPEN


def test_precedence_from_strong_to_weak():
    late = "2026-08-01"
    completed = [done("2026-03-10")]
    exempted = event(EventKind.EXEMPTED, "2026-02-01", id=1)
    paused = event(EventKind.PAUSED, "2026-02-01", id=2)
    withdrawn = event(EventKind.WITHDRAWN, "2026-02-01", id=3)
    all_events = [exempted, paused, withdrawn]
    assert on(late, completions=completed, events=all_events) == Status.NOT_APPLICABLE
    assert on(late, completions=completed, events=[exempted, paused]) == Status.DONE_ON_TIME
    assert on(late, events=[exempted, paused]) == Status.EXEMPT
    assert on(late, events=[paused]) == Status.PAUSED
    assert on(late) == Status.OVERDUE


def test_a_pause_ends_on_its_day_or_when_somebody_resumed():
    paused = event(EventKind.PAUSED, "2026-03-01", "2026-04-01")
    assert on("2026-02-28", events=[paused]) == Status.OPEN
    assert on("2026-03-31", events=[paused]) == Status.PAUSED
    assert on("2026-04-01", events=[paused]) == Status.OPEN
    resumed = event(EventKind.RESUMED, "2026-03-10", id=2)
    assert on("2026-03-09", events=[paused, resumed]) == Status.PAUSED
    assert on("2026-03-10", events=[paused, resumed]) == Status.OPEN
    again = event(EventKind.PAUSED, "2026-03-11", id=3)
    assert on("2026-03-12", events=[paused, resumed, again]) == Status.PAUSED


def test_it_applies_only_when_both_the_facts_and_people_say_so():
    derived = event(EventKind.WITHDRAWN, "2026-03-01", id=1, actor_id=None)
    decided = event(EventKind.WITHDRAWN, "2026-04-01", id=2)
    back = event(EventKind.REOPENED, "2026-05-01", id=3, actor_id=None)
    assert on("2026-06-01", events=[derived, back]) == Status.OPEN
    assert on("2026-06-01", events=[derived, decided, back]) == Status.NOT_APPLICABLE
    undone = event(EventKind.REOPENED, "2026-05-15", id=4)
    assert on("2026-06-01", events=[derived, decided, back, undone]) == Status.OPEN
    assert on("2026-06-01", events=[derived, undone]) == Status.NOT_APPLICABLE


def test_of_two_changes_of_the_due_date_on_one_day_the_last_recorded_counts():
    def changed(identifier: int, due: str) -> EventFact:
        stated = replace(FACTS.stated, due_on=day(due))
        return event(EventKind.DUE_CHANGED, "2026-03-01", id=identifier, stated=stated)

    events = [changed(2, "2026-05-01"), changed(1, "2026-12-01")]
    assert status(replace(FACTS, events=events), day("2026-04-01")).due_on == day("2026-05-01")
    assert status(replace(FACTS, events=events), day("2026-02-28")).due_on == DUE


def test_nobody_is_done_without_accepted_activities():
    empty = {1: RuleFact(grace_days=0, needed=None, accepted={})}
    assert on("2026-03-10", rules=empty, completions=[done("2026-03-01")]) == Status.OPEN


def test_what_was_not_known_yet_did_not_happen():
    facts = replace(FACTS, completions=[done("2026-03-10", recorded_at=moment("2026-04-01"))])
    as_of = day("2026-03-15")
    assert status(facts, as_of, moment("2026-03-31")).status == Status.OPEN
    assert status(facts, as_of, moment("2026-04-01")).status == Status.DONE_ON_TIME
    assert status(facts, as_of, RECORDED - timedelta(seconds=1)) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("long_ago")
class TestInTheDatabase:
    """The same with rows, through the services."""

    def both(self, person, as_of: str, known_at: str | None = None) -> dict[str, Status]:
        """The statuses in SQL, after a look that Python says the same."""
        found = {label: row.status for label, row in rows_of(person, as_of, known_at).items()}
        facts = facts_of(person.obligations.values_list("pk", flat=True))
        for label, obligation in obligations(person).items():
            pure = status(facts[obligation.pk], day(as_of), known_at and moment(known_at))
            assert (pure and pure.status) == found.get(label)
        return found

    @pytest.mark.parametrize(
        ("at", "zone", "year"),
        [
            ("2026-12-31T22:00", "America/Kralendijk", "2026"),
            ("2027-01-01T00:00", "America/Kralendijk", "2027"),
            ("2026-12-31T23:59", "Europe/Amsterdam", "2026"),
            ("2027-01-01T00:00", "Europe/Amsterdam", "2027"),
            ("2027-01-01T05:00", "Pacific/Auckland", "2027"),
        ],
    )
    def test_the_year_is_that_of_the_persons_own_calendar(self, at, zone, year):
        requirement = yearly()
        person = person_from("2020-01-01", person__time_zone=zone)
        plan_on("2026-12-01")
        occurred_at = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
        with clock.at(datetime(2027, 1, 2, tzinfo=UTC)):
            record_completion(
                activity=activity_of(requirement),
                person=person,
                occurred_at=occurred_at,
                source="test",
                source_key="1",
                assurance=Assurance.SERVER_GRADED,
            )
        found = self.both(person, "2027-01-02")
        assert [label for label in ("2026", "2027") if found[label] == Status.DONE_ON_TIME] == [
            year
        ]

    @pytest.mark.parametrize(
        ("at", "date"),
        [
            ("2027-03-28T00:30+01:00", "2027-03-28"),
            ("2027-03-28T23:59+02:00", "2027-03-28"),
            ("2027-10-31T00:30+02:00", "2027-10-31"),
            ("2027-10-31T23:59+01:00", "2027-10-31"),
            ("2028-02-29T23:59+01:00", "2028-02-29"),
        ],
    )
    def test_days_of_23_and_25_hours_and_the_leap_day_are_days(self, at, date):
        requirement = once(newcomer_days=10)
        due = day(date)
        person = person_from((due - timedelta(days=10)).isoformat())
        plan_on((due - timedelta(days=10)).isoformat())
        with clock.at(moment("2028-06-01")):
            record_completion(
                activity=activity_of(requirement),
                person=person,
                occurred_at=datetime.fromisoformat(at),
                source="test",
                source_key="1",
                assurance=Assurance.SERVER_GRADED,
            )
        row = rows_of(person, date)["eenmalig"]
        assert (row.due_on, row.done_on, row.status) == (due, due, Status.DONE_ON_TIME)

    def test_a_term_over_the_leap_day_has_one_day_more(self):
        yearly()
        person = person_from("2027-12-01")
        plan_on("2027-12-01")
        assert obligations(person)["2028"].due_on == day("2028-02-29")

    def test_a_completion_that_is_voided_no_longer_counts_but_was_known(self):
        requirement = yearly()
        person = person_from("2020-01-01")
        plan_on("2026-01-01")
        fact = CompletionFactory(
            person=person, activity=activity_of(requirement), occurred_at=moment("2026-03-01")
        )
        with clock.at(moment("2026-04-01")):
            void_completion(completion=fact, reason="Somebody else did it", by=None)
        assert self.both(person, "2026-03-15")["2026"] == Status.OPEN
        assert self.both(person, "2026-03-15", "2026-03-20")["2026"] == Status.DONE_ON_TIME

    def test_half_of_it_under_each_record_is_the_whole_once_they_are_one(self):
        activities = [ActivityFactory(), ActivityFactory()]
        yearly(activities=activities)
        old, new = person_from("2020-01-01"), person_from("2020-01-01")
        plan_on("2026-01-01")
        for person, activity in zip((old, new), activities, strict=True):
            CompletionFactory(person=person, activity=activity, occurred_at=moment("2026-03-01"))
        assert self.both(new, "2026-04-01")["2026"] == Status.OPEN
        with clock.at(moment("2026-04-01")):
            merge_persons(person=old, into=new)
        assert self.both(new, "2026-04-01")["2026"] == Status.DONE_ON_TIME
        assert self.both(old, "2026-04-01")["2026"] == Status.NOT_APPLICABLE
        assert self.both(new, "2026-04-01", "2026-03-31")["2026"] == Status.OPEN

    def test_what_is_not_sure_enough_does_not_count(self):
        requirement = yearly()
        person = person_from("2020-01-01")
        plan_on("2026-01-01")
        given = {"person": person, "activity": activity_of(requirement)}
        CompletionFactory(occurred_at=moment("2026-03-01"), assurance=Assurance.BROWSER, **given)
        assert self.both(person, "2026-04-01")["2026"] == Status.OPEN
        CompletionFactory(occurred_at=moment("2026-03-20"), assurance=Assurance.ATTENDED, **given)
        assert self.both(person, "2026-03-20")["2026"] == Status.DONE_ON_TIME

    def test_what_took_effect_last_counts_also_when_it_was_recorded_first(self):
        yearly()
        person = person_from("2020-01-01")
        plan_on("2026-01-01")
        obligation = obligations(person)["2026"]
        for kind, effective_on in (("reopened", "2026-03-10"), ("withdrawn", "2026-03-01")):
            ObligationEventFactory(obligation=obligation, kind=kind, effective_on=day(effective_on))
        assert self.both(person, "2026-03-09")["2026"] == Status.NOT_APPLICABLE
        assert self.both(person, "2026-03-10")["2026"] == Status.OPEN

    def test_a_pause_that_somebody_ended_is_over_until_the_next(self):
        yearly()
        person = person_from("2020-01-01")
        plan_on("2026-01-01")
        obligation = obligations(person)["2026"]
        for kind, effective_on in (
            ("paused", "2026-03-01"),
            ("resumed", "2026-03-10"),
            ("paused", "2026-03-20"),
        ):
            ObligationEventFactory(obligation=obligation, kind=kind, effective_on=day(effective_on))
        days = ("2026-03-09", "2026-03-10", "2026-03-19", "2026-03-20")
        assert [self.both(person, as_of)["2026"] for as_of in days] == [
            Status.PAUSED,
            Status.OPEN,
            Status.OPEN,
            Status.PAUSED,
        ]

    def test_one_completion_meets_one_year(self):
        requirement = yearly()
        person = person_from("2026-11-01")
        plan_on("2027-12-01")
        CompletionFactory(
            person=person, activity=activity_of(requirement), occurred_at=moment("2026-12-15")
        )
        assert self.both(person, "2028-01-15") == {
            "2027": Status.DONE_ON_TIME,
            "2028": Status.OPEN,
        }

    def test_what_was_done_long_before_counts_for_a_duty_of_once(self):
        requirement = once()
        person = person_from("2026-03-01")
        CompletionFactory(
            person=person, activity=activity_of(requirement), occurred_at=moment("2021-03-01")
        )
        plan_on("2026-03-01")
        assert status_of(person, "eenmalig", "2026-03-01") == Status.DONE_ON_TIME
