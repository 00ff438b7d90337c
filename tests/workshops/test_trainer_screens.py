"""Planning on screen: a series, changes, participants, places for a team, requests."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from organisations.enums import MandateKind, RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from workshops.enums import BookingState, EvaluationRound, RequestState
from workshops.evaluation.adding import add_up
from workshops.models import EvaluationBatch, Event, PlaceReservation, TeamRequest
from workshops.planning.teams import ask_for_team

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime.fromisoformat("2026-11-22T09:00:00+00:00")


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Team Planning", code="team-planning")


@pytest.fixture
def trainer(unit: Unit) -> Person:
    person = PersonFactory(with_user=True, email="trainer@example.test")
    RoleAssignmentFactory(person=person, role=RoleKind.TRAINER, unit=unit)
    return person


@pytest.fixture
def client(trainer: Person) -> Client:
    return _client(trainer)


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, backend="organisations.backends.PersonBackend")
    return client


def _plan(unit: Unit, trainer: Person, **changes: str) -> dict[str, str]:
    return {
        "organiser": unit.code,
        "for_unit": "",
        "times": "1",
        "every": "7",
        "day": "2026-12-10",
        "start": "09:30",
        "end": "12:00",
        "zone": "Europe/Amsterdam",
        "place": "Koningskade 4, Den Haag",
        "room": "2.14",
        "online_url": "",
        "trainers": str(trainer.uuid),
        "other_trainer": "",
        "subtitle": "",
        "region": "zuid-holland",
        "language": "nl",
        "minimum": "2",
        "maximum": "8",
        "opens_on": "",
        "closes_on": "2026-12-08",
        "cancel_on": "2026-12-07",
        "offer_hours": "48",
        "required_sessions": "",
        **changes,
    }


def _url(name: str, event: Event, *more: object) -> str:
    return reverse(name, args=[event.uuid, *more])


def test_a_trainer_plans_a_series_looks_it_over_and_publishes_it(client, trainer, unit) -> None:
    kind = TypeFactory(sessions=4, maximum=8)
    url = f"{reverse('workshops-plan')}?soort={kind.key}"
    assert 'value="4"' in client.get(url).content.decode()
    answer = client.post(url, _plan(unit, trainer, times="4", every="14"), follow=True)
    event = Event.objects.get()
    assert answer.redirect_chain[-1][0] == _url("workshops-trainers-event", event)
    days = [one.local_start.strftime("%d-%m %H:%M") for one in event.sessions.order_by("number")]
    assert days == ["10-12 09:30", "24-12 09:30", "07-01 09:30", "21-01 09:30"]
    assert event.closes_at == datetime.fromisoformat("2026-12-08T23:00:00+00:00")
    assert event.published_at is None
    page = client.post(_url("workshops-event-publish", event), follow=True).content.decode()
    assert "Gepubliceerd. Mensen kunnen zich inschrijven." in page
    event.refresh_from_db()
    assert event.published_at is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "Vul een gebouw in"),
        ({"minimum": "9"}, "De grootste groep moet minstens zo groot zijn als de kleinste."),
        ({"for_unit": "Bestaat niet"}, "Er is geen onderdeel met de naam"),
        ({"other_trainer": "nobody@example.test"}, "Niemand heeft precies dit adres."),
        (
            {"day": "2027-03-28", "start": "02:30", "end": "04:00", "closes_on": ""},
            "Op 28 maart 2027 bestaat 2:30 uur niet: de klok gaat die nacht vooruit.",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence_and_keeps_what_was_typed(
    client, trainer, unit, changes, sentence
) -> None:
    kind = TypeFactory()
    data = _plan(unit, trainer, subtitle="Voor de kust", **changes)
    answer = client.post(f"{reverse('workshops-plan')}?soort={kind.key}", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="Voor de kust"' in page
    assert not Event.objects.exists()


def test_a_trainer_who_is_elsewhere_then_is_named(client, trainer, unit) -> None:
    starts_at = datetime.fromisoformat("2026-12-10T09:00:00+00:00")
    EventFactory(starts_at=starts_at, trainer=trainer)
    kind = TypeFactory()
    url = f"{reverse('workshops-plan')}?soort={kind.key}"
    answer = client.post(url, _plan(unit, trainer))
    assert answer.status_code == 422
    assert trainer.name in answer.content.decode()
    assert Event.objects.count() == 1


def test_somebody_without_the_role_cannot_plan_and_sees_no_list() -> None:
    person = PersonFactory(with_user=True)
    stranger = _client(person)
    for name in ("workshops-trainers", "workshops-plan", "workshops-requests"):
        assert stranger.get(reverse(name)).status_code == 404
    event = EventFactory()
    for name in ("trainers-event", "event-change", "event-cancel", "event-note", "event-again"):
        assert stranger.get(_url(f"workshops-{name}", event)).status_code == 404
    assert stranger.post(_url("workshops-event-publish", event)).status_code == 404


def test_a_session_is_moved_on_screen_and_the_others_stay(client, trainer) -> None:
    event = EventFactory(trainer=trainer, sessions=2)
    before = event.sessions.get(number=2).starts_at
    url = _url("workshops-session-change", event, 1)
    page = client.get(url).content.decode()
    assert 'name="day"' in page
    data = _plan(event.organiser, trainer, day="2026-12-15", start="13:00", end="15:00")
    client.post(url, data)
    moved = event.sessions.get(number=1)
    assert moved.local_start.strftime("%d-%m %H:%M") == "15-12 13:00"
    assert moved.sequence == 1
    assert event.sessions.get(number=2).starts_at == before


def test_cancelling_asks_why_and_tells_what_happened(client, trainer) -> None:
    event = EventFactory(trainer=trainer)
    booking = BookingFactory(event=event)
    url = _url("workshops-event-cancel", event)
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "De zaal is dicht."})
    event.refresh_from_db()
    booking.refresh_from_db()
    assert event.cancel_reason == "De zaal is dicht."
    assert booking.state == BookingState.CALLED_OFF


def test_a_trainer_books_for_somebody_and_signs_them_off(client, trainer) -> None:
    event = EventFactory(trainer=trainer)
    colleague = PersonFactory(email="collega@example.test")
    url = _url("workshops-book-for", event)
    assert client.post(url, {"person": "nobody@example.test"}).status_code == 422
    client.post(url, {"person": "Collega@example.test"})
    booking = event.bookings.get()
    assert (booking.person, booking.state) == (colleague, BookingState.BOOKED)
    page = client.get(_url("workshops-trainers-event", event)).content.decode()
    assert colleague.name in page
    client.post(_url("workshops-participant", event, booking.uuid), {"actie": "af"})
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


def test_places_are_kept_for_a_team_and_released(client, trainer) -> None:
    event, team = EventFactory(trainer=trainer), UnitFactory(name="Team Zuid")
    url = _url("workshops-keep", event)
    data = {"unit": "Team Zuid", "places": "3", "until": "2026-12-01"}
    assert client.post(url, {**data, "places": "99"}).status_code == 422
    client.post(url, data)
    kept = PlaceReservation.objects.get()
    assert (kept.unit, kept.places) == (team, 3)
    assert kept.release_at == datetime.fromisoformat("2026-12-01T23:00:00+00:00")
    client.post(_url("workshops-release", event, kept.pk))
    kept.refresh_from_db()
    assert kept.released_at is not None


def test_a_coordinator_sees_a_confidential_workshop_but_not_who_comes(unit) -> None:
    coordinator = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=coordinator, role=RoleKind.WORKSHOP_COORDINATOR, unit=unit)
    event = EventFactory(type=TypeFactory(confidential=True), organiser=unit)
    booking = BookingFactory(event=event)
    client = _client(coordinator)
    page = client.get(_url("workshops-trainers-event", event)).content.decode()
    assert "Alleen de trainers zien wie er naar deze workshop komt." in page
    overview = client.get(reverse("workshops-trainers")).content.decode()
    for shown in (page, overview):
        assert booking.name not in shown
        assert "1 van" not in shown
    assert client.get(_url("workshops-book-for", event)).status_code == 404


def test_the_list_of_a_trainer_costs_the_same_for_one_and_for_thirty(client, trainer) -> None:
    counted = []
    for number in (1, 29):
        for _one in range(number):
            EventFactory(trainer=trainer)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("workshops-trainers"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_page_of_an_event_costs_the_same_for_one_and_for_thirty(client, trainer) -> None:
    event = EventFactory(type=TypeFactory(maximum=60), trainer=trainer)
    counted = []
    for number in (1, 29):
        for _one in range(number):
            BookingFactory(event=event)
        with CaptureQueriesContext(connection) as queries:
            client.get(_url("workshops-trainers-event", event))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def _manager_of(unit: Unit) -> Person:
    manager = PersonFactory(with_user=True)
    MandateFactory(holder=manager, unit=unit, kind=MandateKind.MANAGER)
    return manager


def test_a_manager_asks_for_the_team_and_the_planner_answers_with_a_date(
    client, trainer, unit
) -> None:
    team = UnitFactory(name="Team Oost", parent=unit)
    manager = _manager_of(team)
    kind = TypeFactory(title="Sociale veiligheid in je team")
    asking = _client(manager)
    data = {
        "kind": kind.key,
        "unit": team.code,
        "participants": "9",
        "from_on": "2026-12-01",
        "until_on": "2026-11-30",
        "region": "utrecht",
        "language": "nl",
    }
    url = reverse("workshops-team-ask")
    refused = asking.post(url, data)
    assert refused.status_code == 422
    assert "De laatste dag mag niet voor de eerste liggen." in refused.content.decode()
    asking.post(url, {**data, "until_on": "2027-01-31"})
    request = TeamRequest.objects.get()
    event = EventFactory(type=kind, trainer=trainer)
    page = client.get(reverse("workshops-requests")).content.decode()
    assert "Team Oost" in page
    answer = {"aanvraag": str(request.uuid), "actie": "gepland", "datum": str(event.uuid)}
    client.post(reverse("workshops-requests"), answer)
    request.refresh_from_db()
    assert (request.state, request.event) == (RequestState.PLANNED, event)
    assert "Gepland" in asking.get(reverse("workshops-team")).content.decode()


def test_a_planner_elsewhere_neither_sees_nor_answers_a_request(unit) -> None:
    elsewhere = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=elsewhere, role=RoleKind.TRAINER, unit=UnitFactory())
    request = ask_for_team(
        type=TypeFactory(),
        unit=unit,
        participants=5,
        from_on=date(2026, 12, 1),
        until_on=date(2026, 12, 31),
        region="utrecht",
        by=_manager_of(unit),
    )
    client = _client(elsewhere)
    assert str(request.uuid) not in client.get(reverse("workshops-requests")).content.decode()
    data = {"aanvraag": str(request.uuid), "actie": "nee"}
    assert client.post(reverse("workshops-requests"), data).status_code == 404
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_a_manager_decides_about_the_own_people_only(unit) -> None:
    manager, other = _manager_of(unit), _manager_of(UnitFactory())
    person = PersonFactory()
    AppointmentFactory(person=person, unit=unit)
    event = EventFactory(type=TypeFactory(approval=True))
    booking = BookingFactory(event=event, person=person, state=BookingState.REQUESTED)
    url, data = reverse("workshops-team-decide"), {"booking": str(booking.uuid), "actie": "ja"}
    assert _client(other).post(url, data).status_code == 404
    booking.refresh_from_db()
    assert booking.state == BookingState.REQUESTED
    page = _client(manager).get(reverse("workshops-team")).content.decode()
    assert person.name in page
    _client(manager).post(url, data)
    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED


def test_a_manager_finds_nothing_of_a_confidential_or_chosen_workshop(unit) -> None:
    manager, person = _manager_of(unit), PersonFactory()
    AppointmentFactory(person=person, unit=unit)
    BookingFactory(event=EventFactory(type=TypeFactory(confidential=True)), person=person)
    BookingFactory(event=EventFactory(), person=person)
    page = _client(manager).get(reverse("workshops-team")).content.decode()
    assert person.name not in page
    assert "Niemand van je team is ingeschreven voor een verplichte workshop." in page


def test_who_manages_nobody_has_no_page_of_a_team() -> None:
    client = _client(PersonFactory(with_user=True))
    for name in ("workshops-team", "workshops-team-ask"):
        assert client.get(reverse(name)).status_code == 404
    for name in ("workshops-team-decide", "workshops-team-withdraw"):
        assert client.post(reverse(name)).status_code == 404


def test_results_of_a_kind_are_those_of_the_own_part_of_the_organisation(client, unit) -> None:
    kind = TypeFactory(title="Moreel beraad")
    sums = add_up(EvaluationRound.AFTER, [{"EV1": 4, "EV7": "Luisteren"}] * 10)
    here = {"type": kind, "round": EvaluationRound.AFTER, "answers": 10, "content": sums}
    EvaluationBatch.objects.create(organiser=UnitFactory(parent=unit), **here)
    url = reverse("workshops-results")
    assert "Moreel beraad" in client.get(url).content.decode()
    page = client.get(f"{url}?soort={kind.key}").content.decode()
    assert "Luisteren" in page
    assert "4,0" in page
    elsewhere = PersonFactory(with_user=True)
    RoleAssignmentFactory(person=elsewhere, role=RoleKind.TRAINER, unit=UnitFactory())
    other = _client(elsewhere)
    assert "Moreel beraad" not in other.get(url).content.decode()
    assert other.get(f"{url}?soort={kind.key}").status_code == 404
    assert _client(PersonFactory(with_user=True)).get(url).status_code == 404


def test_who_sees_figures_sees_results_of_that_part_but_never_a_confidential_kind(unit) -> None:
    sums = add_up(EvaluationRound.AFTER, [{"EV1": 4}] * 10)
    for title, secret in (("Moreel beraad", False), ("In vertrouwen", True)):
        EvaluationBatch.objects.create(
            organiser=UnitFactory(parent=unit),
            type=TypeFactory(title=title, confidential=secret),
            round=EvaluationRound.AFTER,
            answers=10,
            content=sums,
        )
    reader = PersonFactory(with_user=True)
    MandateFactory(holder=reader, unit=unit, kind=MandateKind.WORKS_COUNCIL)
    page = _client(reader).get(reverse("workshops-results")).content.decode()
    assert ("Moreel beraad" in page, "In vertrouwen" in page) == (True, False)
    assert reverse("workshops-trainers") not in re.findall(r'href="([^"]+)"', page)
    organisation = _client(reader).get(f"/organisatie/{unit.code}/").content.decode()
    assert reverse("workshops-results") in organisation


def test_notes_are_sent_and_shown(client, trainer) -> None:
    event = EventFactory(trainer=trainer)
    client.post(_url("workshops-event-note", event), {"text": "Neem je pas mee."})
    page = client.get(_url("workshops-trainers-event", event)).content.decode()
    assert "Neem je pas mee." in page
    long = "Neem je pas mee. " * 600
    refused = client.post(_url("workshops-event-note", event), {"text": long})
    assert refused.status_code == 422
    assert long.strip() in refused.content.decode()
    assert event.notes.count() == 1


def test_a_room_with_another_workshop_in_it_is_warned_of_until_it_is_solved(
    client, trainer
) -> None:
    event = EventFactory(trainer=trainer, sessions=2)
    event.sessions.update(room="2.14")
    other = EventFactory(starts_at=event.starts_at + timedelta(hours=1))
    other.sessions.update(room="2.14")
    address = _url("workshops-trainers-event", event)
    assert "In 2.14 is dan een andere workshop" in client.get(address).content.decode()
    assert len(client.get(address).context["file"].rooms) == 1
    other.sessions.update(room="3.01")
    assert client.get(address).context["file"].rooms == ()


def test_planning_again_moves_all_sessions(client, trainer) -> None:
    event = EventFactory(trainer=trainer, sessions=2)
    first = event.sessions.get(number=1).local_start.date()
    day = (first + timedelta(days=70)).isoformat()
    client.post(_url("workshops-event-again", event), {"starts_on": day})
    copy = Event.objects.exclude(pk=event.pk).get()
    assert copy.sessions.count() == 2
    assert copy.published_at is None
    assert copy.sessions.get(number=1).local_start.date().isoformat() == day
