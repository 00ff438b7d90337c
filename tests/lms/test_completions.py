"""The ledger: one row per fact, nothing changed afterwards, corrections as rows of their own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from lms.api import (
    Activity,
    AlreadyVoided,
    Assurance,
    Completion,
    ConflictingFact,
    FutureFact,
    NewCompletion,
    NotVoidable,
    correct_completion,
    ensure_activities,
    record_completion,
    record_completions_bulk,
    void_completion,
)
from tests.factories.lms import (
    MOMENT,
    ActivityFactory,
    ActivityVersionFactory,
    CompletionFactory,
    spec,
)
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """Let it be the Monday after the facts."""
    with clock.at(MOMENT + timedelta(days=7)):
        yield


def record(**changes):
    fact = {
        "occurred_at": MOMENT,
        "source": "workshop",
        "source_key": "seat-1",
        "assurance": Assurance.ATTENDED,
    }
    return record_completion(**{**fact, **changes})


def test_a_completion_says_who_what_when_and_in_which_unit():
    appointment = AppointmentFactory()
    version = ActivityVersionFactory()
    trainer = PersonFactory()
    completion = record(
        person=appointment.person, activity=version.activity, version=version, recorder=trainer
    )
    completion.refresh_from_db()
    assert completion.person == appointment.person
    assert completion.unit is None
    assert completion.version == version
    assert completion.occurred_on == date(2026, 11, 23)
    assert completion.recorded_at == MOMENT + timedelta(days=7)
    assert completion.unit_at_time == appointment.unit
    assert completion.recorder == trainer
    assert completion.assurance == Assurance.ATTENDED


def test_the_date_is_that_of_the_person_not_that_of_the_server():
    new_year = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)
    activity = ActivityFactory()
    with clock.at(new_year):
        caribbean = record(
            person=PersonFactory(time_zone="America/Kralendijk"),
            activity=activity,
            occurred_at=new_year,
            source_key="a",
        )
        amsterdam = record(
            person=PersonFactory(), activity=activity, occurred_at=new_year, source_key="b"
        )
    assert caribbean.occurred_on == date(2026, 12, 31)
    assert amsterdam.occurred_on == date(2027, 1, 1)


def test_a_team_can_complete_something_as_a_whole():
    unit = UnitFactory()
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    completion = record(unit=unit, activity=ActivityFactory(), occurred_at=late)
    assert completion.person is None
    assert completion.unit_at_time == unit
    assert completion.occurred_on == date(2026, 11, 24)


def test_the_unit_at_the_time_is_that_of_the_oldest_appointment_active_on_that_day():
    person = PersonFactory()
    ended = AppointmentFactory(person=person, valid_until=date(2026, 11, 23))
    first = AppointmentFactory(person=person, valid_from=date(2026, 11, 23))
    AppointmentFactory(person=person, valid_from=date(2021, 1, 1))
    AppointmentFactory(person=person, superseded_at=MOMENT, recorded_at=MOMENT)
    completion = record(person=person, activity=ActivityFactory())
    assert completion.unit_at_time == first.unit
    assert completion.unit_at_time != ended.unit


def test_a_given_unit_at_the_time_goes_before_the_appointment():
    appointment = AppointmentFactory()
    unit = UnitFactory()
    completion = record(person=appointment.person, activity=ActivityFactory(), unit_at_time=unit)
    assert completion.unit_at_time == unit


def test_writing_the_same_fact_twice_gives_the_row_that_was_there():
    person, activity = PersonFactory(), ActivityFactory()
    first = record(person=person, activity=activity, recorder=PersonFactory())
    again = record(person=person, activity=activity, recorder=PersonFactory())
    assert again == first
    assert again.recorder == first.recorder
    assert Completion.objects.count() == 1


def test_a_fact_in_the_hour_that_comes_twice_is_recorded_and_recognised():
    """Python finds a local time in such an hour unequal to the same moment on any other clock."""
    twice = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=clock.AMSTERDAM)
    fact = {"person": PersonFactory(), "activity": ActivityFactory(), "occurred_at": twice}
    with clock.at(datetime(2026, 10, 26, 12, tzinfo=UTC)):
        first = record(**fact)
        assert record(**fact) == first
    assert first.occurred_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert Completion.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"occurred_at": MOMENT + timedelta(microseconds=1)},
        {"assurance": Assurance.BROWSER},
        {"reason": "another"},
    ],
)
def test_the_same_key_with_another_fact_is_refused_and_changes_nothing(change):
    person, activity = PersonFactory(), ActivityFactory()
    first = record(person=person, activity=activity)
    with pytest.raises(ConflictingFact):
        record(person=person, activity=activity, **change)
    assert list(Completion.objects.values()) == [
        Completion.objects.filter(pk=first.pk).values().get()
    ]


def test_the_same_key_for_another_person_activity_or_version_is_refused():
    person, version = PersonFactory(), ActivityVersionFactory()
    record(person=person, activity=version.activity, version=version)
    for change in ({"person": PersonFactory()}, {"activity": ActivityFactory()}, {"version": None}):
        with pytest.raises(ConflictingFact):
            record(**{"person": person, "activity": version.activity, "version": version, **change})
    assert Completion.objects.count() == 1


def test_the_same_key_of_another_source_is_another_fact():
    person, activity = PersonFactory(), ActivityFactory()
    record(person=person, activity=activity)
    record(person=person, activity=activity, source="import")
    assert Completion.objects.count() == 2


def test_what_has_not_happened_yet_is_refused_apart_from_a_clock_that_runs_ahead():
    person, activity = PersonFactory(), ActivityFactory()
    now = clock.now()
    with pytest.raises(FutureFact):
        record(person=person, activity=activity, occurred_at=now + timedelta(minutes=6))
    record(person=person, activity=activity, occurred_at=now + timedelta(minutes=5))


def test_a_completion_of_nobody_or_of_two_and_a_moment_without_zone_are_refused():
    activity = ActivityFactory()
    with pytest.raises(ValueError, match="one person or of one unit"):
        record(activity=activity)
    with pytest.raises(ValueError, match="one person or of one unit"):
        record(activity=activity, person=PersonFactory(), unit=UnitFactory())
    with pytest.raises(ValueError, match="time zone"):
        record(activity=activity, person=PersonFactory(), occurred_at=datetime(2026, 1, 1))  # noqa: DTZ001
    assert Completion.objects.count() == 0


def test_recording_takes_three_queries_and_no_transaction_of_its_own():
    person, activity = AppointmentFactory().person, ActivityFactory()
    with count_queries() as queries:
        record(person=person, activity=activity)
    assert len(queries) == 3, queries


facts = st.fixed_dictionaries(
    {
        "person": st.integers(0, 1),
        "activity": st.integers(0, 1),
        "source_key": st.sampled_from("ab"),
        "hours": st.integers(0, 2),
    }
)


@given(plan=st.lists(facts, max_size=12))
def test_whatever_is_sent_in_whatever_order_each_key_holds_its_first_fact(plan):
    with transaction.atomic():
        persons = [PersonFactory(), PersonFactory()]
        activities = [ActivityFactory(), ActivityFactory()]
        expected: dict[str, tuple[int, int, int]] = {}
        for step in plan:
            fact = (step["person"], step["activity"], step["hours"])
            known = expected.setdefault(step["source_key"], fact)
            arguments = {
                "person": persons[fact[0]],
                "activity": activities[fact[1]],
                "occurred_at": MOMENT + timedelta(hours=fact[2]),
                "source_key": step["source_key"],
            }
            if known == fact:
                record(**arguments)
            else:
                with pytest.raises(ConflictingFact):
                    record(**arguments)
        stored = {
            row.source_key: (
                persons.index(row.person),
                activities.index(row.activity),
                int((row.occurred_at - MOMENT).total_seconds() // 3600),
            )
            for row in Completion.objects.select_related("person", "activity")
        }
        assert stored == expected
        transaction.set_rollback(True)


# --- Voids and corrections ------------------------------------------------------------------


def test_a_voided_completion_no_longer_stands_and_is_still_there():
    wrong, right = CompletionFactory(), CompletionFactory()
    by = PersonFactory()
    void = void_completion(completion=wrong, reason="Wrong person", by=by)
    assert list(Completion.objects.standing()) == [right]
    assert list(Completion.objects.standing(known_at=void.recorded_at - timedelta(seconds=1))) == [
        wrong,
        right,
    ]
    assert (void.voids, void.reason, void.recorder) == (wrong, "Wrong person", by)
    assert (void.person, void.activity) == (wrong.person, wrong.activity)
    assert Completion.objects.filter(pk=wrong.pk).exists()


def test_voiding_twice_answers_as_the_first_time_and_for_another_reason_says_so():
    completion = CompletionFactory()
    void = void_completion(completion=completion, reason="Wrong person", by=None)
    assert void_completion(completion=completion, reason="Wrong person", by=None) == void
    with pytest.raises(AlreadyVoided) as refused:
        void_completion(completion=completion, reason="Something else", by=None)
    assert refused.value.args == (void,)
    assert Completion.objects.count() == 2


def test_a_void_is_not_voided_and_needs_a_reason():
    completion = CompletionFactory()
    void = void_completion(completion=completion, reason="Wrong person", by=None)
    with pytest.raises(NotVoidable):
        void_completion(completion=void, reason="Oops", by=None)
    with pytest.raises(ValueError, match="reason"):
        void_completion(completion=CompletionFactory(), reason=" ", by=None)
    assert Completion.objects.filter(voids__isnull=False).count() == 1


def test_a_key_of_a_void_that_is_taken_is_a_conflict():
    void_completion(completion=CompletionFactory(), reason="Wrong", by=None, source_key="k")
    with pytest.raises(ConflictingFact):
        void_completion(completion=CompletionFactory(), reason="Wrong", by=None, source_key="k")


def test_a_correction_is_a_void_and_a_new_fact_that_says_what_changed():
    unit = UnitFactory()
    wrong = CompletionFactory(unit_at_time=unit)
    earlier = MOMENT - timedelta(days=2)
    right = correct_completion(completion=wrong, reason="Saturday", by=None, occurred_at=earlier)
    again = correct_completion(completion=wrong, reason="Saturday", by=None, occurred_at=earlier)
    assert again == right
    assert list(Completion.objects.standing()) == [right]
    assert (right.occurred_at, right.occurred_on) == (earlier, date(2026, 11, 21))
    assert (right.person, right.activity, right.assurance, right.reason) == (
        wrong.person,
        wrong.activity,
        wrong.assurance,
        "Saturday",
    )


def test_a_correction_to_another_person_takes_the_unit_of_that_person():
    unit = UnitFactory()
    wrong = CompletionFactory(unit_at_time=unit)
    appointment = AppointmentFactory()
    right = correct_completion(
        completion=wrong, reason="Namesake", by=None, person=appointment.person
    )
    assert (right.person, right.unit_at_time) == (appointment.person, appointment.unit)
    same_person = correct_completion(
        completion=CompletionFactory(unit_at_time=unit),
        reason="Was verified",
        by=None,
        assurance=Assurance.ATTENDED,
    )
    assert same_person.unit_at_time == unit


def test_a_correction_that_cannot_be_voids_nothing():
    wrong = CompletionFactory()
    with pytest.raises(FutureFact):
        correct_completion(
            completion=wrong, reason="x", by=None, occurred_at=clock.now() + timedelta(days=1)
        )
    assert list(Completion.objects.all()) == [wrong]


# --- What the database itself refuses -------------------------------------------------------


def refused(sql: str, *params: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_to_change_or_delete_a_completion():
    completion = CompletionFactory()
    before = Completion.objects.values().get()
    assert refused("UPDATE lms_completion SET reason = 'x' WHERE id = %s", completion.pk)
    assert refused("DELETE FROM lms_completion WHERE id = %s", completion.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        completion.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.update(assurance=Assurance.ATTENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        completion.delete()
    assert Completion.objects.values().get() == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_the_ledger():
    CompletionFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused("TRUNCATE lms_completion CASCADE")
    assert Completion.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite has REPLACE")
def test_the_database_refuses_to_replace_a_completion():
    completion = CompletionFactory()
    columns = ", ".join(
        field.column for field in Completion._meta.concrete_fields if field.column != "reason"
    )
    assert refused(
        f"INSERT OR REPLACE INTO lms_completion ({columns}, reason) "  # noqa: S608
        f"SELECT {columns}, 'changed' FROM lms_completion WHERE id = %s",
        completion.pk,
    )
    assert Completion.objects.get().reason == ""


def insert_void(of: Completion, **changes: object) -> None:
    row = {
        "person": of.person,
        "activity": of.activity,
        "occurred_at": MOMENT,
        "source": "void",
        "voids": of,
        "reason": "Because",
    }
    with transaction.atomic():
        CompletionFactory(**{**row, **changes})


def test_the_database_refuses_a_void_of_another_person_or_activity_and_of_a_void():
    completion = CompletionFactory()
    for change in ({"person": PersonFactory()}, {"activity": ActivityFactory()}):
        with pytest.raises(IntegrityError):
            insert_void(completion, **change)
    void = void_completion(completion=completion, reason="Wrong", by=None)
    with pytest.raises(IntegrityError):
        insert_void(void)
    with pytest.raises(IntegrityError):
        insert_void(completion)
    assert Completion.objects.count() == 2


# --- In bulk --------------------------------------------------------------------------------


def test_many_facts_are_written_at_once_with_their_units_and_what_exists_is_left_alone():
    appointment = AppointmentFactory()
    activity = ActivityFactory()
    other = PersonFactory()

    def fact(person, key, days=0):
        return NewCompletion(
            activity_id=activity.pk,
            person=person,
            occurred_at=MOMENT - timedelta(days=days),
            source="demo",
            source_key=key,
            assurance=Assurance.SERVER_GRADED,
        )

    assert record_completions_bulk([fact(appointment.person, "1"), fact(other, "2")]) == 2
    assert (
        record_completions_bulk(
            [fact(appointment.person, "1", days=3), fact(other, "3"), fact(other, "3", days=1)]
        )
        == 1
    )
    rows = dict(Completion.objects.values_list("source_key", "unit_at_time"))
    assert rows == {"1": appointment.unit.pk, "2": None, "3": None}
    assert Completion.objects.get(source_key="1").occurred_at == MOMENT


def test_in_bulk_each_fact_takes_the_unit_of_its_own_day_and_the_moment_at_which_it_was_made():
    person, activity = PersonFactory(), ActivityFactory()
    old = AppointmentFactory(person=person, valid_until=date(2026, 1, 1))
    new = AppointmentFactory(person=person, valid_from=date(2026, 1, 1))
    facts = []
    for year in (2025, 2026):
        moment = datetime(year, 6, 1, 12, tzinfo=UTC)
        with clock.at(moment):
            facts.append(
                NewCompletion(
                    activity_id=activity.pk,
                    person=person,
                    occurred_at=moment,
                    source="demo",
                    source_key=str(year),
                    assurance=Assurance.SERVER_GRADED,
                )
            )
    record_completions_bulk(facts)
    rows = {row.source_key: row for row in Completion.objects.all()}
    assert rows["2025"].unit_at_time == old.unit
    assert rows["2026"].unit_at_time == new.unit
    assert all(row.recorded_at == row.occurred_at for row in rows.values())


@pytest.mark.parametrize("size", [1, 40])
def test_a_chunk_takes_the_same_number_of_queries_whatever_its_size(size):
    activity = ActivityFactory()
    facts = [
        NewCompletion(
            activity_id=activity.pk,
            person=PersonFactory(),
            occurred_at=MOMENT,
            source="demo",
            source_key=str(number),
            assurance=Assurance.SERVER_GRADED,
        )
        for number in range(size)
    ]
    with count_queries() as queries:
        record_completions_bulk(facts)
    assert len(queries) == 3, queries


# --- Activities -----------------------------------------------------------------------------


def test_the_activities_of_a_course_are_made_once_and_follow_its_titles():
    course = spec("ethics", "one", "two")
    made = ensure_activities(course)
    assert {key: (row.kind, row.title) for key, row in made.items()} == {
        "ethics": ("course", "Ethics"),
        "ethics/one": ("module", "One"),
        "ethics/two": ("module", "Two"),
    }
    Activity.objects.filter(key="ethics/one").update(title="Old", start_path="/ethics/one/")
    again = ensure_activities(course)
    assert {key: row.pk for key, row in again.items()} == {key: row.pk for key, row in made.items()}
    assert (again["ethics/one"].title, again["ethics/one"].start_path) == ("One", "/ethics/one/")
