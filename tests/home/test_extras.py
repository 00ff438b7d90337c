"""What is voluntary on Mijn leren: the same for everybody alike, and nothing compulsory changes."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from compliance.figures.units import own_duties
from compliance.seeds import seed_requirements
from home.reports.extras import extras_of
from lms.api import ActivityKind
from organisations.enums import AppointmentKind, MandateKind, RoleKind
from organisations.models import Person, PersonMerge
from tests.compliance.story import moment, plan_on
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
)
from tests.home.site import home, publish, workshop
from tests.lms.counting import count_queries
from toolbox.enums import SuggestionKind
from toolbox.models import Favourite, Suggestion, ToolboxIndexPage, ToolboxPage, ToolPage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


def someone(**fields: object) -> Person:
    return AppointmentFactory(person__with_user=True, **fields).person


def extras(person: Person, *, is_newcomer: bool = False):
    return extras_of(person, on=TODAY, is_newcomer=is_newcomer)


def toolbox(audience: str, *codes: str) -> list[ToolPage]:
    start = home()
    index = ToolboxIndexPage.objects.first() or ToolboxIndexPage(title="Gereedschap")
    if index.pk is None:
        start.add_child(instance=index)
        publish(index)
    box = ToolboxPage(title=audience, slug=audience.replace("_", "-"), audience=audience)
    ToolboxIndexPage.objects.get().add_child(instance=box)
    publish(box)
    tools = []
    for code in codes:
        tool = ToolPage(title=f"Kaart {code}", slug=code.lower(), code=code, summary="Kort.")
        ToolboxPage.objects.get(pk=box.pk).add_child(instance=tool)
        tools.append(publish(tool))
    return tools


def titles(person: Person, **fields: bool) -> list[str]:
    return [step.title for step in extras(person, **fields).steps]


def test_the_next_steps_are_those_of_the_role_and_the_same_for_all_who_have_it():
    toolbox("managers", "T1", "T2")
    toolbox("advisers", "F1")
    toolbox("bystanders", "O1")
    workshop("leiding", audiences=["managers"])
    workshop("adviseurs", audiences=["advisers"])
    leader, other, adviser, nobody = (someone() for _number in range(4))
    MandateFactory(holder=leader, kind=MandateKind.MANAGER)
    RoleAssignmentFactory(person=other, role=RoleKind.INFORMAL_LEADER)
    RoleAssignmentFactory(person=adviser, role=RoleKind.HR_ADVISER)
    MandateFactory(holder=nobody, kind=MandateKind.SUPPORT)
    assert titles(leader) == titles(other)
    assert set(titles(leader)) == {"Leiding", "Kaart T1", "Kaart T2"}
    assert titles(adviser) == ["Adviseurs", "Kaart F1"]
    assert titles(nobody) == ["Kaart O1"]
    assert extras(nobody).for_whom == "Hetzelfde voor iedereen."


@pytest.mark.parametrize(
    ("kind", "is_newcomer", "told"),
    [
        (AppointmentKind.EXTERNAL_HIRE, True, "Hetzelfde voor alle externen."),
        (AppointmentKind.AGENCY_WORKER, False, "Hetzelfde voor alle externen."),
        (AppointmentKind.CIVIL_SERVANT, True, "Hetzelfde voor alle nieuwe collega's."),
        (AppointmentKind.CIVIL_SERVANT, False, "Hetzelfde voor iedereen."),
    ],
)
def test_how_somebody_works_here_decides_only_without_a_role(kind, is_newcomer, told):
    assert extras(someone(kind=kind), is_newcomer=is_newcomer).for_whom == told


def test_what_somebody_did_or_keeps_changes_nothing_of_their_next_steps():
    [first, *_rest] = toolbox("bystanders", "O1", "O2", "O3")
    busy, idle = someone(), someone()
    Favourite.objects.create(person=busy, tool=first)
    CompletionFactory(
        person=busy, activity=ActivityFactory(kind=ActivityKind.WORKSHOP, title="Kaart O1")
    )
    assert titles(busy) == titles(idle) != []


def test_favourites_are_ones_own_also_under_a_merged_record_and_only_what_can_be_read():
    first, second, gone = toolbox("bystanders", "O1", "O2", "O3")
    person, other, merged = someone(), someone(), PersonFactory()
    PersonMerge.objects.create(person=merged, into=person)
    Favourite.objects.create(person=person, tool=first)
    Favourite.objects.create(person=person, tool=gone)
    Favourite.objects.create(person=merged, tool=second)
    gone.unpublish()
    assert [(one.title, one.url) for one in extras(person).favourites] == [
        ("Kaart O1", "/gereedschap/bystanders/o1/"),
        ("Kaart O2", "/gereedschap/bystanders/o2/"),
    ]
    assert extras(other).favourites == ()


def test_a_recommendation_is_seen_by_whom_it_is_for_until_it_is_put_away():
    person, other = someone(), someone()
    row = Suggestion.objects.create(
        person=person,
        unit=person.appointments.get().unit,
        made_by=other,
        kind=SuggestionKind.TOOL,
        title="Kaart O1",
        path="/gereedschap/bystanders/o1/",
    )
    assert [one.title for one in extras(person).recommended] == ["Kaart O1"]
    assert extras(other).recommended == ()
    row.hidden_at = moment("2026-11-21")
    row.save()
    assert extras(person).recommended == ()


def test_nothing_voluntary_changes_what_is_compulsory():
    [tool] = toolbox("bystanders", "O1")
    seed_requirements()
    person = someone()
    plan_on("2026-01-02")
    before = own_duties(person, TODAY)
    Favourite.objects.create(person=person, tool=tool)
    CompletionFactory(person=person, activity=ActivityFactory(kind=ActivityKind.WORKSHOP))
    assert own_duties(person, TODAY) == before
    assert len(before) > 0


def test_the_extras_are_one_query_whatever_somebody_keeps_and_one_more_with_recommendations():
    tools = toolbox("bystanders", *(f"O{n}" for n in range(12)))
    person = someone()
    seed_requirements()
    plan_on("2026-01-02")
    client = Client()
    client.force_login(person.user)

    def cost() -> int:
        client.get("/mijn-leren/")
        with count_queries() as queries:
            client.get("/mijn-leren/")
        return len(queries)

    empty = cost()
    for tool in tools:
        Favourite.objects.create(person=person, tool=tool)
    assert cost() == empty <= 10
    page = client.get("/mijn-leren/").context["extras"]
    assert (len(page.favourites), page.has_more) == (6, True)
    Suggestion.objects.create(
        person=person,
        unit=person.appointments.get().unit,
        made_by=PersonFactory(),
        kind=SuggestionKind.TOOL,
        title="Kaart",
        path="/gereedschap/bystanders/o1/",
    )
    assert cost() == empty + 1


def test_the_page_says_that_it_is_voluntary_and_that_nobody_is_profiled():
    toolbox("bystanders", "O1")
    person = someone()
    client = Client()
    client.force_login(person.user)
    text = client.get("/mijn-leren/").content.decode()
    assert "Vrijwillig. We kijken niet naar wat je las of deed." in text
