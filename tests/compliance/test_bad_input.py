"""What cannot be is said on the screen in a sentence, and nothing is written beyond the draft."""

import pytest
from django.urls import reverse

from compliance.enums import DraftState
from compliance.models import (
    Cycle,
    DraftEvent,
    Obligation,
    ObligationEvent,
    Requirement,
    RequirementDraft,
    RequirementVersion,
    Snapshot,
)
from core import clock
from jobs.models import JobRun
from organisations.enums import MandateKind, UnitKind
from tests.compliance.story import moment, obligations, person_from, plan_on, yearly
from tests.factories.accounts import UserFactory
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import MandateFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
FACTS = (Requirement, RequirementVersion, Cycle, Obligation, ObligationEvent, Snapshot, JobRun)
NEW = "requirementdraft:add"
CONTRADICTION = "Je kiest hier iets dat je ook uitsluit. Haal een van de twee weg."
NOBODY = "Niemand zou deze verplichting hebben: geen aanstelling die nu bekend is"
OVERLAP = "Met een andere eerste maand overlappen de nieuwe rondes met de rondes die er al zijn."
BEFORE_OPEN = "De uiterste datum ligt voor de dag waarop de verplichting begint."
BEFORE_START = "In de eerste periode is de uiterste datum 30 juni 2026."
NO_END = "Een vrijstelling heeft altijd een laatste dag."


@pytest.fixture(autouse=True)
def _on_a_day_in_november():
    with clock.at(moment("2026-11-22")):
        yield


@pytest.fixture
def rijk():
    with clock.at(moment("2020-01-01")):
        unit = UnitFactory(code="rijk", name="Rijk", kind=UnitKind.CENTRAL_GOVERNMENT)
        person_from("2020-01-01", unit=unit)
        return unit


@pytest.fixture
def course():
    return ActivityFactory(key="cursus", title="Cursus")


@pytest.fixture
def officer(client, rijk):
    person = PersonFactory(user=UserFactory())
    MandateFactory(holder=person, unit=rijk, kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(person.user)
    return person


def facts():
    return {model: list(model.objects.order_by("pk").values()) for model in FACTS}


def rule(course, **fields):
    return {
        "title": "Kennis van de gedragscode",
        "subject": "person",
        "note": "Gevraagd door de Kamer",
        "units": ["rijk"],
        "activities": [course.key],
        f"assurance-{course.pk}": "30",
        "cycle_kind": "calendar_year",
        "start_month": "1",
        "due_day": "31",
        "due_month": "12",
        "due_days": "90",
        "newcomer_days": "90",
        "grace_days": "0",
        "valid_from": "2026-12-01",
        "team_kinds": ["team"],
        "revision": "0",
        **fields,
    }


def refuses_but_keeps(client, url, fields, sentence):
    """See that a rule is not proposed and says why, and that saving keeps it as it was typed."""
    before = facts()
    page = client.post(url, {**fields, "step": "propose"})
    assert page.status_code == 200
    assert sentence in page.text
    assert not RequirementDraft.objects.exists()
    saved = client.post(url, {**fields, "step": "save"})
    draft = RequirementDraft.objects.get()
    assert saved.url == reverse("requirementdraft:edit", args=[draft.pk])
    page = client.get(saved.url)
    assert sentence in page.text
    for name in ("title", "units", "exclude_kinds", "valid_from", "due_month", "sitting_due_on"):
        if name in fields:
            assert page.context["form"][name].value() == fields[name]
    client.post(reverse("requirementdraft:inspect", args=[draft.pk]), {"step": "propose"})
    draft.refresh_from_db()
    assert (draft.state, DraftEvent.objects.count()) == (DraftState.DRAFT, 1)
    assert facts() == before


@pytest.mark.usefixtures("officer")
def test_a_rule_that_contradicts_itself(client, course):
    fields = rule(course, kinds=["civil_servant"], exclude_kinds=["civil_servant"])
    refuses_but_keeps(client, reverse(NEW), fields, CONTRADICTION)


@pytest.mark.usefixtures("officer")
def test_an_audience_without_anybody(client, course):
    fields = rule(course, kinds=["intern"])
    refuses_but_keeps(client, reverse(NEW), fields, NOBODY)


@pytest.mark.usefixtures("officer")
def test_cycles_that_would_overlap(client):
    with clock.at(moment("2024-01-01")):
        requirement = yearly()
    course = requirement.versions.get().accepted.get().activity
    fields = rule(course, title=requirement.title, start_month="7")
    url = reverse("requirementdraft:new_version", args=[requirement.pk])
    refuses_but_keeps(client, url, fields, OVERLAP)


@pytest.mark.usefixtures("officer")
def test_a_due_date_before_the_duty_opens(client, course):
    fields = rule(course, cycle_kind="once", sitting_due_on="2026-11-30")
    refuses_but_keeps(client, reverse(NEW), fields, BEFORE_OPEN)


@pytest.mark.usefixtures("officer")
def test_a_first_due_date_of_every_year_that_has_passed_by_then(client, course):
    fields = rule(course, due_day="30", due_month="6")
    refuses_but_keeps(client, reverse(NEW), fields, BEFORE_START)


@pytest.mark.usefixtures("officer")
def test_an_exemption_without_an_end(client, rijk):
    with clock.at(moment("2026-01-01")):
        yearly()
        person = person_from("2020-01-01", unit=rijk)
    plan_on("2026-01-02")
    obligation = obligations(person)["2026"]
    before = facts()
    fields = {
        "kind": "exempted",
        "reason_code": "leave",
        "effective_on": "2026-11-22",
        "last_on": "",
    }
    page = client.post(reverse("obligation:decide", args=[obligation.pk]), fields)
    assert page.status_code == 200
    assert NO_END in page.text
    assert facts() == before


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize("url", ["/organisatie/rijk/", "/rijk/", "/organisatie/rijk/personen/"])
def test_a_reference_date_in_the_future(client, url):
    yearly()
    before = facts()
    page = client.get(url, {"peildatum": "2027-01-01"})
    assert "Kies vandaag of een eerdere dag: niemand kent de toekomst." in page.text
    assert facts() == before


@pytest.mark.usefixtures("officer")
def test_a_snapshot_of_a_day_in_the_future(client):
    before = facts()
    page = client.post(reverse("peilmoment-maken"), {"peildatum": "2027-01-01"})
    assert page.status_code == 422
    assert "Kies vandaag of een eerdere dag" in page.text
    assert facts() == before
