"""One question after a course: no row leads to a person, and no two reports give an answer away."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from guidance.enums import PollOption
from guidance.loading.polls import load_polls
from guidance.models import Poll, PollAnswered, PollCount
from guidance.polls.answering import answer_poll, organisation_of
from guidance.polls.batches import SMALLEST, shown, together
from guidance.polls.results import poll_results
from organisations.enums import MandateKind, UnitKind
from organisations.models import Unit
from tests.compliance.story import moment
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    UnitFactory,
)
from tests.lms.counting import count_queries

pytestmark = pytest.mark.django_db

RESULTS = "/hulp/peilingen/"


@pytest.fixture(autouse=True)
def _november_2026():
    with time_machine.travel(moment("2026-11-22"), tick=False):
        yield


@pytest.fixture
def rijk():
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="rijk", name="Rijk", kind=UnitKind.CENTRAL_GOVERNMENT)
        for code in ("bzk", "fin"):
            ministry = UnitFactory(code=code, name=f"Ministerie {code}", parent=top)
            UnitFactory(code=f"{code}-1", name=f"Team {code}", parent=ministry)
        return top


@pytest.fixture
def poll():
    return Poll.objects.create(key="vp", question="Weet je je VP te vinden?", is_on=True)


def employee(code: str = "bzk-1"):
    with clock.at(moment("2020-01-01")):
        return AppointmentFactory(unit=unit(code)).person


def counts() -> dict[str, int]:
    rows = PollCount.objects.values_list("organisation__code", "option", "n")
    return {f"{code} {option}": n for code, option, n in rows}


def press(client, poll, person, answer: str, **more):
    client.force_login(account_of(person))
    return client.post(f"{RESULTS}{poll.key}/antwoord/", {"antwoord": answer, **more})


def account_of(person):
    if person.user is None:
        person.user = UserFactory()
        person.save(update_fields=["user"])
    return person.user


def test_an_answer_raises_a_counter_of_the_organisation_and_of_the_month(client, rijk, poll):
    answer = press(client, poll, employee(), "yes", terug="/cursus/")
    assert answer["Location"] == "/cursus/"
    assert counts() == {"bzk yes": 1, "bzk partly": 0, "bzk no": 0}
    assert set(PollCount.objects.values_list("month", flat=True)) == {date(2026, 11, 1)}


def test_no_thanks_is_kept_as_an_answer_is_and_counts_nowhere(client, rijk, poll):
    press(client, poll, employee(), "")
    assert counts() == {}
    assert PollAnswered.objects.count() == 1


def test_who_answers_twice_counts_once_and_is_asked_again_next_year(client, rijk, poll):
    person = employee()
    for _again in range(2):
        press(client, poll, person, "no")
    assert counts()["bzk no"] == 1
    with time_machine.travel(moment("2027-01-10"), tick=False):
        assert answer_poll(poll=poll, person=person, option=PollOption.NO)


def test_what_is_stored_of_a_person_is_the_poll_and_the_year_only():
    names = {field.name for field in PollAnswered._meta.get_fields()}
    assert names == {"id", "poll", "person", "year"}
    assert {field.name for field in PollCount._meta.get_fields()} == {
        "id",
        "poll",
        "organisation",
        "month",
        "option",
        "n",
    }
    assert isinstance(PollAnswered().pk, UUID)


def test_all_counters_of_a_month_are_written_with_every_answer(rijk, poll):
    """So that which row the database wrote last says nothing."""
    person = employee()
    with count_queries() as queries:
        answer_poll(poll=poll, person=person, option=PollOption.YES)
    [update] = [sql for sql in queries if sql.startswith("UPDATE")]
    assert "CASE WHEN" in update
    assert '"option"' in update.split("WHERE")[0]
    assert '"option"' not in update.split("WHERE")[1]


def test_who_works_nowhere_counts_nowhere(rijk, poll):
    person = PersonFactory()
    assert organisation_of(person, on=date(2026, 11, 22)) is None
    answer_poll(poll=poll, person=person, option=PollOption.YES)
    assert counts() == {}


def test_without_a_rijk_above_it_the_top_is_the_organisation(poll):
    with clock.at(moment("2020-01-01")):
        top = UnitFactory(code="zelf", name="Zelfstandig", kind=UnitKind.AGENCY)
        person = AppointmentFactory(unit=UnitFactory(parent=top)).person
    assert organisation_of(person, on=date(2026, 11, 22)) == top.pk


def test_a_poll_that_is_off_is_not_there(client, rijk, poll):
    Poll.objects.update(is_on=False)
    assert press(client, poll, employee(), "yes").status_code == 404
    assert not PollAnswered.objects.exists()


def test_it_never_leads_to_another_site(client, rijk, poll):
    answer = press(client, poll, employee(), "yes", terug="https://elders.example/")
    assert answer["Location"] == "/mijn-leren/"


def test_the_database_refuses_half_months_and_a_second_flag(rijk, poll):
    person = employee()
    with pytest.raises(IntegrityError), transaction.atomic():
        PollCount.objects.create(
            poll=poll, organisation=rijk, month=date(2026, 11, 2), option="yes"
        )
    PollAnswered.objects.create(poll=poll, person=person, year=2026)
    with pytest.raises(IntegrityError), transaction.atomic():
        PollAnswered.objects.create(poll=poll, person=person, year=2026)


def fill(poll, unit, month: date, *, yes: int = 0, partly: int = 0, no: int = 0) -> None:
    for option, n in zip(PollOption, (yes, partly, no), strict=True):
        PollCount.objects.create(poll=poll, organisation=unit, month=month, option=option, n=n)


def unit(code: str):
    return Unit.objects.get(code=code)


def test_a_month_shows_when_it_is_over_and_only_with_ten_answers(rijk, poll):
    fill(poll, unit("bzk"), date(2026, 9, 1), yes=9)
    fill(poll, unit("bzk"), date(2026, 10, 1), no=1, yes=2)
    fill(poll, unit("bzk"), date(2026, 11, 1), yes=50)
    fill(poll, unit("fin"), date(2026, 9, 1), yes=9)
    user = MandateFactory(unit=rijk, kind=MandateKind.AUDITOR).holder.user
    [one] = poll_results(user)
    rows = {row.name: row.result for row in one.rows}
    bzk = rows["Ministerie bzk"]
    assert (bzk.yes, bzk.no, bzk.n, bzk.percentage) == (11, 1, 12, 92)
    assert bzk.through == date(2026, 10, 1)
    assert rows["Ministerie fin"].n == 0
    assert one.rijk == bzk


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (MandateKind.COMPLIANCE_OFFICER, 200),
        (MandateKind.WORKS_COUNCIL, 200),
        (MandateKind.AUDITOR, 200),
        (MandateKind.MANAGER, 404),
        (MandateKind.SUPPORT, 404),
    ],
)
def test_officer_works_council_and_auditor_read_it_and_others_do_not(
    client, rijk, poll, kind, status
):
    fill(poll, unit("bzk"), date(2026, 9, 1), yes=12)
    fill(poll, unit("fin"), date(2026, 9, 1), yes=12)
    client.force_login(MandateFactory(unit=unit("bzk"), kind=kind).holder.user)
    page = client.get(RESULTS)
    assert page.status_code == status
    if status == 200:
        assert "Ministerie bzk" in page.content.decode()
        assert "Ministerie fin" not in page.content.decode()


def test_the_page_asks_as_much_with_one_organisation_as_with_thirty(client, rijk, poll):
    fill(poll, unit("bzk"), date(2026, 9, 1), yes=12)
    client.force_login(MandateFactory(unit=rijk, kind=MandateKind.AUDITOR).holder.user)
    client.get(RESULTS)
    with count_queries() as one:
        client.get(RESULTS)
    with clock.at(moment("2020-01-01")):
        for number in range(29):
            fill(poll, UnitFactory(parent=rijk, code=f"m{number}"), date(2026, 9, 1), yes=12)
    with count_queries() as thirty:
        client.get(RESULTS)
    assert len(thirty) == len(one)


ANSWERS = st.lists(
    st.tuples(st.integers(0, 240), st.sampled_from(["a", "b"]), st.sampled_from(PollOption.values)),
    max_size=60,
)


@settings(max_examples=150)
@given(answers=ANSWERS)
def test_reports_of_two_days_never_differ_by_fewer_than_ten_answers(answers):
    """The attack: somebody keeps the report of every day and subtracts each from each."""
    first = date(2026, 1, 15)

    def report(day: date):
        months: dict[str, dict[date, dict[str, int]]] = {"a": {}, "b": {}}
        for offset, unit_, option in answers:
            answered = first + timedelta(days=offset)
            if answered <= day:
                month = months[unit_].setdefault(answered.replace(day=1), {})
                month[option] = month.get(option, 0) + 1
        results = {name: shown(rows, today=day) for name, rows in months.items()}
        return [*results.values(), together(results.values())]

    reports = [report(first + timedelta(days=days)) for days in range(0, 300, 3)]
    for place, before in enumerate(reports):
        for after in reports[place + 1 :]:
            for old, new in zip(before, after, strict=True):
                assert new.n - old.n == 0 or new.n - old.n >= SMALLEST
                if new.n == old.n:
                    assert new == old


def test_the_polls_of_kompas_start_off_and_a_second_load_changes_nothing():
    assert len(load_polls()) == 3
    Poll.objects.filter(key="gedragscode-kennen").update(is_on=True, question="Anders")
    assert load_polls() == []
    assert Poll.objects.get(key="gedragscode-kennen").question == "Anders"
    assert Poll.objects.filter(is_on=True).count() == 1
