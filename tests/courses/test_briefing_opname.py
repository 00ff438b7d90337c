"""The recording of the briefing: one activity with the duty, and what finishing it brings."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from compliance.duties import own_duties
from compliance.enums import Status
from compliance.models import Requirement
from compliance.privacy.sight import Sight
from compliance.seeds import BRIEFING, RECORDING, seed_requirements
from compliance.why import explain, read_case
from core import clock
from core.env import BASE_DIR
from core.markdown import source_codes
from home.reports.learning import Task, learning_overview
from lms.api import (
    Activity,
    ActivityKind,
    Assurance,
    Completion,
    ensure_activities,
    get_course,
    record_completion,
)
from organisations.models import Person
from tests.compliance.story import day, moment, plan_on, status_of
from tests.courses.test_starter_content import load
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.lms.pages import Visitor

pytestmark = pytest.mark.django_db

KEY = "briefing-spilfunctionarissen-opname"
START = f"/leren/{KEY}/"
TEST = f"{START}controlevragen/"
SESSIONS = "/workshops/jaarlijkse-voorlichting/"
RIGHT = {"BR.1": ["b"], "BR.2": ["b"], "BR.3": ["a", "b", "c"]}
# The functionaries of domain.md §1.3, by their page in the contact directory.
ROLES = (
    "vertrouwenspersoon",
    "coordinator-vertrouwenspersonen",
    "integriteitscoordinator",
    "personeelsraadgever",
    "onafhankelijke-personeelsadviseur",
    "regievoerder-sociale-veiligheid",
    "preventiemedewerker",
    "p-en-o-adviseur",
    "bedrijfsmaatschappelijk-werk",
    "bedrijfsarts",
    "leidinggevende",
    "naast-hogere-leidinggevende",
    "klachtencommissie",
    "geschillencommissie",
    "raba",
    "huis-voor-klokkenluiders",
    "ondernemingsraad",
    "gespreksleider-moreel-beraad",
)


@pytest.fixture(autouse=True)
def _november_2026() -> Any:
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def published(db: None) -> None:
    call_command("load_course", KEY, publish=True, verbosity=0)


@pytest.fixture
def person(published: None) -> Person:
    """Somebody who owes the briefing of 2026; the course was loaded before the duties came."""
    seed_requirements()
    Activity.objects.filter(key=BRIEFING.key).update(start_path=SESSIONS)
    somebody = AppointmentFactory(
        valid_from=day("2020-01-01"), person=PersonFactory(with_user=True)
    ).person
    plan_on("2026-01-02")
    return somebody


def signed_in(person: Person) -> Visitor:
    client = Client()
    client.force_login(person.user)
    return Visitor(person=person, client=client)


def finish(person: Person, answers: dict[str, list[str]] | None = None) -> None:
    """Read to the end and answer the questions."""
    browser = signed_in(person)
    last = f"{START}kijken-of-lezen/vragen-en-antwoorden/"
    assert browser.post(last, "finish").status_code == 303
    for _question in RIGHT:
        key = browser.form(TEST)["question"]
        assert browser.answer(TEST, key, (answers or RIGHT)[key]).status_code == 303


def briefing_task(person: Person) -> Task:
    tasks = learning_overview(person, on=clock.today()).todo
    return next(task for task in tasks if task.title == BRIEFING.title)


def briefing_status(person: Person, cycle: str = "2026", on: str = "2026-11-22") -> Status:
    duties = own_duties(person, day(on))
    return next(
        duty.status
        for duty in duties
        if (duty.requirement_key, duty.cycle_label) == (BRIEFING.key, cycle)
    )


@pytest.mark.parametrize("seeded_first", [True, False])
def test_the_seeded_duty_and_the_course_mean_the_same_activity(seeded_first: bool) -> None:
    steps = [seed_requirements, lambda: call_command("load_course", KEY, publish=True, verbosity=0)]
    for step in steps if seeded_first else reversed(steps):
        step()
    activity = Activity.objects.get(key=RECORDING.key)
    assert RECORDING.key == KEY
    assert (activity.kind, activity.title) == (RECORDING.kind, RECORDING.title)
    assert activity.kind == ActivityKind.COURSE
    assert activity.start_path == START
    accepted = Requirement.objects.get(key=BRIEFING.key).versions.get().accepted
    assert accepted.get(activity=activity).minimum_assurance == Assurance.BROWSER


def seeded_long_ago() -> Activity:
    """Return the recording as it stands on a site that was seeded before it was a course."""
    seed_requirements()
    Activity.objects.filter(key=KEY).update(kind=ActivityKind.WORKSHOP)
    return Activity.objects.get(key=KEY)


def watched(person: Person, activity: Activity) -> Completion:
    """Record what an organisation wrote down by itself before."""
    return record_completion(
        activity=activity,
        person=person,
        occurred_at=moment("2026-03-04"),
        source="import",
        source_key=f"film-{person.pk}",
        assurance=Assurance.BROWSER,
    )


def _migrate() -> None:
    name = "courses.briefing_opname.migrations.0001_the_recording_is_a_course"
    import_module(name).is_a_course(apps, None)


@pytest.mark.parametrize(
    "renew",
    [
        _migrate,
        lambda: ensure_activities(get_course(KEY).spec),
        lambda: call_command("load_course", KEY, publish=True, verbosity=0),
    ],
    ids=["migration", "sync", "load"],
)
def test_a_site_that_has_it_as_a_workshop_keeps_the_row_and_its_proof(renew: Any) -> None:
    before = seeded_long_ago()
    other = Activity.objects.get(key=BRIEFING.key)
    proof = watched(PersonFactory(), before)
    renew()
    after = Activity.objects.get(key=KEY)
    assert (after.pk, after.kind) == (before.pk, ActivityKind.COURSE)
    assert proof.activity_id == after.pk
    assert Activity.objects.get(pk=other.pk).kind == ActivityKind.WORKSHOP
    seed_requirements()
    assert Activity.objects.get(key=KEY).kind == ActivityKind.COURSE


def test_what_was_recorded_before_stands_once_with_what_is_finished(person: Person) -> None:
    watched(person, Activity.objects.get(key=KEY))
    finished = learning_overview(person, on=clock.today()).finished
    assert [row.title for row in finished] == [RECORDING.title]
    assert briefing_status(person) == Status.DONE_ON_TIME


def test_who_finishes_the_recording_meets_the_briefing_of_this_year_and_not_of_the_next(
    person: Person,
) -> None:
    colleague = AppointmentFactory(valid_from=day("2020-01-01")).person
    plan_on("2026-01-02")
    assert briefing_status(person) == Status.OPEN
    finish(person)
    done = Completion.objects.get(person=person, activity__key=KEY)
    assert done.assurance >= RECORDING.assurance
    assert briefing_status(person) == Status.DONE_ON_TIME
    assert briefing_status(colleague) == Status.OPEN
    plan_on("2027-01-02")
    assert briefing_status(person, "2027", on="2027-02-01") == Status.OPEN
    with time_machine.travel(moment("2027-02-01"), tick=False):
        assert briefing_task(person).action == "Start"
        finish(person)
        assert briefing_status(person, "2027", on="2027-02-01") == Status.DONE_ON_TIME
    assert Completion.objects.filter(person=person, activity__key=KEY).count() == 2


def test_reading_without_the_questions_or_with_a_wrong_answer_is_not_enough(
    person: Person,
) -> None:
    finish(person, {**RIGHT, "BR.3": ["a", "d"]})
    assert not Completion.objects.filter(person=person, activity__key=KEY).exists()
    assert briefing_status(person) == Status.OPEN
    browser = signed_in(person)
    assert browser.post(TEST, "retry").status_code == 303
    for _question in RIGHT:
        key = browser.form(TEST)["question"]
        browser.answer(TEST, key, RIGHT[key])
    assert briefing_status(person) == Status.DONE_ON_TIME


def test_a_session_that_was_attended_still_counts(person: Person) -> None:
    record_completion(
        activity=Activity.objects.get(key=BRIEFING.key),
        person=person,
        occurred_at=moment("2026-05-05"),
        source="workshop",
        source_key="seat-1",
        assurance=Assurance.ATTENDED,
    )
    assert briefing_status(person) == Status.DONE_ON_TIME
    assert BRIEFING.title not in [t.title for t in learning_overview(person, on=clock.today()).todo]


def test_mijn_leren_leads_to_a_session_and_to_the_recording(person: Person) -> None:
    task = briefing_task(person)
    assert task.url == SESSIONS
    assert [(way.title, way.url, way.minutes) for way in task.others] == [
        (RECORDING.title, START, 16)
    ]
    page = signed_in(person).get("/mijn-leren/")
    assert "Dit telt net zo goed mee:" in page
    assert f'href="{START}"' in page
    assert f'href="/en{START}"' in signed_in(person).get("/en/mijn-leren/")


def test_without_sessions_mijn_leren_leads_to_the_recording(person: Person) -> None:
    Activity.objects.filter(key=BRIEFING.key).update(start_path="")
    task = briefing_task(person)
    assert (task.url, task.minutes, task.others) == (START, 16, ())
    assert not task.is_recorded_elsewhere
    Activity.objects.filter(key=KEY).update(start_path="")
    assert briefing_task(person).is_recorded_elsewhere


def test_who_started_the_recording_goes_on_with_it(person: Person) -> None:
    signed_in(person).answer(TEST, "BR.1", ["b"])
    task = briefing_task(person)
    assert (task.url, task.action) == (START, "Ga verder")
    assert [way.url for way in task.others] == [SESSIONS]


def test_waarom_names_both_ways_and_leads_to_both(person: Person) -> None:
    duty = Requirement.objects.get(key=BRIEFING.key)
    case = read_case(person, duty, as_of=clock.today())
    assert case is not None
    own = explain(case, Sight.OWN)
    assert own.change[0].startswith(f"Rond ‘{BRIEFING.title}’ of ‘{RECORDING.title}’ af.")
    assert [(start.title, start.path) for start in own.starts] == [
        (BRIEFING.title, SESSIONS),
        (RECORDING.title, START),
    ]
    assert f'href="{START}"' in signed_in(person).get(f"/mijn-leren/waarom/{BRIEFING.key}/")


def test_a_shorter_form_is_not_offered_beside_the_whole_course(person: Person) -> None:
    for key in ("goed-ambtenaarschap", "goed-ambtenaarschap-kort"):
        Activity.objects.filter(key=key).update(start_path=f"/leren/{key}/")
    tasks = learning_overview(person, on=clock.today()).todo
    task = next(task for task in tasks if task.title == "Goed ambtenaarschap")
    assert (task.url, task.others) == ("/leren/goed-ambtenaarschap/", ())
    case = read_case(
        person, Requirement.objects.get(key="goed-ambtenaarschap"), as_of=clock.today()
    )
    assert case is not None
    assert [start.path for start in explain(case, Sight.OWN).starts] == [
        "/leren/goed-ambtenaarschap/"
    ]


def test_the_end_of_the_year_is_that_of_the_learner(person: Person) -> None:
    """On Bonaire it is still 2026 when it is 2027 in Amsterdam."""
    Person.objects.filter(pk=person.pk).update(time_zone="America/Kralendijk")
    person.refresh_from_db()
    with time_machine.travel(datetime(2027, 1, 1, 2, tzinfo=UTC), tick=False):
        finish(person)
    assert status_of(person, "2026", "2027-01-10") == Status.DONE_ON_TIME


def test_the_written_version_names_every_functionary_with_their_page() -> None:
    told = " ".join(
        block.value
        for lesson in load("briefing_opname").modules[0].lessons
        for block in lesson.blocks
    )
    known = (BASE_DIR / "guidance" / "content" / "rollen.yaml").read_text(encoding="utf-8")
    for role in ROLES:
        assert f"](/hulp/rollen/{role}/)" in told, role
        assert f"\n- key: {role}\n" in f"\n{known}", role
    assert "AK" in source_codes(told)
