"""In the admin a superuser looks at obligations and decides about one; nobody else does."""

import pytest
from django.urls import reverse

from compliance.enums import EventKind, Status
from compliance.models import Cycle, Obligation, ObligationEvent, Requirement, RequirementVersion
from tests.compliance.story import day, obligations, person_from, plan_on, status_of, yearly
from tests.factories.accounts import UserFactory
from tests.factories.compliance import ObligationEventFactory
from tests.factories.organisations import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
NAMES = ("requirement", "requirementversion", "cycle", "obligation")
MODELS = (Requirement, RequirementVersion, Cycle, Obligation)


@pytest.fixture
def obligation() -> Obligation:
    yearly()
    person = person_from("2024-01-01")
    plan_on("2024-02-01")
    return obligations(person)["2024"]


@pytest.fixture
def officer(client):
    person = PersonFactory(user=UserFactory(admin=True))
    client.force_login(person.user)
    return person


def decide(client, obligation, **fields):
    data = {
        "kind": "exempted",
        "reason_code": "leave",
        "effective_on": "2024-03-01",
        "last_on": "2024-03-31",
        **fields,
    }
    return client.post(reverse("obligation:decide", args=[obligation.pk]), data)


@pytest.mark.parametrize(("name", "model"), list(zip(NAMES, MODELS, strict=True)))
def test_lists_and_pages_are_there_to_look_at(client, officer, obligation, name, model):
    row = model.objects.earliest("pk")
    for url in (reverse(f"{name}:index"), reverse(f"{name}:inspect", args=[row.pk])):
        response = client.get(url)
        assert response.status_code == 200
        assert str(row) in response.text or "2024" in response.text


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_nobody_but_a_superuser_sees_or_decides(client, obligation, rights):
    client.force_login(UserFactory(**rights))
    for name in ("inspect", "decide"):
        assert client.get(reverse(f"obligation:{name}", args=[obligation.pk])).status_code == 302
    assert decide(client, obligation).status_code == 302
    assert not ObligationEvent.objects.exists()


def test_an_exemption_is_recorded_with_an_inclusive_last_day_and_taken_back(
    client, officer, obligation
):
    response = decide(client, obligation)
    assert response.url == reverse("obligation:inspect", args=[obligation.pk])
    event = ObligationEvent.objects.get()
    assert (event.kind, event.actor, event.until_on) == (
        EventKind.EXEMPTED,
        officer,
        day("2024-04-01"),
    )
    assert status_of(obligation.person, "2024", "2024-03-31") == Status.EXEMPT
    url = reverse("obligation:take_back", args=[event.pk])
    assert url in client.get(response.url).text
    assert client.get(url).status_code == 200
    client.post(url)
    assert status_of(obligation.person, "2024", "2024-03-31") == Status.OPEN
    assert url not in client.get(response.url).text
    client.post(url)
    assert ObligationEvent.objects.count() == 2


def test_withdrawing_and_reopening(client, officer, obligation):
    decide(client, obligation, kind="withdrawn", reason_code="correction", last_on="")
    assert status_of(obligation.person, "2024", "2024-03-01") == Status.NOT_APPLICABLE
    day_after = {"effective_on": "2024-03-02", "last_on": ""}
    decide(client, obligation, kind="reopened", reason_code="correction", **day_after)
    assert status_of(obligation.person, "2024", "2024-03-02") == Status.OPEN


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason_code": "joined"}, "reason_code"),
        ({"kind": "withdrawn", "reason_code": "correction"}, "last_on"),
        ({"last_on": "2024-02-01"}, "__all__"),
        ({"effective_on": "soon"}, "effective_on"),
        ({"kind": "due_changed"}, "kind"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_recorded(client, officer, obligation, fields, field):
    response = decide(client, obligation, **fields)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not ObligationEvent.objects.exists()


def test_who_has_no_person_cannot_decide(client, obligation):
    client.force_login(UserFactory(admin=True))
    assert "__all__" in decide(client, obligation).context["form"].errors
    assert not ObligationEvent.objects.exists()
    event = ObligationEventFactory(obligation=obligation)
    client.post(reverse("obligation:take_back", args=[event.pk]))
    assert ObligationEvent.objects.get() == event
