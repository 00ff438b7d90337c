"""In the admin an officer sets targets of the own part, and ends them."""

import pytest
from django.urls import reverse

from compliance.figures.targets import target_of
from compliance.models import Target
from compliance.services.targets import set_target, stop_target
from core import clock
from organisations.enums import MandateKind
from organisations.services.units import change_unit
from tests.compliance.story import day, moment, yearly
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, PersonFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
NEW, INDEX = "/beheer/streefcijfers/nieuw/", "/beheer/streefcijfers/"


@pytest.fixture(autouse=True)
def _november():
    with clock.at(moment("2026-11-22T10:00")):
        yield


@pytest.fixture
def duty():
    return yearly(requirement__key="els", requirement__title="Integriteit")


@pytest.fixture
def units():
    top = UnitFactory(code="top", name="Directie Zuid")
    teams = {code: UnitFactory(code=code, name="Team Bezwaar", parent=top) for code in ("b1", "b2")}
    return {"top": top, **teams, "elsewhere": UnitFactory(code="elders", name="Team Elders")}


@pytest.fixture
def officer(client, units):
    person = PersonFactory(user=UserFactory())
    MandateFactory(holder=person, unit=units["top"], kind=MandateKind.COMPLIANCE_OFFICER)
    client.force_login(person.user)
    return client


def target(unit, duty, percentage=80, valid_from="2026-01-01"):
    return set_target(
        unit=unit,
        requirement=duty,
        percentage=percentage,
        source="Jaarplan",
        valid_from=day(valid_from),
    )


def asked(**changes):
    return {
        "unit": "b1",
        "requirement": "els",
        "percentage": "95",
        "valid_from": "2027-01-01",
        "source": "Jaarplan 2027",
        **changes,
    }


def held(unit, duty, on):
    found = target_of([unit.pk], requirement_id=duty.pk, on=day(on))
    return found.percentage if found else None


def test_an_officer_sets_a_target_from_a_day_on_and_it_is_listed(officer, units, duty):
    target(units["b1"], duty)
    answer = officer.post(NEW, asked(), follow=True)
    page = answer.content.decode()
    assert "Het doel is vastgelegd" in page
    assert [(row.percentage, row.valid_from) for row in answer.context["object_list"]] == [
        (95, day("2027-01-01")),
        (80, day("2026-01-01")),
    ]
    assert [held(units["b1"], duty, on) for on in ("2026-12-31", "2027-01-01")] == [80, 95]
    assert "31 december 2026" in page
    for row in answer.context["object_list"]:
        assert reverse("target:stop", args=[row.pk]) in page
    assert f"{NEW}?onderdeel=b1&amp;verplichting=els" in page


@pytest.mark.parametrize("words", ["directie zuid", "TOP", " Zuid "])
def test_a_unit_is_found_by_name_or_code(officer, units, duty, words):
    officer.post(NEW, asked(unit=words))
    assert Target.objects.get().unit == units["top"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"unit": "Team Bezwaar"}, "unit", "Team Bezwaar (b1), Team Bezwaar (b2)"),
        ({"unit": "elders"}, "unit", "in jouw deel van de organisatie"),
        ({"unit": "Team Elders"}, "unit", "in jouw deel van de organisatie"),
        ({"percentage": "0"}, "percentage", "van 1 tot"),
        ({"percentage": "101"}, "percentage", "van 1 tot"),
        ({"source": ""}, "source", ""),
        ({"valid_from": "morgen"}, "valid_from", ""),
        ({"valid_from": "2025-12-31"}, "valid_from", "beëindig dat doel eerst"),
        ({"requirement": "bestaat-niet"}, "requirement", ""),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_set(  # noqa: PLR0917  fixtures
    officer, units, duty, changes, field, sentence
):
    target(units["b1"], duty)
    answer = officer.post(NEW, asked(**changes))
    assert list(answer.context["form"].errors) == [field]
    assert sentence in str(answer.context["form"].errors[field][0])
    assert Target.objects.count() == 1


def test_many_units_with_the_same_words_are_named_up_to_five(officer, units, duty):
    for number in range(6):
        UnitFactory(name=f"Team Bezwaar {number}", parent=units["top"])
    answer = officer.post(NEW, asked(unit="bezwaar"))
    sentence = answer.context["form"].errors["unit"][0]
    assert "Veel onderdelen heten zo" in sentence
    assert sentence.count("Team Bezwaar") == 5


def test_a_target_ends_after_its_last_day(officer, units, duty):
    row = target(units["b1"], duty)
    answer = officer.post(reverse("target:stop", args=[row.pk]), {"last_on": "2026-11-22"})
    assert answer.url == INDEX
    assert [held(units["b1"], duty, on) for on in ("2026-11-22", "2026-11-23")] == [80, None]
    assert Target.objects.count() == 2


def test_a_target_that_was_a_mistake_is_taken_back_and_stays_known(officer, units, duty):
    row = target(units["b1"], duty)
    officer.post(reverse("target:stop", args=[row.pk]), {"last_on": ""})
    assert held(units["b1"], duty, "2026-11-22") is None
    assert Target.objects.get().superseded_at is not None
    assert officer.get(reverse("target:stop", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("last_on", ["2025-12-31", "2027-06-01"])
def test_a_last_day_before_the_first_or_after_the_end_is_refused(officer, units, duty, last_on):
    row = target(units["b1"], duty)
    target(units["b1"], duty, 90, "2027-01-01")
    row = Target.objects.current().get(valid_from=row.valid_from)
    answer = officer.post(reverse("target:stop", args=[row.pk]), {"last_on": last_on})
    assert list(answer.context["form"].errors) == ["last_on"]
    assert [held(units["b1"], duty, on) for on in ("2026-12-31", "2027-01-01")] == [80, 90]


def test_targets_of_another_part_are_not_there(officer, units, duty):
    row = target(units["elsewhere"], duty)
    assert list(officer.get(INDEX).context["object_list"]) == []
    url = reverse("target:stop", args=[row.pk])
    assert officer.get(url).status_code == officer.post(url).status_code == 404
    assert held(units["elsewhere"], duty, "2026-11-22") == 80


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_who_is_no_officer_does_not_get_in(client, units, duty, rights):
    row = target(units["b1"], duty)
    client.force_login(UserFactory(**rights))
    for url in (INDEX, NEW, reverse("target:stop", args=[row.pk])):
        assert client.get(url).status_code == 302
    assert client.post(NEW, asked()).status_code == 302
    assert Target.objects.get() == row


def test_the_form_begins_with_what_the_address_says(officer, units, duty):
    page = officer.get(f"{NEW}?onderdeel=b2&verplichting=els").content.decode()
    assert 'value="b2"' in page
    assert 'value="els" selected' in page


def test_the_list_asks_as_much_for_thirty_as_for_one(officer, units, duty):
    def cost():
        with count_queries() as queries:
            assert officer.get(INDEX).status_code == 200
        return len(queries)

    target(units["top"], duty)
    cost()
    before = cost()
    for _ in range(29):
        target(UnitFactory(parent=units["top"]), duty)
    assert cost() == before


def test_a_target_from_above_is_listed_as_such_and_can_only_be_replaced_by_an_own_one(
    officer, units, duty
):
    with clock.at(moment("2020-01-01")):
        above = UnitFactory(code="min", name="Ministerie Boven")
    change_unit(unit=units["top"], parent=above, on=day("2020-06-01"))
    inherited = target(above, duty, 75)
    own = target(units["b1"], duty, 80)
    target(units["elsewhere"], duty, 60)
    ended = target(above, yearly(requirement__key="ib", requirement__title="IB"), 50)
    stop_target(target=ended, valid_until=day("2026-06-01"))
    answer = officer.get(INDEX)
    rows = {row.pk: row.is_own for row in answer.context["object_list"]}
    page = answer.content.decode()
    assert rows == {inherited.pk: False, own.pk: True}
    assert "Ministerie Boven" in page
    assert "Erboven; geldt waar geen eigen doel is" in page
    assert f"{NEW}?verplichting=els" in page
    assert reverse("target:stop", args=[inherited.pk]) not in page
    assert officer.get(reverse("target:stop", args=[inherited.pk])).status_code == 404
    officer.post(NEW, asked(unit="min"))
    assert held(above, duty, "2026-11-22") == 75
