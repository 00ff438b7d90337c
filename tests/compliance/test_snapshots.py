"""Frozen figures: taken once, never changed, computed again, corrected by a new one."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from compliance.enums import DifferenceReason as Reason
from compliance.errors import FutureReferenceDate
from compliance.models import RequirementVersion, Snapshot, SnapshotCount, SnapshotDay, SnapshotUnit
from compliance.snapshots import errors
from compliance.snapshots.explaining import explained
from compliance.snapshots.rebuilding import recompute_as_known_at, recompute_as_known_then
from compliance.snapshots.schedule import take_due_snapshots
from compliance.snapshots.stored import signature_holds, stored_figures
from compliance.snapshots.taking import correct_snapshot, take_snapshot
from core import clock
from organisations.models import Unit
from organisations.services import appointments as appointing
from organisations.services import persons as merging
from tests.compliance.histories import A_FEW_HISTORIES, HISTORIES, Step, World
from tests.compliance.story import activity_of, day, moment, once, plan_on, yearly
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
LAST_DAY = day("2026-12-31")


@pytest.fixture
def rijk():
    """Two ministries; everybody was here and has one duty of every year."""
    top = UnitFactory(code="rijk", name="Rijk", kind="central_government")
    units = [UnitFactory(code=code, name=code.upper(), parent=top) for code in ("bzk", "fin")]
    people = [AppointmentFactory(unit=unit).person for unit in units for _ in range(6)]
    duty = yearly()
    plan_on("2026-01-02")
    return units, people, duty


def complete(person, duty, occurred: str, recorded: str, **fields):
    return CompletionFactory(
        person=person,
        activity=activity_of(duty),
        occurred_at=moment(occurred),
        recorded_at=moment(recorded),
        **fields,
    )


def taken_on(text: str, **options):
    with clock.at(moment(text)):
        return take_snapshot(reference_date=options.pop("reference_date", LAST_DAY), **options)


def numbers(snapshot, code: str) -> dict[str, int]:
    rows = snapshot.counts.filter(unit__code=code)
    return dict(rows.values_list("status", "n"))


def reasons(snapshot, at: str, code: str = "rijk") -> dict[Reason, int]:
    """Return why people of a unit stand elsewhere, as known at a moment."""
    now = recompute_as_known_at(snapshot, moment(at))
    unit = Unit.objects.get(code=code).pk
    found = explained(snapshot, now, moment(at))
    return {reason: people for (pk, reason), people in found.items() if pk == unit}


def test_a_snapshot_freezes_units_counts_and_rules(rijk):
    _units, people, duty = rijk
    complete(people[0], duty, "2026-03-01", "2026-03-01")
    snapshot = taken_on("2027-01-02")
    assert numbers(snapshot, "rijk") == {"done_on_time": 1, "open": 11}
    assert numbers(snapshot, "bzk") == {"done_on_time": 1, "open": 5}
    frozen = {row.code: (row.name, row.parent_id) for row in snapshot.units.all()}
    assert frozen["fin"] == ("FIN", snapshot.units.get(code="rijk").unit_id)
    assert [duty["key"] for duty in snapshot.duties] == [rijk[2].key]
    assert snapshot.duties[0]["rules"][0]["accepted"] == [[activity_of(duty).key, 30, ""]]
    assert snapshot.known_at == moment("2027-01-02T11:55")
    assert len(snapshot.rule_hash) == 64


def test_a_rule_that_was_loaded_later_is_still_the_rule_of_what_rests_on_it(rijk):
    with clock.at(moment("2027-01-01")):
        RequirementVersion.objects.update(recorded_at=clock.now() + timedelta(days=30))
        snapshot = take_snapshot(reference_date=LAST_DAY)
    assert [duty["key"] for duty in snapshot.duties] == [rijk[2].key]
    assert recompute_as_known_then(snapshot).is_equal


def test_the_database_refuses_to_change_or_delete_what_was_frozen(rijk):
    snapshot = taken_on("2027-01-02")
    for model, change in (
        (Snapshot, {"reason": "Anders"}),
        (SnapshotUnit, {"name": "Anders"}),
        (SnapshotCount, {"n": 9}),
    ):
        refused = pytest.raises(DatabaseError, match="never changed or deleted")
        with refused, transaction.atomic():
            model.objects.update(**change)
        refused = pytest.raises(DatabaseError, match="never changed or deleted")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
    assert signature_holds(snapshot, stored_figures(snapshot))


def test_computed_again_with_the_knowledge_of_then_it_is_the_same(rijk):
    units, people, duty = rijk
    snapshot = taken_on("2027-01-02")
    complete(people[0], duty, "2026-03-01", "2027-02-01")
    with clock.at(moment("2027-02-02")):
        for row in people[1].appointments.all():
            appointing.transfer_person(appointment=row, unit=units[1], on=day("2026-12-01"))
    again = recompute_as_known_then(snapshot)
    assert again.is_equal
    assert again.rows == SnapshotCount.objects.count() + 3


def test_computed_with_the_knowledge_of_now_it_shows_what_was_heard_of_later(rijk):
    units, people, duty = rijk
    snapshot = taken_on("2027-01-02")
    for person in people[:5]:
        complete(person, duty, "2026-03-01", "2027-02-01")
    with clock.at(moment("2027-02-02")):
        for row in people[6].appointments.all():
            appointing.transfer_person(appointment=row, unit=units[0], on=day("2026-12-01"))
        merging.merge_persons(person=people[7], into=people[8])
    now = recompute_as_known_at(snapshot, moment("2027-02-03"))
    changed = {(c.found.n - c.frozen.n) for c in now.changes if c.key.unit_id == units[0].pk}
    assert not now.is_equal
    assert now.is_signed
    assert changed == {5, -4}
    assert reasons(snapshot, "2027-02-03") == {
        Reason.MERGE: 1,
        Reason.PLACE: 1,
        Reason.COMPLETION: 5,
    }
    assert reasons(snapshot, "2027-02-03", "bzk") == {Reason.PLACE: 1, Reason.COMPLETION: 5}
    assert reasons(snapshot, "2027-02-03", "fin") == {Reason.MERGE: 1, Reason.PLACE: 1}
    assert reasons(snapshot, "2027-02-01T12:30") == {Reason.COMPLETION: 5}


def test_what_happened_after_the_day_explains_nothing(rijk):
    _units, people, duty = rijk
    snapshot = taken_on("2027-01-02")
    complete(people[0], duty, "2027-02-01", "2027-02-01")
    assert recompute_as_known_at(snapshot, moment("2027-03-01")).is_equal
    assert reasons(snapshot, "2027-03-01") == {}


def test_a_frozen_number_that_was_edited_behind_the_back_of_the_database_is_an_alarm(rijk):
    snapshot = taken_on("2027-01-02")
    row = snapshot.counts.first()
    name = f"{SnapshotCount._meta.db_table}_no_update"
    on = f" ON {SnapshotCount._meta.db_table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    SnapshotCount.objects.filter(pk=row.pk).update(n=row.n + 1)
    again = recompute_as_known_then(snapshot)
    assert not again.is_signed
    assert not again.is_equal
    assert [change.frozen.n - change.found.n for change in again.changes] == [1]


def test_a_mistake_is_corrected_by_a_new_snapshot_that_says_why(rijk):
    _units, people, duty = rijk
    by = people[0]
    first = taken_on("2027-01-02", by=by)
    complete(people[0], duty, "2026-03-01", "2027-01-10")
    with clock.at(moment("2027-01-20")):
        second = correct_snapshot(snapshot=first, reason="Nagekomen bewijs", by=by)
    assert (second.corrects, second.reference_date) == (first, first.reference_date)
    assert numbers(first, "bzk") == {"open": 6}
    assert numbers(second, "bzk") == {"done_on_time": 1, "open": 5}
    assert first.rule_hash != second.rule_hash
    with clock.at(moment("2027-01-21")), pytest.raises(errors.AlreadyCorrected):
        correct_snapshot(snapshot=first, reason="Nog eens", by=by)
    with clock.at(moment("2027-01-21")), pytest.raises(errors.ReasonMissing):
        correct_snapshot(snapshot=second, reason="  ", by=by)
    assert Snapshot.objects.count() == 2


@pytest.mark.parametrize(
    ("reference_date", "error"),
    [
        ("2027-01-03", FutureReferenceDate),
        ("2019-12-31", errors.TooEarly),
    ],
)
def test_a_day_that_cannot_be_counted_is_refused_and_nothing_is_written(
    rijk, reference_date, error
):
    with pytest.raises(error):
        taken_on("2027-01-02", reference_date=day(reference_date))
    assert not Snapshot.objects.exists()


def test_a_day_on_which_no_unit_was_known_is_refused(db):
    with pytest.raises(errors.NoOrganisation):
        taken_on("2027-01-02")


def test_one_day_has_one_snapshot(rijk):
    taken_on("2027-01-02")
    with pytest.raises(errors.SnapshotExists):
        taken_on("2027-01-03")
    assert Snapshot.objects.count() == 1


def test_a_completion_on_bonaire_in_the_last_hour_of_the_year_counts(rijk):
    units, _people, duty = rijk
    person = PersonFactory(time_zone="America/Kralendijk")
    AppointmentFactory(person=person, unit=units[0])
    plan_on("2026-01-03")
    complete(person, duty, "2027-01-01T02:00", "2027-01-01T02:00")
    snapshot = taken_on("2027-01-01T06:40")
    assert numbers(snapshot, "bzk")["done_on_time"] == 1


def test_the_number_of_queries_does_not_grow_with_the_number_of_units(rijk):
    top = rijk[0][0]
    with CaptureQueriesContext(connection) as few:
        taken_on("2027-01-02")
    for _ in range(30):
        UnitFactory(parent=top)
    with CaptureQueriesContext(connection) as many:
        taken_on("2027-01-02", reference_date=day("2026-09-30"))
    assert len(many) == len(few)


def test_without_rows_in_the_table_the_schedule_takes_nothing(rijk):
    with clock.at(moment("2027-01-01")):
        assert take_due_snapshots() == []


def test_the_schedule_takes_each_day_of_its_table_once_and_catches_up(rijk):
    SnapshotDay.objects.create(month=12, day=31, valid_from=day("2026-01-01"))
    SnapshotDay.objects.create(
        month=12, day=15, valid_from=day("2025-01-01"), valid_until=day("2026-01-01")
    )
    with clock.at(moment("2026-12-31T20:00")):
        assert take_due_snapshots() == []
    with clock.at(moment("2027-01-04T06:40")):
        assert [row.reference_date for row in take_due_snapshots()] == [LAST_DAY]
        assert take_due_snapshots() == []


@pytest.fixture
def world() -> World:
    teams = [UnitFactory(), UnitFactory()]
    persons = [PersonFactory() for _ in range(3)]
    activities = [ActivityFactory() for _ in range(3)]
    with clock.at(moment("2024-01-01")):
        AppointmentFactory(person=persons[0], unit=teams[0])
    requirements = [yearly(activities=activities[:1], grace_days=14), once(activities=activities)]
    return World(persons, teams, activities, requirements)


@A_FEW_HISTORIES
@given(before=HISTORIES, after=HISTORIES)
def test_after_any_later_history_a_snapshot_computed_again_is_identical(world, before, after):
    with transaction.atomic():
        fresh = World(world.persons, world.teams, world.activities, world.requirements)
        for step in [*before, Step("plan", 1, 0, 0, 0)]:
            fresh.take(step)
        fresh.take(Step("nothing", 1, 0, 0, 0))
        with clock.at(fresh.moment):
            snapshot = take_snapshot(reference_date=fresh.today)
        for step in [*after, Step("plan", 1, 0, 0, 0)]:
            fresh.take(step)
        assert recompute_as_known_then(snapshot).is_equal
        later = recompute_as_known_at(snapshot, clock.now())
        explained(snapshot, later, clock.now())
        transaction.set_rollback(True)
