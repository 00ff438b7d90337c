"""A rule is written down on screen; what cannot be is said at the field, and nothing is written."""

import pytest
from django.urls import reverse

from compliance.enums import DraftState
from compliance.models import DraftEvent, Requirement, RequirementDraft
from compliance.rules.drafting import read_rule, rule_of
from core import clock
from jobs.models import JobRun
from organisations.enums import MandateKind
from tests.compliance.story import day, moment, person_from, yearly
from tests.factories.accounts import UserFactory
from tests.factories.lms import ActivityFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

# Forms and what they say; what a rule does is asked on both databases, in `test_impact` and others.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = "requirementdraft:add"


@pytest.fixture(autouse=True)
def _on_a_day_in_november():
    with clock.at(moment("2026-11-22")):
        yield


@pytest.fixture
def units():
    with clock.at(moment("2020-01-01")):
        rijk = UnitFactory(code="rijk", name="Rijk")
        bzk = UnitFactory(code="bzk", name="Ministerie van BZK", parent=rijk)
        team = UnitFactory(code="team", name="Team Blauw", parent=bzk)
        other = UnitFactory(code="ezk", name="Ministerie van EZK", parent=rijk)
        for unit in (rijk, bzk, team, other):
            person_from("2020-01-01", unit=unit, function_group="leiding")
        return {"rijk": rijk, "bzk": bzk, "team": team, "ezk": other}


@pytest.fixture
def course():
    return ActivityFactory(key="cursus", title="Cursus")


def officer_of(unit):
    person = PersonFactory(user=UserFactory())
    MandateFactory(holder=person, unit=unit, kind=MandateKind.COMPLIANCE_OFFICER)
    return person


@pytest.fixture
def officer(client, units, course):
    person = officer_of(units["rijk"])
    client.force_login(person.user)
    return person


def filled(**fields):
    return {
        "title": "Kennis van de gedragscode",
        "subject": "person",
        "note": "Gevraagd door de Kamer",
        "activities": ["cursus"],
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
        "step": "save",
        **{f"assurance-{pk}": "30" for pk in activity_ids()},
        **fields,
    }


def activity_ids():
    from lms.api import Activity

    return Activity.objects.values_list("pk", flat=True)


def post(client, url=None, **fields):
    return client.post(url or reverse(NEW), filled(**fields))


def test_everything_of_the_form_ends_up_in_the_proposal(client, officer, course):
    second = ActivityFactory(key="anders", title="Andere vorm")
    response = post(
        client,
        step="propose",
        units=["bzk", "ezk"],
        exclude_units=["team"],
        kinds=["civil_servant", "external_hire"],
        roles=["manager"],
        function_groups=["leiding"],
        min_contract_days="30",
        min_contract_kinds=["external_hire"],
        started_from="2020-01-01",
        started_last="2026-12-31",
        activities=["cursus", "anders"],
        **{f"instead-{second.pk}": "cursus", f"assurance-{second.pk}": "40"},
        due_day="1",
        due_month="12",
        grace_days="14",
        valid_last="2027-12-31",
    )
    # Nobody here is a manager, so there is nothing to propose yet.
    assert "units" in response.context["form"].errors
    response = post(client, units=["bzk"], exclude_units=["team"], grace_days="14")
    draft = RequirementDraft.objects.get()
    assert response.url == reverse("requirementdraft:inspect", args=[draft.pk])
    rule = read_rule(draft.rule)
    assert (draft.key, draft.state) == ("kennis-van-de-gedragscode", DraftState.DRAFT)
    assert (rule.audience.units, rule.audience.exclude.units) == (("bzk",), ("team",))
    assert (rule.grace_days, draft.valid_from) == (14, day("2026-12-01"))


def test_what_was_saved_comes_back_in_the_form_unchanged(client, officer):
    post(client, units=["bzk"], min_contract_days="30", started_from="2020-01-01", needed="1")
    draft = RequirementDraft.objects.get()
    form = client.get(reverse("requirementdraft:edit", args=[draft.pk])).context["form"]
    assert form.rule() == read_rule(draft.rule)
    assert form["units"].value() == ["bzk"]
    assert str(form["started_from"].value()) == "2020-01-01"


WRONG = [
    ({"title": ""}, "title"),
    ({"note": ""}, "note"),
    ({"activities": []}, "activities"),
    ({"needed": "2"}, "needed"),
    ({"kinds": ["intern"]}, "units"),
    ({"units": ["bzk"], "exclude_units": ["bzk"]}, "exclude_units"),
    ({"units": ["team"], "exclude_units": ["bzk"]}, "units"),
    ({"kinds": ["civil_servant"], "exclude_kinds": ["civil_servant"]}, "exclude_kinds"),
    ({"roles": ["manager"], "exclude_roles": ["manager"]}, "exclude_roles"),
    ({"units": ["nergens"]}, "units"),
    ({"valid_from": "2026-11-21"}, "valid_from"),
    ({"valid_from": "2026-12-01", "valid_last": "2026-11-30"}, "valid_last"),
    ({"valid_from": "straks"}, "valid_from"),
    ({"due_day": "31", "due_month": "6"}, "due_day"),
    ({"due_day": "1", "due_month": "3"}, "due_day"),
    ({"cycle_kind": "once", "sitting_due_on": "2026-11-30"}, "sitting_due_on"),
    ({"cycle_kind": "once", "not_same_as_last": "on"}, "needed"),
    ({"started_from": "2026-02-01", "started_last": "2026-01-01"}, "started_last"),
    ({"subject": "role_holder"}, "subject"),
    ({"min_contract_days": "400"}, "min_contract_days"),
]


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_what_cannot_be_is_not_proposed_and_said_at_the_field_with_everything_typed(
    client, officer, fields, field
):
    response = post(client, step="propose", **fields)
    form = response.context["form"]
    assert response.status_code == 200
    assert field in form.errors
    assert len(form.errors[field]) == 1
    for name, value in filled(**fields).items():
        if name in form.fields:
            assert form[name].value() in (value, value == "on"), name
    assert response.text.count(str(form.errors[field][0]).split("’")[0][:40]) >= 2
    assert "<title>Fout:" in " ".join(response.text.split()).replace("<title> ", "<title>")
    assert not RequirementDraft.objects.exists()
    assert not DraftEvent.objects.exists()
    assert not Requirement.objects.exists()


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_what_is_unfinished_is_saved_as_it_was_typed_and_says_what_must_still_be_done(
    client, officer, fields, field
):
    response = post(client, **fields)
    draft = RequirementDraft.objects.get()
    assert response.url == reverse("requirementdraft:edit", args=[draft.pk])
    assert (draft.state, draft.is_whole) == (DraftState.DRAFT, False)
    page = client.get(response.url)
    form = page.context["form"]
    assert [one.label for one in form.todo] == [str(form[field].label)]
    assert "Dit moet nog" in page.text
    assert "<title>Fout:" not in " ".join(page.text.split()).replace("<title> ", "<title>")
    for name, value in filled(**fields).items():
        if name in form.fields:
            assert form[name].value() in (value, value == "on"), name
    assert DraftEvent.objects.get().content["typed"] == draft.typed
    assert not Requirement.objects.exists()


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_what_is_unfinished_is_proposed_in_no_way(client, officer, fields, field):
    post(client, **fields)
    draft = RequirementDraft.objects.get()
    looked = client.get(reverse("requirementdraft:inspect", args=[draft.pk]))
    assert 'value="propose"' not in looked.text
    assert "Dit moet nog" in looked.text
    assert len(looked.context["todo"]) == 1
    assert "Dit voorstel is nog niet af" in step(client, draft, "propose").text
    edit = reverse("requirementdraft:edit", args=[draft.pk])
    assert post(client, edit, step="propose", revision="1", **fields).status_code == 200
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == (DraftState.DRAFT, 1)
    assert not Requirement.objects.exists()


def test_what_was_saved_half_is_finished_and_proposed_later(client, officer, course):
    everything = {"title": "", "note": "", "activities": [], "valid_from": "", "due_day": ""}
    post(client, **everything, units=["bzk"])
    draft = RequirementDraft.objects.get()
    assert (str(draft), draft.key) == ("Voorstel zonder titel", "")
    assert read_rule(draft.rule).audience.units == ("bzk",)
    assert "Voorstel zonder titel" in client.get(reverse("requirementdraft:index")).text
    assert "Concept, nog niet af" in client.get(reverse("requirementdraft:index")).text
    # An activity that comes later is no reason for a complaint.
    ActivityFactory(key="later", title="Later")
    edit = reverse("requirementdraft:edit", args=[draft.pk])
    todo = client.get(edit).context["form"].todo
    assert {one.anchor for one in todo} == {
        "id_title",
        "id_note",
        "group-activities",
        "id_valid_from",
        "id_due_day",
    }
    response = post(client, edit, step="propose", revision="1", units=["bzk"])
    assert response.url == reverse("requirementdraft:inspect", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.state, draft.typed, draft.title) == (
        DraftState.PROPOSED,
        None,
        "Kennis van de gedragscode",
    )


def test_two_officers_can_both_begin_without_a_title(client, officer, units):
    post(client, title="")
    client.force_login(officer_of(units["rijk"]).user)
    assert post(client, title="").status_code == 302
    assert RequirementDraft.objects.count() == 2


def test_who_begins_without_units_goes_on_with_it_and_others_do_not(client, units, course):
    maker = officer_of(units["bzk"])
    client.force_login(maker.user)
    saved = post(client)
    draft = RequirementDraft.objects.get()
    assert "units" in client.get(saved.url).context["form"].errors
    client.force_login(officer_of(units["bzk"]).user)
    assert client.get(saved.url).status_code == 404
    looked = client.get(reverse("requirementdraft:inspect", args=[draft.pk]))
    assert "nog niet af" in looked.text
    assert looked.context["impacts"] == ()
    client.force_login(maker.user)
    assert post(client, saved.url, units=["team"], revision="1").status_code == 302
    draft.refresh_from_db()
    assert (draft.is_whole, draft.rule["audience"]["units"]) == (True, ["team"])


def test_what_the_database_cannot_keep_is_left_out_of_what_was_typed(client, officer):
    assert post(client, title="Kennis\0van", units=["bzk"]).status_code == 302
    assert RequirementDraft.objects.get().typed["title"] == ["Kennisvan"]


def test_looking_again_says_what_it_means_and_calls_nothing_wrong(client, officer):
    response = post(client, step="look", title="", units=["bzk"], valid_from="")
    assert not response.context["form"].errors
    assert "Iedereen bij Ministerie van BZK doet elk jaar uiterlijk op 31 december" in response.text
    today = response.context["impacts"][0]
    assert (today.persons, today.teams) == (2, 2)
    assert "2 mensen" in response.text
    assert not RequirementDraft.objects.exists()


def test_the_script_gets_the_same_words_as_the_button(client, officer):
    said = client.post(reverse("requirementdraft:summary"), filled(units=["team"]))
    assert "Iedereen bij Team Blauw" in said.text
    assert "1 persoon" in said.text
    assert "<html" not in said.text


def test_units_are_opened_and_searched_without_a_script_and_choices_stay(client, officer):
    first = client.get(reverse(NEW)).context["form"].trees["units"]
    assert [row.code for row in first.rows] == ["rijk", "bzk", "ezk"]
    opened = post(client, step="", units=["ezk"], **{"units-opened": ["rijk"], "units-open": "bzk"})
    tree = opened.context["form"].trees["units"]
    assert [(row.code, row.depth) for row in tree.rows] == [
        ("rijk", 0),
        ("bzk", 1),
        ("team", 2),
        ("ezk", 1),
    ]
    assert [row.code for row in tree.chosen] == ["ezk"]
    found = post(client, step="search", **{"units-words": "blauw"}).context["form"].trees["units"]
    assert [(row.code, row.above) for row in found.rows if row.depth] == [
        ("team", "Ministerie van BZK")
    ]


def test_of_many_found_units_the_first_are_shown_and_it_says_so(client, officer, units):
    for number in range(25):
        UnitFactory(code=f"t{number}", name=f"Team Rood {number:02}", parent=units["ezk"])
    tree = post(client, step="search", **{"units-words": "rood"}).context["form"].trees["units"]
    assert (tree.found, tree.is_cut, len(tree.rows)) == (20, True, 21)


def test_an_officer_of_a_part_rules_over_that_part_only(client, units, course):
    client.force_login(officer_of(units["bzk"]).user)
    for fields in ({}, {"units": ["ezk"]}, {"units": ["bzk", "ezk"]}, {"units": ["rijk"]}):
        assert "units" in post(client, step="propose", **fields).context["form"].errors
    assert not RequirementDraft.objects.exists()
    # What another part of the organisation counts is not said either.
    assert post(client, step="look", units=["ezk"]).context["impacts"] == ()
    assert post(client, units=["team"]).status_code == 302
    assert RequirementDraft.objects.get().rule["audience"]["units"] == ["team"]


def test_a_rule_of_the_whole_is_not_changed_by_an_officer_of_a_part(client, units, course):
    with clock.at(moment("2024-01-01")):
        requirement = yearly()
    client.force_login(officer_of(units["bzk"]).user)
    url = reverse("requirementdraft:new_version", args=[requirement.pk])
    assert client.get(url).status_code == 404
    assert post(client, url, units=["bzk"]).status_code == 404
    assert url not in client.get(reverse("requirement:inspect", args=[requirement.pk])).text
    client.force_login(officer_of(units["rijk"]).user)
    assert url in client.get(reverse("requirement:inspect", args=[requirement.pk])).text
    assert client.get(url).status_code == 200


def test_a_change_begins_with_the_rule_there_is_and_keeps_what_cannot_change(
    client, officer, units
):
    with clock.at(moment("2024-01-01")):
        requirement = yearly(audience={"units": ["bzk"], "min_contract_days": 30})
    url = reverse("requirementdraft:new_version", args=[requirement.pk])
    form = client.get(url).context["form"]
    assert form.rule() == rule_of(requirement.versions.get())
    response = client.post(
        url,
        {
            **filled(title=requirement.title, units=["bzk", "ezk"], min_contract_days="30"),
            "activities": [one.activity for one in form.rule().accept],
            "key": "anders",
        },
    )
    draft = RequirementDraft.objects.get()
    assert response.url == reverse("requirementdraft:inspect", args=[draft.pk])
    assert (draft.key, draft.rule["cycle_kind"]) == (requirement.key, "calendar_year")
    page = client.get(response.url)
    assert [row.label for row in page.context["differences"]] == ["Voor wie", "Geldig"]
    today, later = page.context["impacts"]
    assert (today.persons, today.gained, today.lost) == (3, 1, 0)
    assert later.day == day("2026-12-01")
    # A second one leads to the first.
    assert client.get(url).url == response.url


def test_somebody_else_saved_meanwhile(client, officer):
    post(client, units=["bzk"])
    draft = RequirementDraft.objects.get()
    url = reverse("requirementdraft:edit", args=[draft.pk])
    assert post(client, url, units=["bzk"], title="Een", revision="1").status_code == 302
    late = post(client, url, units=["bzk"], title="Twee", revision="1")
    assert late.status_code == 200
    assert late.context["form"]["title"].value() == "Twee"
    assert late.context["form"].non_field_errors()
    # Sending it once more is no way around it.
    assert late.context["revision"] == "1"
    draft.refresh_from_db()
    assert (draft.title, draft.revision) == ("Een", 2)


def step(client, draft, name, **fields):
    draft.refresh_from_db()
    url = reverse("requirementdraft:inspect", args=[draft.pk])
    return client.post(url, {"step": name, "revision": draft.revision, **fields})


def test_two_officers_propose_send_back_and_publish(client, officer, units):
    post(client, step="propose", units=["bzk"])
    draft = RequirementDraft.objects.get()
    assert (draft.state, draft.proposed_by) == (DraftState.PROPOSED, officer)
    own = step(client, draft, "publish")
    assert "Vraag een collega" in own.text
    judge = officer_of(units["rijk"])
    client.force_login(judge.user)
    empty = step(client, draft, "send_back")
    assert "Schrijf op wat anders moet" in empty.text
    assert step(client, draft, "send_back", comment="Niet zo snel").status_code == 302
    client.force_login(officer.user)
    page = client.get(reverse("requirementdraft:inspect", args=[draft.pk]))
    assert "Niet zo snel" in page.text
    assert step(client, draft, "propose").status_code == 302
    client.force_login(judge.user)
    assert not JobRun.objects.exists()
    assert step(client, draft, "publish").status_code == 302
    version = Requirement.objects.get().versions.get()
    assert (version.draft.decided_by, JobRun.objects.get().arguments) == (
        judge,
        {"requirement": version.requirement.key},
    )
    shown = client.get(reverse("requirement:inspect", args=[version.requirement.pk])).text
    assert f"Voorgesteld door {officer}, goedgekeurd door {judge}." in shown


def test_an_officer_of_a_part_reads_a_rule_of_the_whole_and_does_not_judge_it(
    client, officer, units
):
    post(client, step="propose")
    draft = RequirementDraft.objects.get()
    client.force_login(officer_of(units["bzk"]).user)
    page = client.get(reverse("requirementdraft:inspect", args=[draft.pk]))
    assert (page.status_code, page.context["impacts"]) == (200, ())
    for name in ("publish", "send_back", "withdraw", "propose"):
        assert step(client, draft, name, comment="x").status_code == 404
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED
    assert not JobRun.objects.exists()


def test_a_step_that_does_not_exist_is_nothing(client, officer):
    post(client)
    draft = RequirementDraft.objects.get()
    assert step(client, draft, "save").status_code == 404
    assert step(client, draft, "oeps").status_code == 404


def test_who_has_no_person_proposes_nothing(client, units, course):
    client.force_login(UserFactory(admin=True))
    assert "__all__" in post(client).context["form"].errors
    assert not RequirementDraft.objects.exists()


def test_a_mandate_that_ended_gives_nothing(client, units, course):
    person = PersonFactory(user=UserFactory())
    MandateFactory(
        holder=person,
        unit=units["rijk"],
        kind=MandateKind.COMPLIANCE_OFFICER,
        valid_until=day("2026-11-22"),
    )
    client.force_login(person.user)
    response = client.get(reverse(NEW))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_sign_in_first"))
    MandateFactory(holder=person, unit=units["rijk"], kind=MandateKind.MANAGER)
    assert client.get(reverse(NEW)).status_code == 302


def test_the_lists_ask_as_much_for_thirty_proposals_as_for_one(client, officer, units):
    def queries():
        with count_queries() as found:
            assert client.get(reverse("requirementdraft:index")).status_code == 200
        return len(found)

    post(client, title="Eerste")
    queries()
    before = queries()
    for number in range(29):
        post(client, title=f"Nummer {number}")
    assert RequirementDraft.objects.count() == 30
    assert queries() == before


def test_the_form_asks_as_much_for_thirty_units_and_activities(client, officer, units):
    def queries():
        with count_queries() as found:
            assert client.get(reverse(NEW)).status_code == 200
        return len(found)

    queries()
    before = queries()
    for number in range(30):
        unit = UnitFactory(code=f"u{number}", name=f"Onderdeel {number}", parent=units["rijk"])
        AppointmentFactory(unit=unit)
        ActivityFactory(title=f"Les {number}")
    assert queries() == before
