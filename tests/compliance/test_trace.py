"""Waarom?: the trace says what the status says, and to each reader no more than they may know."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from compliance.enums import ReasonCode, Status
from compliance.figures.people import statuses_of
from compliance.models import Obligation, Requirement
from compliance.privacy.sight import Sight
from compliance.services import exempt
from compliance.why import Trace, excuses, explain, read_case
from core import clock
from lms.api import Assurance
from organisations.models import Person
from tests.compliance.histories import A_FEW_HISTORIES, HISTORIES, World
from tests.compliance.story import activity_of, day, moment, once, person_from, plan_on, yearly
from tests.compliance.test_status_property import (  # noqa: F401 (a fixture)
    days_that_matter,
    told,
    world,
)
from tests.factories.lms import ActivityFactory, CompletionFactory
from tests.factories.organisations import AbsenceFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("long_ago")]
TITLE = "Integriteit en sociale veiligheid"


@pytest.fixture(autouse=True)
def _in_dutch() -> Any:
    with override("nl"):
        yield


@pytest.fixture
def duty() -> Requirement:
    activity = ActivityFactory(title=TITLE, start_path="/leren/els/")
    return yearly(activities=[activity], requirement__title=TITLE)


def trace_of(
    person: Person, duty: Requirement, as_of: str, sight: Sight = Sight.OWN, **options: Any
) -> Trace:
    case = read_case(person, duty, as_of=day(as_of), **options)
    assert case is not None
    return explain(case, sight)


def texts(trace: Trace) -> str:
    """Everything that the trace says."""
    parts = [trace.verdict, *trace.change]
    for section in trace.sections:
        parts += [section.title, *section.sentences]
        parts += [item.text for item in section.items]
        parts += [f"{row.label}: {row.text}" for row in section.rows]
    return "\n".join(parts)


def complete(person: Person, duty: Requirement, on: str, **fields: Any) -> Any:
    return CompletionFactory(
        person=person,
        activity=fields.pop("activity", None) or activity_of(duty),
        occurred_at=moment(on),
        recorded_at=moment(fields.pop("recorded", on)),
        **{"assurance": Assurance.SERVER_GRADED, **fields},
    )


@A_FEW_HISTORIES
@given(steps=HISTORIES, picks=st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_the_verdict_is_the_status_of_the_lists_for_every_reader(
    world: World,  # noqa: F811
    steps: Any,
    picks: list[int],
) -> None:
    with told(world, steps) as after:
        days, moments = days_that_matter(), [None, *after.moments]
        for pick in picks:
            as_of, known_at = days[pick % len(days)], moments[pick % len(moments)]
            listed = statuses_of(
                person_ids=[person.pk for person in after.persons], as_of=as_of, known_at=known_at
            )
            for person in after.persons:
                for requirement in after.requirements:
                    row = listed.get(person.pk, {}).get(requirement.pk)
                    case = read_case(person, requirement, as_of=as_of, known_at=known_at)
                    if row is None:
                        assert case is None or not is_current(case.decision, as_of)
                        continue
                    assert case is not None
                    for sight in Sight:
                        trace = explain(case, sight)
                        assert (trace.status, trace.cycle_label) == (row.status, row.cycle_label)
                        assert trace.badge.text == Status(row.status).label


def is_current(decision: Any, as_of: date) -> bool:
    closed = decision.closes_on is not None and decision.closes_on < as_of
    return decision.stated.opens_on <= as_of and not closed


def test_what_is_open_says_by_when_and_what_finishing_it_brings(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    trace = trace_of(person, duty, "2026-11-22")
    assert trace.verdict == "Dit moet nog gebeuren. De laatste dag is 31 december 2026."
    assert trace.change == (
        f"Rond ‘{TITLE}’ af. Gebeurt dat uiterlijk op 31 december 2026, dan staat hier ‘Afgerond’.",
    )
    assert [(start.title, start.path) for start in trace.starts] == [(TITLE, "/leren/els/")]


def test_who_finishes_after_the_last_day_reads_that_it_will_be_late():
    duty = once(activities=[ActivityFactory(title="Goed ambtenaarschap")])
    person = person_from("2020-01-01")
    plan_on("2024-01-02")
    trace = trace_of(person, duty, "2026-11-22")
    assert trace.status == Status.OVERDUE
    assert trace.change[0].endswith(
        "De laatste dag is voorbij, dus dan staat hier ‘Te laat afgerond’."
    )


def test_a_round_that_is_closed_says_that_nothing_can_be_done_for_it_any_more(duty):
    person = person_from("2020-01-01")
    plan_on("2025-01-02")
    trace = trace_of(person, duty, "2026-11-22", cycle_label="2025")
    assert trace.change == (
        (
            "Deze ronde is gesloten op 31 december 2025. "
            "Wat daarna wordt gedaan, telt voor een andere ronde."
        ),
    )
    assert trace.starts == ()


def test_the_trace_names_the_version_the_appointment_and_the_dates(duty):
    person = person_from("2026-09-15")
    plan_on("2026-09-20")
    trace = trace_of(person, duty, "2026-11-22")
    said = texts(trace)
    unit = person.appointments.get().unit.versions.get().name
    assert f"Dienstverband: Rijksambtenaar, {unit}, vanaf 15 september 2026" in said
    assert "Nieuwe medewerker: Ja: de termijn loopt vanaf de eerste dag." in said
    assert "Laatste dag: 14 december 2026" in said
    assert "Versie: 1, vanaf 1 januari 2024" in said
    assert trace.definition == "status-open"


@pytest.mark.parametrize(
    ("on", "fields", "why"),
    [
        ("2025-12-31", {}, "Dat was te vroeg: het telt pas vanaf 1 januari 2026."),
        ("2026-03-01", {"assurance": Assurance.BROWSER}, "Het is niet zeker genoeg"),
        ("2026-11-23", {}, "Dat is na de dag waar deze pagina over gaat (22 november 2026)."),
    ],
)
def test_what_does_not_count_is_named_with_the_reason(duty, on, fields, why):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, duty, on, **fields)
    for sight in Sight:
        trace = trace_of(person, duty, "2026-11-22", sight)
        assert trace.status == Status.OPEN
        assert why in texts(trace)


def test_another_activity_is_not_in_the_trace_of_anybody(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, duty, "2026-03-01", activity=ActivityFactory(title="Vrijwillig"))
    for sight in Sight:
        assert "Vrijwillig" not in texts(trace_of(person, duty, "2026-11-22", sight))


def test_a_completion_that_was_declared_invalid_says_so_but_not_why(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    wrong = complete(person, duty, "2026-03-01")
    complete(person, duty, "2026-03-01", recorded="2026-04-01", voids=wrong, reason="Geheime reden")
    said = texts(trace_of(person, duty, "2026-11-22"))
    assert "Deze afronding is ongeldig verklaard." in said
    assert "Geheime reden" not in said
    then = trace_of(person, duty, "2026-03-20", known_at=moment("2026-03-20"))
    assert then.status == Status.DONE_ON_TIME


def test_doing_it_twice_is_seen_by_the_person_alone(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, duty, "2026-03-01")
    complete(person, duty, "2026-05-05")
    assert "5 mei 2026" in texts(trace_of(person, duty, "2026-11-22"))
    for sight in (Sight.MANAGER, Sight.OFFICER):
        said = texts(trace_of(person, duty, "2026-11-22", sight))
        assert "1 maart 2026" in said
        assert "5 mei 2026" not in said


@pytest.mark.parametrize(
    ("sight", "reason", "days"),
    [(Sight.OWN, True, True), (Sight.OFFICER, True, False), (Sight.MANAGER, False, False)],
)
def test_the_reason_of_an_exemption_is_for_the_person_its_category_for_the_officer(
    duty, sight, reason, days
):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    exempt(
        obligation=Obligation.objects.get(person=person, cycle__label="2026"),
        by=PersonFactory(),
        reason_code=ReasonCode.OTHER_FORM,
        effective_on=date(2026, 3, 3),
        until_on=date(2026, 12, 12),
    )
    trace = trace_of(person, duty, "2026-11-22", sight)
    assert trace.status == Status.EXEMPT
    said = texts(trace)
    assert (str(ReasonCode.OTHER_FORM.label) in said) is reason
    assert ("3 maart 2026" in said, "11 december 2026" in said) == (days, days)


@pytest.mark.parametrize("sight", [Sight.OFFICER, Sight.MANAGER])
def test_others_read_no_day_of_an_absence(duty, sight):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    with clock.at(moment("2026-07-20")):
        AbsenceFactory(person=person, valid_from=date(2026, 7, 17), valid_until=date(2026, 12, 14))
    plan_on("2026-07-21")
    trace = trace_of(person, duty, "2026-11-22", sight)
    assert trace.status == Status.PAUSED
    said = texts(trace)
    assert not [text for text in ("17 juli", "14 december", "13 december") if text in said]
    own = texts(trace_of(person, duty, "2026-11-22"))
    assert "17 juli 2026" in own


def test_the_words_on_mijn_leren_say_the_same_as_the_trace(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    obligation = Obligation.objects.get(person=person, cycle__label="2026")
    exempt(
        obligation=obligation,
        by=PersonFactory(),
        reason_code=ReasonCode.LEAVE,
        effective_on=date(2026, 3, 3),
        until_on=date(2026, 12, 12),
    )
    [excuse] = excuses([obligation.pk], as_of=day("2026-11-22")).values()
    assert (
        excuse == "Je bent vrijgesteld van 3 maart 2026 tot en met 11 december 2026. Reden: Verlof."
    )
    assert excuse in texts(trace_of(person, duty, "2026-11-22"))
    assert excuses([], as_of=day("2026-11-22")) == {}


def test_a_choice_of_several_says_how_many_are_still_needed():
    titles = ("Adviezen", "Beleid", "Cultuur")
    duty = yearly(activities=[ActivityFactory(title=title) for title in titles], needed=2)
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    complete(person, duty, "2026-03-01", activity=duty.versions.get().accepted.first().activity)
    trace = trace_of(person, duty, "2026-11-22")
    assert trace.change[0].startswith("Rond één van deze onderdelen af: ‘Beleid’ of ‘Cultuur’.")
    assert trace.change[1] == (
        "Dit doe je niet op deze site. De organisatie legt vast dat het is gedaan."
    )
    assert "Er tellen 1 van 2 onderdelen mee." in texts(trace)


def test_what_counts_instead_of_a_part_stands_behind_that_part():
    titles = ("Briefing", "Cursus")
    briefing, course = (ActivityFactory(title=title) for title in titles)
    duty = yearly(activities=[briefing, course])
    film = ActivityFactory(title="Opname", start_path="/leren/opname/")
    duty.versions.get().accepted.create(
        activity=film, instead_of=briefing, minimum_assurance=Assurance.BROWSER
    )
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    trace = trace_of(person, duty, "2026-11-22")
    assert trace.change[0].startswith("Rond ‘Briefing’ (of ‘Opname’) en ‘Cursus’ af.")
    assert len(trace.change) == 1
    assert [start.path for start in trace.starts] == ["/leren/opname/"]
    complete(person, duty, "2026-03-01", activity=film)
    assert trace_of(person, duty, "2026-11-22").change[0].startswith("Rond ‘Cursus’ af.")


def test_somebody_without_the_duty_has_no_trace(duty):
    person = person_from("2020-01-01")
    assert read_case(person, duty, as_of=day("2026-11-22")) is None


def test_what_was_not_known_yet_is_not_in_the_trace(duty):
    person = person_from("2020-01-01")
    plan_on("2026-01-02")
    known_at = moment("2026-01-02") - timedelta(days=1)
    assert read_case(person, duty, as_of=day("2026-11-22"), known_at=known_at) is None
