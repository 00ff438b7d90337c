"""An officer sets when people are reminded; every change stays to be seen, the last one counts."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from compliance.errors import AgreementMissing, RemindersChanged, WrongDays
from compliance.models import Reminder, ReminderRule
from compliance.reminders.planning import plan_reminders
from compliance.reminders.rules import changes_of, days_by_requirement, days_text, escalations
from compliance.services.reminder_rules import set_reminder_rule
from core import clock
from organisations.enums import MandateKind
from tests.compliance.story import moment, person_from, plan_on, remind_on, yearly
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.organisations import MandateFactory, PersonFactory, UnitFactory
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db
LIST = "reminderrule:index"


@pytest.fixture(autouse=True)
def _on_a_day_in_november():
    with clock.at(moment("2026-11-22")):
        yield


@pytest.fixture
def rijk():
    with clock.at(moment("2020-01-01")):
        return UnitFactory(code="rijk", name="Rijk")


@pytest.fixture
def bzk(rijk):
    with clock.at(moment("2020-01-01")):
        return UnitFactory(code="bzk", name="Ministerie van BZK", parent=rijk)


def officer_of(unit, name="Els de Boer"):
    person = PersonFactory(name=name, user=UserFactory())
    MandateFactory(holder=person, unit=unit, kind=MandateKind.COMPLIANCE_OFFICER)
    return person


@pytest.fixture
def duty():
    return yearly(requirement__title="Integriteit")


@pytest.fixture
def officer(client, rijk):
    person = officer_of(rijk)
    client.force_login(person.user)
    return person


def page_of(duty):
    return reverse("reminderrule:edit", args=[duty.pk])


def post(client, duty, **fields):
    given = {"days": "-60, -30, -7, 1, 14", "escalate_after": "", "agreed_in": "", "based_on": "0"}
    return client.post(page_of(duty), given | fields, follow=True)


def test_an_officer_sets_the_days_and_the_history_says_who_when_and_from_what_to_what(
    client, officer, duty
):
    assert "De dagen van Kompas" in client.get(reverse(LIST)).text
    assert "60, 30 en 7 dagen ervoor; 1 en 14 dagen erna" in client.get(page_of(duty)).text
    page = post(client, duty, days="-10, 3").text
    assert "De herinneringen zijn bewaard" in page
    with clock.at(moment("2026-12-02")):
        page = post(
            client,
            duty,
            days="-10, 3",
            escalate_after="28",
            agreed_in="Overleg met de ondernemingsraad, 1 december 2026",
            based_on="1",
        ).text
    assert "Afgesproken in: Overleg met de ondernemingsraad, 1 december 2026" in page
    last, first = changes_of(duty)
    assert [(one.label, one.before, one.after) for one in first.differences] == [
        (
            "Herinneringen",
            "60, 30 en 7 dagen ervoor; 1 en 14 dagen erna",
            "10 dagen ervoor; 3 dagen erna",
        )
    ]
    assert [(one.label, one.before, one.after) for one in last.differences] == [
        ("Leidinggevende erboven", "Nooit", "Na 28 dagen")
    ]
    assert (first.by, first.at, last.at) == (officer, moment("2026-11-22"), moment("2026-12-02"))
    for words in ("Els de Boer", "22 november 2026", "2 december 2026", "Na 28 dagen"):
        assert words in page
    assert [row.number for row in ReminderRule.objects.order_by("number")] == [1, 2]
    listed = client.get(reverse(LIST)).text
    assert "Els de Boer" in listed


WRONG = [
    ({"days": "morgen"}, "days", "Schrijf hele getallen met komma’s ertussen."),
    ({"days": "1, 1"}, "days", "Geef hooguit tien verschillende dagen"),
    ({"days": "900"}, "days", "Geef hooguit tien verschillende dagen"),
    ({"escalate_after": "28"}, "agreed_in", "Schrijf op waar dit is afgesproken"),
    ({"escalate_after": "0", "agreed_in": "OR"}, "escalate_after", "1"),
    ({"escalate_after": "366", "agreed_in": "OR"}, "escalate_after", "365"),
    ({"based_on": "7"}, "__all__", "Iemand anders heeft deze herinneringen intussen gewijzigd"),
]


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(("fields", "field", "sentence"), WRONG)
def test_what_cannot_be_is_said_at_the_field_with_what_was_typed_and_nothing_is_written(
    client, duty, fields, field, sentence
):
    response = post(client, duty, **fields)
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field][0])
    assert sentence in response.text
    for name, value in fields.items():
        assert form[name].value() == value
    assert not ReminderRule.objects.exists()


def test_an_officer_of_a_part_reads_along_and_sets_what_is_of_that_part(client, rijk, bzk, duty):
    own = yearly(requirement__title="Alleen BZK", audience={"units": ["bzk"]})
    client.force_login(officer_of(bzk).user)
    page = client.get(page_of(duty))
    assert page.status_code == 200
    assert page.context["form"] is None
    assert "Een collega die voor iedereen verantwoordelijk is" in page.text
    assert post(client, duty, days="1").status_code == 404
    assert "De herinneringen zijn bewaard" in post(client, own, days="1").text
    assert ReminderRule.objects.get().requirement == own


def test_a_duty_of_teams_reminds_nobody_and_has_no_page(client, officer):
    duty = yearly(requirement__subject="team")
    assert client.get(page_of(duty)).status_code == 404
    assert (
        "Herinneringen</h2>" not in client.get(reverse("requirement:inspect", args=[duty.pk])).text
    )


def test_the_page_of_a_requirement_says_when_people_are_reminded(client, officer, duty):
    remind_on(duty, [-5], escalate_after=28)
    page = client.get(reverse("requirement:inspect", args=[duty.pk])).text
    assert "5 dagen ervoor" in page
    assert "na 28 dagen" in page
    assert page_of(duty) in page


def test_who_has_no_person_or_no_mandate_sets_nothing(client, duty, rijk):
    client.force_login(UserFactory(admin=True))
    assert "hoort niet bij een persoon" in post(client, duty, days="1").text
    manager = PersonFactory(user=UserFactory())
    MandateFactory(holder=manager, unit=rijk, kind=MandateKind.MANAGER)
    client.force_login(manager.user)
    assert client.get(page_of(duty)).status_code == 302
    assert client.post(page_of(duty), {"days": "1"}).status_code == 302
    assert not ReminderRule.objects.exists()


def test_two_officers_do_not_overwrite_each_other(client, officer, duty):
    post(client, duty, days="-10")
    page = post(client, duty, days="-20")
    assert "Iemand anders heeft deze herinneringen intussen gewijzigd" in page.text
    assert page.context["form"]["days"].value() == "-20"
    assert days_by_requirement()[duty.pk] == (-10,)


def test_saving_the_same_again_adds_no_row(duty):
    given = {"requirement": duty, "escalate_after": None, "agreed_in": "", "by": PersonFactory()}
    assert set_reminder_rule(days=[14, 1, -7, -30, -60], based_on=0, **given) is None
    first = set_reminder_rule(days=[1], based_on=0, **given)
    assert set_reminder_rule(days=[1], based_on=1, **given) == first
    assert ReminderRule.objects.count() == 1


@pytest.mark.parametrize("days", [[1, 1], [400], list(range(11))])
def test_days_that_make_no_sense_are_refused(days):
    with pytest.raises(WrongDays):
        remind_on(RequirementFactory(), days)
    assert not ReminderRule.objects.exists()


def test_the_service_refuses_an_escalation_that_nobody_agreed_on_and_the_database_too(duty):
    given = {"requirement": duty, "days": [1], "escalate_after": 28}
    with pytest.raises(AgreementMissing):
        set_reminder_rule(**given, agreed_in=" ", based_on=0, by=PersonFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRule.objects.create(**given, set_by=PersonFactory())
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_what_was_set_before(duty, change):
    remind_on(duty, [1])
    rows = ReminderRule.objects.all()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows.update(days=[2]) if change == "update" else rows._raw_delete(using="default")


def test_the_service_refuses_what_was_based_on_another_rule(duty):
    remind_on(duty, [1])
    with pytest.raises(RemindersChanged):
        set_reminder_rule(
            requirement=duty,
            days=[2],
            escalate_after=None,
            agreed_in="",
            based_on=0,
            by=PersonFactory(),
        )


def test_a_reminder_is_planned_by_the_rule_that_held_at_that_moment(duty):
    person_from("2020-01-01")
    plan_on("2026-01-02")
    with clock.at(moment("2026-12-01")):
        remind_on(duty, [-29])
        assert plan_reminders().duties == 0
    with clock.at(moment("2026-12-02T04:15")):
        assert plan_reminders().duties == 1
    with clock.at(moment("2026-12-10")):
        remind_on(duty, [-5], escalate_after=28)
    # What was planned stays; what is planned from now on follows the last rule.
    assert [row.days for row in Reminder.objects.all()] == [-29]
    with clock.at(moment("2026-12-26T04:15")):
        assert plan_reminders().duties == 1
        assert [rule.escalate_after for rule in escalations()] == [28]
    assert [row.days for row in Reminder.objects.order_by("pk")] == [-29, -5]
    with clock.at(moment("2026-12-05")):
        assert (days_by_requirement()[duty.pk], escalations()) == ((-29,), [])


def test_switching_escalation_off_again_stops_it(duty):
    remind_on(duty, [1], escalate_after=28)
    assert [rule.requirement for rule in escalations()] == [duty]
    remind_on(duty, [1])
    assert escalations() == []


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([-60, -30, -7, 1, 14], "60, 30 en 7 dagen ervoor; 1 en 14 dagen erna"),
        ([-1], "1 dag ervoor"),
        ([0, 1], "Op de laatste dag zelf; 1 dag erna"),
        ([], "Geen herinneringen"),
    ],
)
def test_days_are_told_in_words(days, text):
    assert days_text(days) == text


def test_the_list_asks_as_much_for_thirty_as_for_one(client, officer):
    def cost(number):
        for _number in range(number):
            remind_on(yearly(), [1])
        with count_queries() as queries:
            assert client.get(reverse(LIST)).status_code == 200
        return len(queries)

    cost(1)
    assert cost(1) == cost(28)
