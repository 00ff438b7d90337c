"""Each rule about completions and decisions holds for everybody at once as it does by name."""

import pytest

from compliance.enums import CycleKind, EventKind, Status
from compliance.models import AcceptedActivity, Obligation
from core import clock
from lms.api import Assurance, ChangeClass
from organisations.models import Person
from organisations.services.persons import merge_persons
from tests.compliance.story import activity_of, day, moment, once, person_from, plan_on, yearly
from tests.compliance.test_status_everybody import EACH, standings
from tests.factories.compliance import ObligationEventFactory, RequirementVersionFactory
from tests.factories.lms import ActivityFactory, ActivityVersionFactory, CompletionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
ON = "2026-06-01"


def statuses(label: str = "2026", as_of: str = ON) -> dict[int, str]:
    """Return the status of each person, which is the same in both forms of the statement."""
    asked = {"as_of": day(as_of), "cycle_label": label}
    found = standings(**asked)
    assert found == standings(scope=EACH, **asked)
    return {row[1]: row[4] for row in found}


def complete(person: Person, activity, on: str, **fields):
    return CompletionFactory(person=person, activity=activity, occurred_at=moment(on), **fields)


def edition(activity, on: str):
    return ActivityVersionFactory(
        activity=activity, change_class=ChangeClass.NORMATIVE, published_at=moment(on)
    )


def merge(old: Person, new: Person) -> None:
    with clock.at(moment("2026-05-01")):
        merge_persons(person=old, into=new)
    plan_on("2026-05-02")


def test_a_completion_that_is_not_sure_enough_does_not_count():
    activity = activity_of(yearly())
    sure, weak = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(sure, activity, "2026-02-01")
    complete(weak, activity, "2026-02-01", assurance=Assurance.BROWSER)
    assert statuses() == {sure.pk: Status.DONE_ON_TIME, weak.pk: Status.OPEN}


def test_an_activity_and_its_equivalent_are_one_item_of_two():
    first, second, recording = ActivityFactory(), ActivityFactory(), ActivityFactory()
    version = yearly(activities=[first, second], needed=2).versions.get()
    AcceptedActivity.objects.create(
        version=version,
        activity=recording,
        instead_of=first,
        minimum_assurance=Assurance.BROWSER,
    )
    same, both = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    for person, other in ((same, first), (both, second)):
        complete(person, recording, "2026-02-01", assurance=Assurance.BROWSER)
        complete(person, other, "2026-03-01")
    assert statuses() == {same.pk: Status.OPEN, both.pk: Status.DONE_ON_TIME}


def test_an_earlier_edition_does_not_count_but_an_equivalent_has_no_edition():
    code, talk = ActivityFactory(), ActivityFactory()
    old = edition(code, "2023-05-01")
    talk_of_old = edition(talk, "2023-05-01")
    version = RequirementVersionFactory(
        activities=[code], cycle_kind=CycleKind.EDITION, due_days=200
    )
    AcceptedActivity.objects.create(
        version=version,
        activity=talk,
        instead_of=code,
        minimum_assurance=Assurance.SERVER_GRADED,
    )
    new = edition(code, "2026-03-02")
    reader, late, talker = (person_from("2020-01-01") for _ in range(3))
    plan_on("2026-03-03")
    complete(reader, code, "2026-03-04", version=new)
    complete(late, code, "2026-03-04", version=old)
    complete(talker, talk, "2026-03-04", version=talk_of_old)
    assert statuses("editie 2-3-2026") == {
        reader.pk: Status.DONE_ON_TIME,
        late.pk: Status.OPEN,
        talker.pk: Status.DONE_ON_TIME,
    }


def test_each_version_of_a_rule_accepts_its_own_activities():
    requirement = yearly(valid_until=day("2026-01-01"))
    before = activity_of(requirement)
    now = ActivityFactory()
    RequirementVersionFactory(
        requirement=requirement, activities=[now], valid_from=day("2026-01-01")
    )
    old, new = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(old, before, "2026-02-01")
    complete(new, now, "2026-02-01")
    assert statuses() == {old.pk: Status.OPEN, new.pk: Status.DONE_ON_TIME}


def test_a_completion_that_was_taken_back_does_not_count():
    activity = activity_of(yearly())
    person, other = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    wrong = complete(person, activity, "2026-02-01")
    complete(other, activity, "2026-02-01")
    complete(person, activity, "2026-03-01", voids=wrong, reason="Mistake")
    assert statuses() == {person.pk: Status.OPEN, other.pk: Status.DONE_ON_TIME}


def test_what_a_merged_record_completed_counts_for_the_person():
    activity = activity_of(yearly())
    old, new = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(old, activity, "2026-02-01")
    merge(old, new)
    assert statuses() == {old.pk: Status.NOT_APPLICABLE, new.pk: Status.DONE_ON_TIME}


def test_what_a_merged_record_completed_long_ago_counts_for_a_duty_of_once():
    yearly()
    lifelong = once()
    old, new = person_from("2020-01-01"), person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(old, activity_of(lifelong), "2021-03-01")
    merge(old, new)
    label = lifelong.cycles.get().label
    assert statuses(label)[new.pk] in {Status.DONE_ON_TIME, Status.DONE_LATE}


def test_what_persons_decided_about_a_merged_record_counts_for_the_person():
    yearly()
    old, new, freed = (person_from("2020-01-01") for _ in range(3))
    plan_on("2026-01-02")
    for person in (old, freed):
        duty = Obligation.objects.get(person=person, cycle__label="2026")
        decided = ObligationEventFactory(obligation=duty, actor=freed)
    assert (decided.kind, statuses()[freed.pk]) == (EventKind.EXEMPTED, Status.EXEMPT)
    merge(old, new)
    assert statuses()[new.pk] == Status.EXEMPT
    ObligationEventFactory(obligation=duty, actor=freed, voids=decided)
    assert statuses()[freed.pk] == Status.OPEN
