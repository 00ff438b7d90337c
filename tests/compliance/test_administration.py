"""In the admin superusers and compliance officers look at obligations and decide about one."""

import pytest
from django.urls import reverse

from compliance.enums import EventKind, Status
from compliance.models import Cycle, Obligation, ObligationEvent, Requirement, RequirementVersion
from core import clock
from organisations.enums import MandateKind
from organisations.models import PersonMerge
from tests.compliance.story import (
    day,
    moment,
    obligations,
    person_from,
    plan_on,
    status_of,
    yearly,
)
from tests.factories.accounts import UserFactory
from tests.factories.compliance import ObligationEventFactory
from tests.factories.organisations import (
    AbsenceFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

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
def test_who_is_no_officer_does_not_get_in(client, obligation, rights):
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
        ({"last_on": "2024-02-01"}, "last_on"),
        ({"last_on": ""}, "last_on"),
        ({"effective_on": ""}, "effective_on"),
        ({"effective_on": "soon"}, "effective_on"),
        ({"kind": "due_changed"}, "kind"),
        ({"due_on": "2024-12-01"}, "due_on"),
        ({"kind": "deferred", "last_on": ""}, "due_on"),
        ({"kind": "deferred", "last_on": "", "due_on": "2024-03-01"}, "due_on"),
        ({"kind": "deferred", "last_on": "", "due_on": "2025-03-01"}, "due_on"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_recorded(client, officer, obligation, fields, field):
    response = decide(client, obligation, **fields)
    assert response.status_code == 200
    form = response.context["form"]
    assert field in form.errors
    assert [len(errors) for errors in form.errors.values()] == [1]
    assert form["effective_on"].value() == fields.get("effective_on", "2024-03-01")
    assert not ObligationEvent.objects.exists()


def test_a_deferral_moves_the_due_date_and_can_be_taken_back(client, officer):
    yearly(due_month=6, due_day=30)
    person = person_from("2024-01-01")
    plan_on("2024-02-01")
    obligation = obligations(person)["2024"]
    with clock.at(moment("2024-06-20")):
        decide(
            client,
            obligation,
            kind="deferred",
            reason_code="no_place",
            effective_on="",
            last_on="",
            due_on="2024-09-30",
        )
    event = ObligationEvent.objects.get()
    assert (event.kind, event.due_on) == (EventKind.DEFERRED, day("2024-09-30"))
    assert status_of(person, "2024", "2024-07-01") == Status.OPEN
    client.post(reverse("obligation:take_back", args=[event.pk]))
    assert status_of(person, "2024", "2024-07-01") == Status.OVERDUE


@pytest.fixture
def parts():
    top = UnitFactory(code="top")
    return {"top": top, "mine": UnitFactory(parent=top), "other": UnitFactory()}


@pytest.fixture
def part_officer(client, parts):
    person = PersonFactory(user=UserFactory())
    MandateFactory(holder=person, unit=parts["top"], kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(person.user)
    with clock.at(moment("2024-06-01")):
        yield person


def both(parts):
    """Return an obligation of somebody in the part of the officer, and of somebody elsewhere."""
    yearly()
    people = [person_from("2024-01-01", unit=parts[name]) for name in ("mine", "other")]
    plan_on("2024-02-01")
    return [obligations(person)["2024"] for person in people]


def test_an_officer_decides_about_the_own_part_and_finds_nothing_of_others(
    client, part_officer, parts
):
    mine, other = both(parts)
    listed = client.get(reverse("obligation:index"))
    assert [row.person for row in listed.context["object_list"]] == [mine.person]
    assert decide(client, mine).status_code == 302
    assert ObligationEvent.objects.get().actor == part_officer
    for name in ("inspect", "decide"):
        url = reverse(f"obligation:{name}", args=[other.pk])
        unknown = reverse(f"obligation:{name}", args=[10**6])
        assert client.get(url).status_code == client.get(unknown).status_code == 404
    assert decide(client, other).status_code == 404
    event = ObligationEventFactory(obligation=other)
    assert client.post(reverse("obligation:take_back", args=[event.pk])).status_code == 404
    assert ObligationEvent.objects.count() == 2


def test_who_counts_as_somebody_here_is_seen_by_the_officer(client, part_officer, parts):
    mine, _other = both(parts)
    into = PersonFactory()
    PersonMerge.objects.create(person=mine.person, into=into)
    plan_on("2024-02-02")
    merged = obligations(into)["2024"]
    assert client.get(reverse("obligation:inspect", args=[merged.pk])).status_code == 200


def test_an_officer_does_not_see_from_when_to_when_somebody_was_away(client, part_officer, parts):
    mine, _other = both(parts)
    AbsenceFactory(person=mine.person, valid_from=day("2024-03-05"), valid_until=day("2024-05-06"))
    plan_on("2024-06-01")
    assert ObligationEvent.objects.filter(kind=EventKind.PAUSED).exists()
    url = reverse("obligation:inspect", args=[mine.pk])
    page = client.get(url).text
    assert "Je ziet niet van wanneer tot wanneer" in page
    assert "5 mrt 2024" not in page.lower()
    client.force_login(UserFactory(admin=True))
    assert "5 mrt 2024" in client.get(url).text.lower()


def test_a_superuser_is_bound_to_the_same_rules(client, obligation):
    admin = PersonFactory(user=UserFactory(admin=True))
    client.force_login(admin.user)
    decide(client, obligation)
    planned = ObligationEventFactory(obligation=obligation, actor=None)
    client.post(reverse("obligation:take_back", args=[planned.pk]))
    assert not ObligationEvent.objects.filter(voids=planned).exists()


def test_the_list_asks_as_much_for_thirty_as_for_one(client, part_officer, parts):
    def queries():
        with count_queries() as found:
            assert client.get(reverse("obligation:index")).status_code == 200
        return len(found)

    both(parts)
    queries()
    before = queries()
    for _ in range(29):
        person_from("2024-01-01", unit=parts["mine"])
    plan_on("2024-02-01")
    assert queries() == before


def test_who_has_no_person_cannot_decide(client, obligation):
    client.force_login(UserFactory(admin=True))
    assert "__all__" in decide(client, obligation).context["form"].errors
    assert not ObligationEvent.objects.exists()
    event = ObligationEventFactory(obligation=obligation)
    client.post(reverse("obligation:take_back", args=[event.pk]))
    assert ObligationEvent.objects.get() == event
