"""Planning: what is refused and why, and what moving, cancelling and repeating do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from notifications.models import Notice
from organisations.models import Person
from organisations.services.persons import merge_persons
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import BookingFactory, TypeFactory
from tests.workshops.plans import at, meeting, plan_of, planned, published
from workshops.booking import book_seat
from workshops.enums import BookingState, EventStep, Region, RequestState
from workshops.models import Event, EventRecord, Interest, Session, TeamRequest
from workshops.planning import (
    EventChanges,
    PlanningRefused,
    add_session,
    answer_request,
    ask_for_team,
    call_off_session,
    cancel_event,
    change_event,
    duplicate_event,
    move_session,
    plan_event,
    publish_event,
    room_conflicts,
    send_note,
    set_trainers,
    trainer_conflicts,
    withdraw_request,
)
from workshops.planning.errors import ClockIsChanged, TrainerIsBusy

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
MORNING = ("2027-01-12 10:00", "2027-01-12 12:00")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def by() -> Person:
    return PersonFactory(name="Coen Coördinator")


def moved(session: Session, start: str, end: str, by: Person, **fields: str) -> Session:
    given = {"place": session.place, "room": session.room, "online_url": session.online_url}
    return move_session(
        session=session, starts_at=at(start), ends_at=at(end), by=by, **(given | fields)
    )


def notices(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=f"workshops.{kind}").order_by("pk"))


def sentence(asked: Callable[[], object]) -> str:
    """Return why something is refused; also see that nothing was written."""
    before = (Event.objects.count(), Session.objects.count(), EventRecord.objects.count())
    with pytest.raises(PlanningRefused) as refused:
        asked()
    assert (Event.objects.count(), Session.objects.count(), EventRecord.objects.count()) == before
    return str(refused.value)


def test_a_series_is_planned_in_order_and_stored_in_utc(by: Person) -> None:
    kind = TypeFactory(title="Intervisie", sessions=2, minimum=5, maximum=7, required_sessions=1)
    event = planned(
        meeting("2027-04-06 10:00", "2027-04-06 12:00"),
        meeting("2027-03-23 10:00", "2027-03-23 12:00"),
        type=kind,
        by=by,
    )
    assert (event.minimum, event.maximum, event.required_sessions) == (5, 7, 1)
    assert event.published_at is None
    rows = event.sessions.order_by("number").values_list("number", "starts_at")
    assert list(rows) == [
        (1, datetime(2027, 3, 23, 9, tzinfo=UTC)),
        (2, datetime(2027, 4, 6, 8, tzinfo=UTC)),
    ]
    assert event.starts_at == datetime(2027, 3, 23, 9, tzinfo=UTC)
    assert event.ends_at == datetime(2027, 4, 6, 10, tzinfo=UTC)
    assert [row.step for row in event.records.all()] == [EventStep.PLANNED]


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        ("2027-01-12 12:00", "2027-01-12 10:00", "Europe/Amsterdam", "einde"),
        ("2027-01-12 12:00", "2027-01-12 12:00", "Europe/Amsterdam", "einde"),
        ("2027-03-28 02:30", "2027-03-28 04:00", "Europe/Amsterdam", "28 maart 2027"),
        ("2027-03-28 01:00", "2027-03-28 02:00", "Europe/Amsterdam", "vooruit"),
        ("2027-10-31 02:30", "2027-10-31 04:00", "Europe/Amsterdam", "twee keer"),
        ("2027-01-12 10:00", "2027-01-12 12:00", "Europe/Den_Haag", "tijdzone"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(
    start: str, end: str, zone: str, expected: str
) -> None:
    assert expected in sentence(lambda: planned(meeting(start, end, zone=zone)))


def test_the_hours_around_a_change_of_the_clock_are_no_problem() -> None:
    event = planned(
        meeting("2027-03-28 01:59", "2027-03-28 03:00"),
        meeting("2027-10-31 01:59", "2027-10-31 03:00"),
    )
    lengths = [row.ends_at - row.starts_at for row in event.sessions.order_by("number")]
    assert lengths == [timedelta(minutes=1), timedelta(hours=2, minutes=1)]


def test_where_the_clock_never_changes_every_time_is_there() -> None:
    event = planned(meeting("2027-03-28 02:30", "2027-03-28 04:00", zone="America/Kralendijk"))
    assert event.starts_at == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)


def test_sizes_texts_and_links_that_cannot_be_are_refused() -> None:
    about = EventChanges(region=Region.UTRECHT)
    wrong = [
        (plan_of(about=replace(about, minimum=9, maximum=8)), "grootste groep"),
        (plan_of(about=replace(about, region="mars")), "Regio"),
        (plan_of(about=replace(about, subtitle="x" * 121)), "120"),
        (plan_of(meeting(*MORNING), about=replace(about, required_sessions=2)), "bijeenkomsten"),
        (plan_of(meeting(*MORNING, online_url="http://open.example/")), "https://"),
        (plan_of(meeting(*MORNING, online_url="https://geen link")), "Link"),
        (plan_of(meeting(*MORNING, room="x" * 81)), "80"),
        (
            plan_of(about=replace(about, opens_at=NOON, closes_at=NOON - timedelta(days=1))),
            "nschrijving",
        ),
        (plan_of(type=TypeFactory(confidential=True), for_unit=UnitFactory()), "ertrouwelijk"),
        (
            plan_of(meeting(*MORNING), meeting("2027-01-12 11:00", "2027-01-12 13:00")),
            "zelfde tijd",
        ),
    ]
    for plan, expected in wrong:
        text = sentence(lambda plan=plan: plan_event(plan=plan, by=PersonFactory()))
        assert expected in text, text


def test_a_trainer_is_never_in_two_places_at_once(by: Person) -> None:
    trainer = PersonFactory(name="Tine Trainer")
    plan = meeting("2027-01-12 11:30", "2027-01-12 13:00", trainers=(trainer,))
    standing = planned(meeting(*MORNING, trainers=(trainer,)), by=by)
    [text] = trainer_conflicts([plan])
    assert text == (
        "Tine Trainer begeleidt dan al Omstander: dinsdag 12 januari 2027 van 10:00 tot 12:00."
        " Kies een andere tijd of een andere begeleider."
    )
    with pytest.raises(TrainerIsBusy):
        planned(plan)
    # One after the other is fine, and so is a session that was called off.
    assert trainer_conflicts([replace(plan, starts_at=at("2027-01-12 12:00"))]) == []
    cancel_event(event=standing, reason="Ziek.", by=by)
    assert trainer_conflicts([plan]) == []


def test_a_conflict_with_a_confidential_workshop_does_not_say_which_one() -> None:
    trainer = PersonFactory(name="Tine Trainer")
    secret = TypeFactory(confidential=True, title="Ervaringen met discriminatie")
    planned(meeting(*MORNING, trainers=(trainer,)), type=secret)
    [text] = trainer_conflicts([meeting(*MORNING, trainers=(trainer,))])
    assert "discriminatie" not in text
    assert "Tine Trainer" in text


def test_the_same_room_is_a_warning_and_no_refusal() -> None:
    planned(meeting(*MORNING))
    plan = meeting("2027-01-12 11:00", "2027-01-12 13:00", room=" 2.14 ")
    assert room_conflicts([plan]) == [
        "In 2.14 is dan een andere workshop: dinsdag 12 januari 2027 van 10:00 tot 12:00."
    ]
    assert room_conflicts([replace(plan, room="1.01"), replace(plan, room="")]) == []
    assert planned(plan).sessions.count() == 1


def test_publishing_asks_for_a_session_to_come_with_a_trainer(by: Person) -> None:
    nothing = planned(by=by)
    assert "bijeenkomst" in sentence(lambda: publish_event(event=nothing, by=by))
    alone = planned(meeting(*MORNING), by=by)
    assert "begeleider" in sentence(lambda: publish_event(event=alone, by=by))
    past = planned(
        meeting("2026-11-24 10:00", "2026-11-24 12:00", trainers=(PersonFactory(),)), by=by
    )
    assert "begonnen" in sentence(lambda: publish_event(event=past, by=by))
    assert Event.objects.published().count() == 0


def test_publishing_tells_who_wanted_to_hear_of_it_once(by: Person) -> None:
    kind = TypeFactory()
    follower, elsewhere, other = PersonFactory(), PersonFactory(), PersonFactory()
    Interest.objects.create(person=follower, type=kind, region="")
    Interest.objects.create(person=follower, type=kind, region=Region.UTRECHT)
    Interest.objects.create(person=elsewhere, type=kind, region=Region.LIMBURG)
    Interest.objects.create(person=other, type=TypeFactory(), region="")
    event = published(meeting(*MORNING), type=kind, by=by)
    assert [row.person for row in notices("planned")] == [follower]
    assert publish_event(event=event, by=by).published_at == NOON
    assert len(notices("planned")) == 1
    assert event.records.filter(step=EventStep.PUBLISHED).count() == 1


def test_what_is_for_one_unit_is_not_told_to_others(by: Person) -> None:
    kind = TypeFactory()
    Interest.objects.create(person=PersonFactory(), type=kind, region="")
    published(meeting(*MORNING), type=kind, by=by, for_unit=UnitFactory())
    assert notices("planned") == []


def test_moving_remembers_how_it_was_and_tells_who_has_a_place_and_who_waits(by: Person) -> None:
    event = published(meeting(*MORNING))
    seated, waiting, gone = (
        BookingFactory(event=event, state=state)
        for state in (BookingState.BOOKED, BookingState.WAITLISTED, BookingState.CANCELLED)
    )
    session = moved(event.sessions.get(), "2027-01-13 13:00", "2027-01-13 15:00", by, room="1.02")
    assert (session.sequence, session.changed_at) == (1, NOON)
    event.refresh_from_db()
    assert event.starts_at == datetime(2027, 1, 13, 12, tzinfo=UTC)
    record = event.records.get(step=EventStep.MOVED)
    assert record.before == {
        "starts_at": "2027-01-12T09:00:00+00:00",
        "ends_at": "2027-01-12T11:00:00+00:00",
        "time_zone": "Europe/Amsterdam",
        "place": "Koningskade 4, Den Haag",
        "room": "2.14",
    }
    assert {row.person for row in notices("moved")} == {seated.person, waiting.person}
    assert gone.person not in {row.person for row in Notice.objects.all()}
    assert [row.person.name for row in notices("trainer_session")][-1] == "Tine Trainer"
    assert notices("trainer_news") == []


def test_another_link_moves_nobody(by: Person) -> None:
    event = published(meeting(*MORNING))
    BookingFactory(event=event)
    session = moved(
        event.sessions.get(), *MORNING, by, online_url="https://vergaderen.example/nieuw"
    )
    session.refresh_from_db()
    assert (session.sequence, session.online_url) == (0, "https://vergaderen.example/nieuw")
    assert notices("moved") == []
    assert not event.records.filter(step=EventStep.MOVED).exists()


def test_a_draft_moves_without_a_word(by: Person) -> None:
    event = planned(meeting(*MORNING))
    session = moved(event.sessions.get(), "2027-01-13 13:00", "2027-01-13 15:00", by)
    assert session.sequence == 1
    assert Notice.objects.count() == 0


def test_moves_that_cannot_be_are_refused(by: Person, clock: time_machine.Traveller) -> None:
    trainer = PersonFactory()
    planned(meeting("2027-01-14 10:00", "2027-01-14 12:00", trainers=(trainer,)))
    event = published(
        meeting(*MORNING, trainers=(trainer,)), meeting("2027-01-19 10:00", "2027-01-19 12:00")
    )
    first, second = event.sessions.order_by("number")
    refused = [
        ("2027-01-12 12:00", "2027-01-12 10:00", "einde"),
        ("2026-11-01 10:00", "2026-11-01 12:00", "voorbij"),
        ("2027-01-19 11:00", "2027-01-19 13:00", "zelfde tijd"),
        ("2027-01-14 11:00", "2027-01-14 13:00", "begeleidt"),
        ("2027-03-28 02:30", "2027-03-28 05:00", "vooruit"),
    ]
    for start, end, expected in refused:
        assert expected in sentence(lambda s=start, e=end: moved(first, s, e, by)), expected
    first.refresh_from_db()
    assert (first.sequence, first.starts_at) == (0, datetime(2027, 1, 12, 9, tzinfo=UTC))
    call_off_session(session=second, by=by)
    again = ("2027-01-20 10:00", "2027-01-20 12:00")
    assert "vervallen" in sentence(lambda: moved(second, *again, by))
    clock.move_to(datetime(2027, 1, 12, 9, 30, tzinfo=UTC))
    assert "begonnen" in sentence(lambda: moved(first, *again, by))
    assert notices("moved") == []


def test_a_session_that_is_added_or_called_off_goes_into_and_out_of_calendars(by: Person) -> None:
    event = published(meeting(*MORNING))
    booking = BookingFactory(event=event)
    BookingFactory(event=event, state=BookingState.WAITLISTED)
    trainer = PersonFactory()
    late = meeting("2027-01-19 10:00", "2027-01-19 12:00", trainers=(trainer,))
    added = add_session(event=event, session=late, by=by)
    assert added.number == 2
    event.refresh_from_db()
    assert event.ends_at == datetime(2027, 1, 19, 11, tzinfo=UTC)
    [notice] = notices("session")
    assert (notice.person, notice.context["method"]) == (booking.person, "REQUEST")

    off = call_off_session(session=added, by=by)
    assert (off.sequence, off.called_off_at) == (1, NOON)
    event.refresh_from_db()
    assert event.ends_at == datetime(2027, 1, 12, 11, tzinfo=UTC)
    assert [row.context["method"] for row in notices("session")] == ["REQUEST", "CANCEL"]
    assert "hele workshop" in sentence(
        lambda: call_off_session(session=event.sessions.get(number=1), by=by)
    )
    assert "begeleider" in sentence(
        lambda: add_session(event=event, session=replace(late, trainers=()), by=by)
    )


def test_trainers_change_and_a_published_session_keeps_at_least_one(by: Person) -> None:
    event = published(meeting(*MORNING))
    session, new = event.sessions.get(), PersonFactory()
    set_trainers(session=session, trainers=[new], by=by)
    assert [row.person for row in session.trainers.all()] == [new]
    assert "begeleider" in sentence(lambda: set_trainers(session=session, trainers=[], by=by))
    planned(meeting("2027-01-12 09:00", "2027-01-12 11:00", trainers=(busy := PersonFactory(),)))
    assert "begeleidt" in sentence(lambda: set_trainers(session=session, trainers=[busy], by=by))
    assert [row.person for row in session.trainers.all()] == [new]


def test_a_trainer_is_busy_under_each_record_that_is_theirs() -> None:
    trainer, old, other = (PersonFactory() for _n in range(3))
    merge_persons(person=old, into=trainer)
    planned(meeting(*MORNING, trainers=(old,)))
    again = meeting("2027-01-12 11:00", "2027-01-12 13:00", trainers=(trainer,))
    assert "begeleidt" in sentence(lambda: planned(again))
    planned(replace(again, trainers=(other,)))
    for record in (trainer, old):
        [conflict] = trainer_conflicts([replace(again, trainers=(record,))])
        assert record.name in conflict


def told_trainers() -> list[tuple[str, str, str]]:
    """Return which trainer heard what, and what happens in their calendar."""
    return [
        (row.person.name, row.kind.split(".")[1], row.context.get("method", ""))
        for row in Notice.objects.filter(kind__contains=".trainer_").order_by("pk")
    ]


def test_who_leads_a_session_hears_of_each_change_that_somebody_else_makes(by: Person) -> None:
    ann, bob, cas = (PersonFactory(name=name) for name in ("Ann", "Bob", "Cas"))
    event = published(
        meeting(*MORNING, trainers=(ann, bob)),
        meeting("2027-01-19 10:00", "2027-01-19 12:00", trainers=(bob,)),
        by=ann,
    )
    # Ann planned it herself: nobody needs to tell her.
    assert told_trainers() == [("Bob", "trainer_session", "REQUEST")] * 2
    Notice.objects.all().delete()
    first, second = event.sessions.order_by("number")
    set_trainers(session=first, trainers=[ann, cas], by=by)
    assert told_trainers() == [
        ("Bob", "trainer_session", "CANCEL"),
        ("Cas", "trainer_session", "REQUEST"),
        ("Ann", "trainer_news", ""),
    ]
    set_trainers(session=first, trainers=[cas, ann], by=by)
    assert len(told_trainers()) == 3
    Notice.objects.all().delete()
    call_off_session(session=second, by=by)
    assert told_trainers() == [
        ("Bob", "trainer_session", "CANCEL"),
        ("Ann", "trainer_news", ""),
        ("Cas", "trainer_news", ""),
    ]
    Notice.objects.all().delete()
    cancel_event(event=event, reason="Ziek.", by=ann)
    assert told_trainers() == [("Cas", "trainer_session", "CANCEL")]


def test_who_got_a_session_by_mail_gets_the_change_by_mail_also_of_their_own_hand(
    by: Person,
) -> None:
    event = published(meeting(*MORNING, trainers=(trainer := PersonFactory(),)), by=by)
    moved(event.sessions.get(), "2027-01-13 10:00", "2027-01-13 12:00", trainer)
    assert [row.person for row in notices("trainer_session")] == [trainer, trainer]


def test_cancelling_needs_a_reason_and_reaches_everybody(by: Person) -> None:
    event = published(meeting(*MORNING))
    for reason in ("", "   \n", "x" * 301):
        assert sentence(lambda r=reason: cancel_event(event=event, reason=r, by=by))
    bookings = [
        BookingFactory(event=event, state=state)
        for state in (BookingState.BOOKED, BookingState.WAITLISTED, BookingState.REQUESTED)
    ]
    cancelled = cancel_event(event=event, reason="De begeleider  is ziek.", by=by)
    assert cancelled.cancel_reason == "De begeleider is ziek."
    assert event.sessions.get().sequence == 1
    for booking in bookings:
        booking.refresh_from_db()
        assert booking.state == BookingState.CALLED_OFF
    assert {row.person for row in notices("called_off")} == {row.person for row in bookings}
    again = [
        lambda: cancel_event(event=event, reason="Nog eens.", by=by),
        lambda: publish_event(event=event, by=by),
        lambda: send_note(event=event, text="Hallo", by=by),
        lambda: moved(event.sessions.get(), "2027-01-13 10:00", "2027-01-13 12:00", by),
    ]
    for asked in again:
        assert "geannuleerd" in sentence(asked)


def test_what_is_over_cannot_be_cancelled(by: Person, clock: time_machine.Traveller) -> None:
    event = published(meeting(*MORNING))
    clock.move_to(datetime(2027, 1, 12, 11, 30, tzinfo=UTC))
    assert "voorbij" in sentence(lambda: cancel_event(event=event, reason="Te laat.", by=by))


def test_changing_more_places_lets_the_line_move_and_fewer_than_taken_is_refused(
    by: Person,
) -> None:
    about = EventChanges(region=Region.UTRECHT, maximum=2)
    event = published(meeting(*MORNING), about=about)
    people = [PersonFactory() for _n in range(3)]
    first, _second, third = (book_seat(event=event, person=row, by=row) for row in people)
    assert third.state == BookingState.WAITLISTED
    event.refresh_from_db()
    now = EventChanges.like(event)
    assert "2" in sentence(
        lambda: change_event(event=event, changes=replace(now, maximum=1), by=by)
    )
    changed = change_event(
        event=event,
        changes=replace(now, maximum=4, minimum=3, subtitle="voor leidinggevenden"),
        by=by,
    )
    assert (changed.maximum, changed.minimum) == (4, 3)
    third.refresh_from_db()
    assert third.state == BookingState.OFFERED
    # The title stands in calendars.
    assert event.sessions.get().sequence == 1
    first.refresh_from_db()
    assert first.state == BookingState.BOOKED


def test_changing_nothing_leaves_no_trace(by: Person) -> None:
    event = published(meeting(*MORNING))
    change_event(event=event, changes=EventChanges.like(event), by=by)
    assert not event.records.filter(step=EventStep.CHANGED).exists()
    assert event.sessions.get().sequence == 0


def test_a_duplicate_keeps_the_times_on_the_clock_over_a_change_of_the_clock(by: Person) -> None:
    zone = "Europe/Amsterdam"
    about = EventChanges(
        region=Region.UTRECHT,
        subtitle="voor starters",
        closes_at=datetime(2027, 3, 1, 11, tzinfo=UTC),
    )
    event = published(
        meeting("2027-03-09 10:00", "2027-03-09 12:00", online_url="https://geheim.example/1"),
        meeting("2027-03-23 14:00", "2027-03-23 16:00", zone=zone),
        about=about,
    )
    copy = duplicate_event(event=event, starts_on=date(2027, 4, 6), by=by)
    rows = copy.sessions.order_by("number")
    assert [f"{row.local_start:%d-%m %H:%M}" for row in rows] == ["06-04 10:00", "20-04 14:00"]
    assert [row.starts_at.hour for row in rows] == [8, 12]
    assert [row.online_url for row in rows] == ["", ""]
    assert copy.closes_at == datetime(2027, 3, 29, 10, tzinfo=UTC)
    assert (copy.subtitle, copy.published_at, copy.planned_by) == ("voor starters", None, by)
    assert {row.uuid for row in rows}.isdisjoint(row.uuid for row in event.sessions.all())


def test_a_duplicate_that_cannot_be_is_refused(by: Person) -> None:
    night = planned(meeting("2027-03-21 02:30", "2027-03-21 04:00"))
    with pytest.raises(ClockIsChanged):
        duplicate_event(event=night, starts_on=date(2027, 3, 28), by=by)
    assert "nog" in sentence(
        lambda: duplicate_event(event=night, starts_on=date(2026, 11, 25), by=by)
    )
    trainer = PersonFactory()
    event = planned(meeting(*MORNING, trainers=(trainer,)))
    planned(meeting("2027-02-02 11:00", "2027-02-02 13:00", trainers=(trainer,)))
    assert "begeleidt" in sentence(
        lambda: duplicate_event(event=event, starts_on=date(2027, 2, 2), by=by)
    )
    alone = duplicate_event(event=event, starts_on=date(2027, 2, 2), by=by, with_trainers=False)
    assert not alone.sessions.filter(trainers__isnull=False).exists()


def test_a_note_has_words_but_not_ten_thousand(by: Person) -> None:
    event = published(meeting(*MORNING))
    booking = BookingFactory(event=event)
    BookingFactory(event=event, state=BookingState.WAITLISTED)
    assert sentence(lambda: send_note(event=event, text="  \n ", by=by))
    text = sentence(lambda: send_note(event=event, text="x" * 10_000, by=by))
    assert "2000" in text
    assert "10000" in text
    note = send_note(event=event, text="Neem een\r\nvoorbeeld mee.", by=by)
    assert note.text == "Neem een\nvoorbeeld mee."
    assert [row.person for row in notices("note")] == [booking.person]


def test_a_request_for_a_team_is_answered_once(by: Person) -> None:
    manager, unit, kind = PersonFactory(), UnitFactory(), TypeFactory(maximum=12)
    asked = {
        "type": kind,
        "unit": unit,
        "participants": 8,
        "from_on": date(2027, 1, 4),
        "until_on": date(2027, 2, 26),
        "region": Region.UTRECHT,
        "by": manager,
    }
    wrong = [
        ({"participants": 0}, "hoeveel"),
        ({"participants": 13}, "12"),
        ({"from_on": date(2026, 11, 1)}, "nog"),
        ({"until_on": date(2027, 1, 3)}, "laatste dag"),
        ({"type": TypeFactory(confidential=True)}, "team"),
    ]
    for change, expected in wrong:
        text = sentence(lambda c=change: ask_for_team(**(asked | c)))
        assert expected in text, text
    request = ask_for_team(**asked)
    assert "al" in sentence(lambda: ask_for_team(**asked))
    other = published(meeting(*MORNING))
    assert sentence(lambda: answer_request(request=request, event=other, by=by))
    event = published(meeting("2027-01-13 10:00", "2027-01-13 12:00"), type=kind)
    answered = answer_request(request=request, event=event, by=by)
    assert (answered.state, answered.event) == (RequestState.PLANNED, event)
    assert [row.person for row in notices("request_planned")] == [manager]
    assert sentence(lambda: answer_request(request=request, by=by))
    assert sentence(lambda: withdraw_request(request=request, by=manager))

    again = ask_for_team(**asked)
    assert answer_request(request=again, by=by).state == RequestState.REFUSED
    assert [row.person for row in notices("request_refused")] == [manager]
    third = ask_for_team(**asked)
    assert withdraw_request(request=third, by=manager).state == RequestState.WITHDRAWN
    assert TeamRequest.objects.filter(state=RequestState.OPEN).count() == 0
