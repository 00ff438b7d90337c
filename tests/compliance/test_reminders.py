"""Who is reminded of what and when, and that it is never twice."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from compliance.models import Reminder
from compliance.reminders.days import reached
from compliance.reminders.planning import plan_reminders
from compliance.services import exempt
from compliance.services.reminders import forget_reminders, remind_people
from core import clock
from jobs.testing import run_jobs
from lms.api import Assurance
from notifications.enums import NoticeState
from notifications.models import Notice
from notifications.services.delivery import deliver
from notifications.services.outbox import FEW
from tests.compliance.story import (
    activity_of,
    moment,
    once,
    person_from,
    plan_on,
    remind_on,
    yearly,
)
from tests.factories.lms import CompletionFactory
from tests.factories.organisations import (
    AbsenceFactory,
    AppointmentFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
# A duty of every year is due on 31 December 2026: thirty days before is Tuesday 1 December.
THIRTY = moment("2026-12-01T04:15")


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THIRTY, tick=False) as traveller:
        yield traveller


def complete(person, duty) -> None:
    CompletionFactory(
        person=person,
        activity=activity_of(duty),
        occurred_at=clock.now(),
        assurance=Assurance.SERVER_GRADED,
    )


def send() -> list[str]:
    """Plan, wait until it is noon, deliver; return to whom."""
    plan_reminders()
    with time_machine.travel(clock.now().replace(hour=12), tick=False):
        deliver()
    return sorted(letter.to[0] for letter in mail.outbox)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-11-30", None),
        ("2026-12-01", -30),
        ("2026-12-07", -30),
        ("2026-12-08", None),
        ("2026-12-24", -7),
        ("2027-01-01", 1),
        ("2027-01-13", None),
        ("2027-01-14", 14),
        ("2027-01-21", None),
    ],
)
def test_the_day_that_was_reached_last_counts_for_a_week(today, day):
    days = [-30, -7, 1, 14]
    assert reached(days, date(2026, 12, 31), date.fromisoformat(today)) == day


def test_everybody_gets_one_message_with_all_that_is_open(now):
    yearly(requirement__title="Eerste")
    second = yearly(requirement__title="Tweede")
    noor, sam = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(sam, second)
    planned = plan_reminders()
    assert (planned.messages, planned.duties) == (2, 3)
    assert send() == sorted([noor.email, sam.email])
    to_noor = next(letter for letter in mail.outbox if letter.to == [noor.email])
    assert "Eerste. Doe dit uiterlijk op 31 december 2026." in to_noor.body
    assert "Tweede." in to_noor.body
    to_sam = next(letter for letter in mail.outbox if letter.to == [sam.email])
    assert "Tweede" not in to_sam.body
    assert "Eerste" not in to_noor.subject + to_sam.subject
    assert {row.days for row in Reminder.objects.all()} == {-30}


def test_the_same_day_and_the_days_after_it_bring_nothing_twice(now):
    yearly()
    person_from("2020-01-01")
    plan_on("2026-01-02")
    for _number in range(8):
        plan_reminders()
        plan_reminders()
        now.shift(timedelta(days=1))
    assert Notice.objects.count() == Reminder.objects.count() == 1


def test_over_a_year_each_day_of_the_rule_brings_one_message(now):
    once(newcomer_days=90)
    with clock.at(moment("2026-08-03")):
        person = person_from("2026-08-03")
    plan_on("2026-08-04")
    due_on = person.obligations.get().due_on
    now.move_to(moment("2026-08-04T04:15"))
    while clock.today() < due_on + timedelta(days=60):
        plan_reminders()
        now.shift(timedelta(days=1))
    found = Reminder.objects.order_by("days").values_list("days", flat=True)
    assert list(found) == [-60, -30, -7, 1, 14]
    assert Notice.objects.count() == 5


@pytest.mark.parametrize("end", ["done", "exempt", "away"])
def test_what_ends_between_planning_and_sending_is_judged_when_it_is_sent(now, end):
    duty = yearly()
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    plan_reminders()
    if end == "done":
        complete(person, duty)
    elif end == "exempt":
        exempt(
            obligation=person.obligations.get(cycle__label="2026"),
            by=PersonFactory(),
            reason_code="other_form",
            effective_on=clock.today(),
            until_on=clock.today() + timedelta(days=30),
        )
    else:
        AbsenceFactory(person=person, valid_from=clock.today())
    assert send() == []
    assert Notice.objects.get().state == NoticeState.CANCELLED


def test_who_is_done_exempt_or_away_is_not_even_planned(now):
    duty = yearly()
    done, away, owes = (person_from("2020-01-01") for _number in range(3))
    plan_on("2026-01-02")
    complete(done, duty)
    AbsenceFactory(person=away, valid_from=date(2026, 11, 30))
    plan_reminders()
    assert [notice.person for notice in Notice.objects.all()] == [owes]


def test_a_mail_comes_in_the_morning_of_the_receiver(now):
    yearly()
    zones = ("Europe/Amsterdam", "America/Kralendijk", "Asia/Tokyo")
    people = {
        zone: person_from("2020-01-01", person=PersonFactory(time_zone=zone)) for zone in zones
    }
    plan_on("2026-01-02")
    plan_reminders()
    found = {n.person.time_zone: n.not_before.isoformat() for n in Notice.objects.all()}
    assert set(found) == set(people)
    assert found["Europe/Amsterdam"] == "2026-12-01T08:00:00+00:00"
    assert found["America/Kralendijk"] == "2026-12-01T13:00:00+00:00"
    assert found["Asia/Tokyo"] == "2026-12-01T04:15:00+00:00", "It is afternoon there."


def test_what_falls_in_a_weekend_comes_on_monday(now):
    now.move_to(moment("2026-11-28T04:15"))
    remind_on(yearly(), [-33])
    person_from("2020-01-01")
    plan_on("2026-01-02")
    plan_reminders()
    assert Notice.objects.get().not_before.isoformat() == "2026-11-30T08:00:00+00:00"


def test_on_bonaire_it_is_not_late_until_its_own_day_is_over(now):
    once(newcomer_days=90)
    with clock.at(moment("2026-09-02")):
        person = person_from(
            "2026-09-02", person=PersonFactory(time_zone="America/Kralendijk", language="en")
        )
    plan_on("2026-09-03")
    assert person.obligations.get().due_on == date(2026, 12, 1)
    # Two in the night of 2 December in the Netherlands, ten in the evening of the first there.
    now.move_to(moment("2026-12-02T02:00"))
    plan_reminders()
    notice = Notice.objects.get()
    assert notice.not_before.isoformat() == "2026-12-02T13:00:00+00:00"
    now.move_to(notice.not_before)
    deliver()
    assert "The last day was 1 December 2026" in mail.outbox[0].body


def test_a_rule_of_its_own_counts_and_no_days_are_no_reminders(now):
    duty, silent = yearly(), yearly()
    remind_on(duty, [-29])
    remind_on(silent, [])
    person_from("2020-01-01")
    plan_on("2026-01-02")
    assert plan_reminders().duties == 0
    now.shift(timedelta(days=1))
    assert plan_reminders().duties == 1


def test_what_falls_shortly_after_another_message_waits(now):
    first, second = yearly(), yearly()
    remind_on(first, [-30])
    remind_on(second, [-28])
    person_from("2020-01-01")
    plan_on("2026-01-02")
    days = []
    for _number in range(6):
        if plan_reminders().messages:
            days.append(clock.today().isoformat())
        now.shift(timedelta(days=1))
    assert days == ["2026-12-01", "2026-12-04"]


def test_a_merged_record_is_not_reminded_beside_the_person(now):
    from organisations.services.persons import merge_persons

    yearly()
    double, person = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    merge_persons(person=double, into=person)
    plan_reminders()
    assert [notice.person for notice in Notice.objects.all()] == [person]


def test_planning_costs_the_same_for_one_and_for_thirty(now):
    yearly()

    def cost(number: int) -> int:
        for _number in range(number):
            person_from("2020-01-01")
        plan_on("2026-01-02")
        with count_queries() as queries:
            assert plan_reminders().messages == number
        return len(queries)

    # A few messages are each a statement without a look beforehand; from then on it is the same.
    assert cost(1) <= cost(FEW + 1) == cost(30)


def test_filling_in_costs_the_same_for_one_and_for_thirty(now):
    yearly()
    team = UnitFactory()

    def cost(number: int) -> int:
        AppointmentFactory.create_batch(number, unit=team)
        plan_on("2026-01-02")
        plan_reminders()
        from notifications.services.preparing import prepare

        rows = list(Notice.objects.waiting().select_related("person"))
        with time_machine.travel(THIRTY.replace(hour=12)), count_queries() as queries:
            assert len(prepare(rows)) == len(rows)
        return len(queries)

    assert cost(1) == cost(30)


def test_the_job_plans_and_the_old_is_forgotten(now):
    import jobs

    yearly()
    person_from("2020-01-01")
    plan_on("2026-01-02")
    jobs.enqueue("compliance.remind")
    run = next(run for run in run_jobs() if run.name == "compliance.remind")
    assert run.message.startswith("1 messages about 1 duties")
    assert forget_reminders() == 0
    now.shift(timedelta(days=397))
    assert forget_reminders() == 1


def test_a_manager_reminds_once_in_seven_days(now):
    yearly()
    team, manager = UnitFactory(), PersonFactory(name="Pieter de Wit")
    noor, sam = (AppointmentFactory(unit=team).person for _number in range(2))
    elsewhere = person_from("2020-01-01")
    plan_on("2026-01-02")
    now.move_to(moment("2026-11-12T10:00"))
    chosen = [str(person.uuid) for person in (noor, elsewhere)]
    asked = remind_people(by=manager, unit_ids=[team.pk], uuids=chosen)
    assert (asked.reminded, asked.waiting, asked.finished) == (1, 0, 1)
    both = [str(noor.uuid), str(sam.uuid)]
    asked = remind_people(by=manager, unit_ids=[team.pk], uuids=both)
    assert (asked.reminded, asked.waiting, asked.finished) == (1, 1, 0)
    deliver()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([noor.email, sam.email])
    assert "Pieter de Wit vraagt" in mail.outbox[0].body
    now.move_to(moment("2026-11-18T22:30"))
    assert remind_people(by=manager, unit_ids=[team.pk], uuids=both).reminded == 0
    now.move_to(moment("2026-11-18T23:30"))
    assert remind_people(by=manager, unit_ids=[team.pk], uuids=both).reminded == 2
