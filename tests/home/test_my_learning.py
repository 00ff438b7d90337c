"""Mijn leren: what to do, by when, what is done; and what it costs."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from compliance.enums import ReasonCode
from compliance.seeds import seed_requirements
from compliance.services import exempt
from home.memory import forget
from lms.api import (
    COURSE_SOURCE,
    Activity,
    ActivityKind,
    Assurance,
    completion_key,
    courses,
    ensure_activities,
    record_completion,
    void_completion,
)
from organisations.models import Person
from tests.compliance.story import moment, plan_on
from tests.factories.accounts import UserFactory
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def person() -> Person:
    for course in courses():
        ensure_activities(course.spec)
    seed_requirements()
    person = AppointmentFactory(person__with_user=True).person
    plan_on("2026-01-02")
    return person


@pytest.fixture
def learner(client: Client, person: Person) -> Client:
    client.force_login(person.user)
    return client


def complete(
    person: Person, key: str, on: str, assurance: Assurance = Assurance.SERVER_GRADED
) -> None:
    record_completion(
        activity=Activity.objects.get(key=key),
        person=person,
        occurred_at=moment(on),
        source=COURSE_SOURCE,
        source_key=completion_key(person=person.uuid, activity_key=key, run=1),
        assurance=assurance,
    )


def test_what_is_owed_stands_on_top_sorted_by_date(learner, person):
    overview = learner.get("/mijn-leren/").context["overview"]
    assert [task.title for task in overview.todo] == [
        "Goed ambtenaarschap",
        "Integriteit en sociale veiligheid",
        "Briefing door spilfunctionarissen",
    ]
    assert [task.is_late for task in overview.todo] == [True, False, False]
    assert (overview.done_count, overview.total_count) == (0, 3)


def test_what_is_finished_moves_to_the_done_list_with_its_date(learner, person):
    complete(person, "integriteit-en-sociale-veiligheid", "2026-05-03")
    overview = learner.get("/mijn-leren/").context["overview"]
    assert [task.title for task in overview.todo] == [
        "Goed ambtenaarschap",
        "Briefing door spilfunctionarissen",
    ]
    assert [(row.title, row.done_on) for row in overview.finished] == [
        ("Integriteit en sociale veiligheid", date(2026, 5, 3))
    ]
    assert (overview.done_count, overview.total_count) == (1, 3)


def test_who_finished_everything_is_told_so(learner, person):
    complete(person, "integriteit-en-sociale-veiligheid", "2026-05-03")
    complete(person, "goed-ambtenaarschap", "2026-05-04")
    complete(person, "briefing-spilfunctionarissen", "2026-05-05", Assurance.ATTENDED)
    page = learner.get("/mijn-leren/")
    assert not page.context["overview"].todo
    assert "Je hebt alles afgerond wat nu verplicht is." in page.content.decode()


def test_last_years_proof_does_not_count_for_this_year(learner, person):
    complete(person, "integriteit-en-sociale-veiligheid", "2025-05-03")
    overview = learner.get("/mijn-leren/").context["overview"]
    assert "Integriteit en sociale veiligheid" in [task.title for task in overview.todo]


def test_an_account_without_a_person_gets_an_explanation(client):
    client.force_login(UserFactory())
    page = client.get("/mijn-leren/")
    assert page.status_code == 200
    assert page.templates[0].name == "home/no_person.html"


def test_who_is_not_signed_in_comes_back_after_signing_in(client):
    assert client.get("/mijn-leren/")["Location"] == "/account/login/?next=/mijn-leren/"


def test_the_page_is_not_kept_by_any_cache(learner):
    assert "no-store" in learner.get("/mijn-leren/")["Cache-Control"]


def test_a_workshop_and_the_code_stand_with_what_is_finished_and_a_void_does_not(learner, person):
    workshop = ActivityFactory(kind=ActivityKind.WORKSHOP, title="Moreel beraad")
    for day in ("2026-03-02", "2026-05-04"):
        CompletionFactory(activity=workshop, person=person, occurred_at=moment(day))
    void_completion(
        completion=CompletionFactory(
            activity=ActivityFactory(kind=ActivityKind.WORKSHOP, title="Verkeerd geboekt"),
            person=person,
        ),
        reason="Niet geweest",
        by=None,
    )
    finished = learner.get("/mijn-leren/").context["overview"].finished
    assert [(row.title, row.done_on) for row in finished if row.title != "Goed ambtenaarschap"] == [
        ("Moreel beraad", date(2026, 5, 4))
    ]


def test_the_page_costs_at_most_ten_queries(learner, person):
    forget()
    complete(person, "integriteit-en-sociale-veiligheid", "2026-05-03")
    learner.get("/mijn-leren/")
    with count_queries() as queries:
        learner.get("/mijn-leren/")
    assert len(queries) <= 10, queries


def test_somebody_reads_why_they_are_exempt_and_until_when(learner, person):
    obligation = person.obligations.get(cycle__requirement__key="goed-ambtenaarschap")
    exempt(
        obligation=obligation,
        by=PersonFactory(),
        reason_code=ReasonCode.OTHER_FORM,
        effective_on=date(2026, 3, 3),
        until_on=date(2026, 12, 12),
    )
    page = learner.get("/mijn-leren/")
    [task] = page.context["overview"].paused
    assert task.excuse == (
        "Je bent vrijgesteld van 3 maart 2026 tot en met 11 december 2026. "
        "Reden: Aangepaste vorm afgesproken."
    )
    assert task.excuse in page.content.decode()


def test_what_has_no_screen_here_says_that_the_organisation_records_it(learner, person):
    Activity.objects.filter(key="goed-ambtenaarschap").update(start_path="")
    Activity.objects.exclude(key="goed-ambtenaarschap").update(start_path="/leren/els/")
    page = learner.get("/mijn-leren/")
    tasks = {task.title: task.is_recorded_elsewhere for task in page.context["overview"].todo}
    assert tasks["Goed ambtenaarschap"]
    assert not tasks["Integriteit en sociale veiligheid"]
    text = page.content.decode()
    assert text.count("Je organisatie legt vast dat je het hebt gedaan.") == sum(tasks.values())


def test_every_duty_done_or_not_leads_to_why(learner, person):
    complete(person, "integriteit-en-sociale-veiligheid", "2026-03-01")
    page = learner.get("/mijn-leren/")
    overview = page.context["overview"]
    urls = [task.why_url for task in overview.todo]
    urls += [tick.why_url for tick in overview.ticks if tick.is_done]
    assert "/mijn-leren/waarom/integriteit-en-sociale-veiligheid/?ronde=2026" in urls
    for url in urls:
        assert url in page.content.decode()
        assert learner.get(url).status_code == 200
