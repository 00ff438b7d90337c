"""What participants see and do: the calendar, an event, their booking, their own workshops."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core import clock
from organisations.enums import MandateKind, RoleKind
from organisations.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AppointmentFactory,
    MandateFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from tests.lms.counting import count_queries
from workshops.enums import BookingState, Region
from workshops.models import Booking, CalendarFeed, Event, Interest, Session
from workshops.views.paces import PER_MINUTE

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=clock.AMSTERDAM)
BACKEND = "organisations.backends.PersonBackend"


@pytest.fixture(autouse=True)
def _november_2026():
    cache.clear()
    with clock.at(NOW):
        yield


@pytest.fixture
def person() -> Person:
    found: Person = AppointmentFactory(person__with_user=True).person
    return found


@pytest.fixture
def visitor(client: Client, person: Person) -> Client:
    client.force_login(person.user, backend=BACKEND)
    return client


def on(day: int, hour: int = 10, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.AMSTERDAM)


def event_on(day: int, title: str = "Omstander", **fields: object) -> Event:
    kind = fields.pop("type", None) or TypeFactory(title=title)
    found: Event = EventFactory(type=kind, starts_at=on(day), **fields)
    return found


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def event_address(event: Event) -> str:
    return reverse("workshops-event", args=[event.uuid])


# --- the calendar ------------------------------------------------------------------------------


def test_the_calendar_asks_who_you_are_first(client: Client) -> None:
    assert client.get("/workshops/").status_code == 302
    assert client.get(event_address(event_on(2))).status_code == 302


def test_a_month_has_five_columns_and_the_weekend_only_when_something_is_on(visitor) -> None:
    event_on(2)
    page = visitor.get("/workshops/?maand=2026-12").content.decode()
    assert page.count('<th scope="col">') == 5
    event_on(5)
    page = visitor.get("/workshops/?maand=2026-12").content.decode()
    assert page.count('<th scope="col">') == 7


def test_previous_and_next_month_keep_the_filters(visitor) -> None:
    page = visitor.get("/workshops/?maand=2026-12&regio=utrecht").content.decode()
    assert "?maand=2026-11&amp;regio=utrecht" in page
    assert "?maand=2027-01&amp;regio=utrecht" in page


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("type=a", {"Alfa"}),
        ("regio=online", {"Bravo"}),
        ("regio=utrecht", {"Alfa", "Charlie"}),
        ("doelgroep=managers", {"Alfa", "Charlie"}),
        ("taal=en", {"Bravo"}),
        ("vrij=on", {"Alfa", "Bravo"}),
        ("q=CHARL", {"Charlie"}),
        ("q=koningskade+alfa", {"Alfa"}),
        ("telt=proof", {"Charlie"}),
        ("regio=nergens", {"Alfa", "Bravo", "Charlie"}),
    ],
)
def test_each_filter_keeps_what_fits_and_a_wrong_value_is_no_filter(
    visitor, filter_, expected
) -> None:
    event_on(2, type=TypeFactory(key="a", title="Alfa", audiences=["managers"]))
    event_on(
        3,
        type=TypeFactory(key="b", title="Bravo", audiences=["employees"]),
        region=Region.ONLINE,
        language="en",
    )
    full = event_on(
        4,
        type=TypeFactory(key="c", title="Charlie", audiences=["everyone"], activity__key="proof"),
        maximum=1,
    )
    BookingFactory(event=full)
    rows = visitor.get(f"/workshops/?beeld=lijst&{filter_}").context["rows"].object_list
    assert {row.title for row in rows} == expected


def test_what_is_cancelled_or_not_published_or_for_others_is_not_in_the_calendar(
    visitor, person
) -> None:
    mine = person.appointments.get().unit
    event_on(2, "Gewoon")
    event_on(3, "Voor ons", for_unit=mine)
    event_on(4, "Voor anderen", for_unit=UnitFactory())
    event_on(7, "Concept", draft=True)
    event_on(8, "Afgelast", cancelled_at=NOW, cancel_reason="Ziek.")
    rows = visitor.get("/workshops/?beeld=lijst").context["rows"].object_list
    assert [row.title for row in rows] == ["Gewoon", "Voor ons"]


def test_a_confidential_date_leads_to_its_kind_and_says_the_same_to_whoever_booked(
    visitor, person
) -> None:
    kind = TypeFactory(confidential=True, title="In vertrouwen", path="/workshops/vertrouwen/")
    event = event_on(2, type=kind)
    before = visitor.get("/workshops/?maand=2026-12").context["month"]
    BookingFactory(event=event, person=person)
    after = visitor.get("/workshops/?maand=2026-12").context["month"]
    assert before == after
    assert [row.url for row in after.rows] == ["/workshops/vertrouwen/"]
    assert str(event.uuid) not in visitor.get("/workshops/?maand=2026-12").content.decode()
    assert visitor.get(event_address(event)).status_code == 404
    file = reverse("workshops-event-file", args=[event.uuid])
    assert visitor.get(file).status_code == 404


def test_an_empty_month_offers_to_keep_somebody_informed(visitor, person) -> None:
    TypeFactory(key="moreel-beraad", title="Moreel beraad")
    address = "/workshops/?maand=2027-03&type=moreel-beraad&regio=utrecht"
    assert "Houd mij op de hoogte" in text_of(visitor, address)
    for _twice in range(2):
        answer = visitor.post(
            "/workshops/mijn/volgen/", {"type": "moreel-beraad", "regio": "utrecht"}
        )
        assert answer.status_code == 302
    interest = Interest.objects.get()
    assert (interest.person, interest.region) == (person, "utrecht")
    assert "Moreel beraad" in text_of(visitor, "/workshops/mijn/")
    visitor.post("/workshops/mijn/volgen/", {"stop": interest.pk})
    assert not Interest.objects.exists()


def test_somebody_elses_interest_stays(visitor) -> None:
    interest = Interest.objects.create(person=PersonFactory(), type=TypeFactory())
    visitor.post("/workshops/mijn/volgen/", {"stop": interest.pk})
    assert Interest.objects.filter(pk=interest.pk).exists()


def test_ten_thousand_letters_get_a_sentence(visitor) -> None:
    event_on(2)
    page = text_of(visitor, f"/workshops/?q={'a' * 10_000}")
    assert "Zoek met hoogstens 100 tekens." in page


def test_a_day_with_many_workshops_shows_four_and_how_many_more(visitor) -> None:
    for _number in range(6):
        event_on(2)
    page = visitor.get("/workshops/?maand=2026-12")
    cells = [day for week in page.context["month"].weeks for day in week if day.rows]
    assert [(len(day.rows), day.more) for day in cells] == [(4, 2)]


def test_a_date_stands_on_the_day_of_the_place_where_it_is(visitor) -> None:
    event = event_on(2)
    # Eight in the evening on Bonaire is the next day in Amsterdam.
    starts = datetime(2026, 12, 3, 1, tzinfo=clock.AMSTERDAM)
    Session.objects.filter(event=event).update(
        time_zone="America/Kralendijk", starts_at=starts, ends_at=starts + timedelta(hours=2)
    )
    row = visitor.get("/workshops/?maand=2026-12").context["month"].rows[0]
    assert (row.day.day, row.start) == (2, "20.00")
    assert "Op jouw klok begint het om 1.00 uur" in text_of(visitor, event_address(event))


@pytest.mark.parametrize("view", ["maand", "lijst"])
def test_three_hundred_sessions_cost_as_many_queries_as_thirty_and_at_most_twelve(
    visitor, person, view
) -> None:
    address = f"/workshops/?maand=2026-12&beeld={view}"
    event = event_on(1, sessions=0)
    BookingFactory(event=event, person=person)
    costs = []
    for first, last in ((0, 30), (30, 300)):
        Session.objects.bulk_create(
            Session(
                event=event,
                number=number + 1,
                starts_at=on(number % 28 + 1),
                ends_at=on(number % 28 + 1, 12),
            )
            for number in range(first, last)
        )
        visitor.get(address)
        with count_queries() as queries:
            visitor.get(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12, "\n".join(queries)


@pytest.mark.parametrize("view", ["maand", "lijst", "aanbod"])
def test_thirty_events_cost_as_many_queries_as_one(visitor, person, view) -> None:
    address = f"/workshops/?maand=2026-12&beeld={view}"
    BookingFactory(event=event_on(1), person=person)
    visitor.get(address)
    with count_queries() as few:
        visitor.get(address)
    for number in range(29):
        event = event_on(number % 20 + 1, sessions=2)
        if number % 3 == 0:
            BookingFactory(event=event, person=person)
    with count_queries() as many:
        visitor.get(address)
    assert len(many) == len(few)
    assert len(few) <= 18


# --- an event ----------------------------------------------------------------------------------


def test_an_event_tells_when_where_with_whom_and_how_many_places(visitor) -> None:
    trainer = PersonFactory(name="Marjan Kuiper")
    event = event_on(9, trainer=trainer, maximum=20)
    BookingFactory.create_batch(3, event=event)
    page = text_of(visitor, event_address(event))
    assert "woensdag 9 december 2026, 10.00 – 12.00 uur" in page
    assert "Koningskade 4, Den Haag" in page
    assert "Marjan Kuiper" in page
    assert "Nog 17 plekken" in page
    assert "3 van 20 bezet" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (BookingState.BOOKED, "Meld me af"),
        (BookingState.WAITLISTED, "Nummer 1 in de rij"),
        (BookingState.REQUESTED, "Trek mijn aanvraag in"),
        (BookingState.OFFERED, "Neem de plek"),
        (BookingState.ATTENDED, "Je was erbij"),
        (BookingState.NO_SHOW, "Je was er niet bij"),
    ],
)
def test_the_card_says_where_somebody_stands_and_what_they_can_do(
    visitor, person, state, words
) -> None:
    event = event_on(9)
    BookingFactory(event=event, person=person, state=state)
    page = text_of(visitor, event_address(event))
    assert words in page
    assert "Meld me aan" not in page


@pytest.mark.parametrize(
    ("fields", "words", "button"),
    [
        ({}, "Je krijgt meteen een e-mail", "Meld me aan"),
        ({"opens_at": NOW + timedelta(days=1)}, "23 november 2026", ""),
        ({"closes_at": NOW - timedelta(days=1)}, "21 november 2026", ""),
        ({"needs_approval": True}, "Je leidinggevende krijgt bericht", "Vraag mijn leidinggevende"),
        ({"cancelled_at": NOW, "cancel_reason": "De trainer is ziek."}, "De trainer is ziek.", ""),
        ({"maximum": 1, "seats_taken": 1}, "Geen plekken meer", "Zet me op de wachtlijst"),
    ],
)
def test_the_card_says_what_can_be_done_before_booking(visitor, fields, words, button) -> None:
    page = text_of(visitor, event_address(event_on(9, **fields)))
    assert words in page
    assert (
        'action="/workshops/aanmelden/"'
        in visitor.get(event_address(Event.objects.get())).content.decode()
    ) == bool(button)
    assert button in page


def test_a_workshop_for_managers_says_so_to_others_and_lets_a_manager_in(visitor, person) -> None:
    kind = TypeFactory(rule={"roles": ["manager"]}, audiences=["managers"])
    event = event_on(9, type=kind)
    assert "Leidinggevenden" in text_of(visitor, event_address(event))
    visitor.post("/workshops/aanmelden/", {"event": event.uuid})
    assert not Booking.objects.exists()
    RoleAssignmentFactory(person=person, role=RoleKind.MANAGER)
    visitor.post("/workshops/aanmelden/", {"event": event.uuid})
    assert Booking.objects.get().state == BookingState.BOOKED


def test_the_link_is_only_for_who_takes_part_and_shortly_before(visitor, person) -> None:
    event = event_on(9, region=Region.ONLINE)
    Session.objects.filter(event=event).update(online_url="https://vergader.example/geheim")
    address = event_address(event)
    with clock.at(on(9, 9) + timedelta(minutes=30)):
        assert "geheim" not in visitor.get(address).content.decode()
    BookingFactory(event=event, person=person)
    assert "geheim" not in visitor.get(address).content.decode()
    with clock.at(on(9, 9) + timedelta(minutes=30)):
        assert "geheim" in visitor.get(address).content.decode()
    with clock.at(on(9, 13)):
        assert "geheim" not in visitor.get(address).content.decode()


def test_notes_are_for_who_takes_part(visitor, person) -> None:
    event = event_on(9)
    event.notes.create(text="Neem je laarzen mee.", written_by=PersonFactory())
    assert "laarzen" not in text_of(visitor, event_address(event))
    BookingFactory(event=event, person=person)
    assert "laarzen" in text_of(visitor, event_address(event))


def test_another_booked_workshop_at_that_time_is_a_warning_without_a_confidential_title(
    visitor, person
) -> None:
    event = event_on(9, "Moreel beraad")
    secret = event_on(9, type=TypeFactory(confidential=True, title="In vertrouwen"))
    BookingFactory(event=event_on(9, "Omstander"), person=person)
    BookingFactory(event=event_on(10, "Morgen"), person=person)
    BookingFactory(event=secret, person=person)
    page = text_of(visitor, event_address(event))
    assert "Je hebt op dat moment al iets: Omstander." in page
    assert "al iets: een afspraak." in page
    assert "In vertrouwen" not in page
    assert "Morgen" not in page


def test_an_event_for_others_is_unknown(visitor) -> None:
    assert visitor.get(event_address(event_on(9, for_unit=UnitFactory()))).status_code == 404
    assert visitor.get(event_address(event_on(9, draft=True))).status_code == 404


# --- booking -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_somebody_books_cancels_and_undoes_that(visitor, person) -> None:
    event = event_on(9)
    answer = visitor.post("/workshops/aanmelden/", {"event": event.uuid}, follow=True)
    assert "Je doet mee" in answer.content.decode()
    booking = Booking.objects.get(person=person)
    answer = visitor.post("/workshops/afmelden/", {"booking": booking.uuid}, follow=True)
    assert "Ongedaan maken" in answer.content.decode()
    with clock.at(NOW + timedelta(minutes=9)):
        visitor.post("/workshops/afmelden/", {"booking": booking.uuid, "actie": "terug"})
    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED


@pytest.mark.django_db(transaction=True)
def test_undoing_is_offered_for_ten_minutes_only(visitor, person) -> None:
    event = event_on(9)
    visitor.post("/workshops/aanmelden/", {"event": event.uuid})
    booking = Booking.objects.get()
    visitor.post("/workshops/afmelden/", {"booking": booking.uuid})
    with clock.at(NOW + timedelta(minutes=11)):
        assert "Ongedaan maken" not in text_of(visitor, event_address(event))
        again = visitor.post(
            "/workshops/afmelden/", {"booking": booking.uuid, "actie": "terug"}, follow=True
        )
    assert "tien minuten" in again.content.decode()
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_booking_twice_at_once_gives_one_booking_and_a_sentence(visitor) -> None:
    event = event_on(9)
    visitor.post("/workshops/aanmelden/", {"event": event.uuid})
    again = visitor.post("/workshops/aanmelden/", {"event": event.uuid}, follow=True)
    assert Booking.objects.count() == 1
    assert "Mijn workshops" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_offered_place_is_taken_or_left(visitor, person) -> None:
    taken = BookingFactory(event=event_on(9), person=person, state=BookingState.OFFERED)
    left = BookingFactory(event=event_on(10), person=person, state=BookingState.OFFERED)
    visitor.post("/workshops/aanbod/", {"booking": taken.uuid, "antwoord": "ja"})
    answer = visitor.post(
        "/workshops/aanbod/", {"booking": left.uuid, "antwoord": "nee", "terug_naar": "mijn"}
    )
    assert answer["Location"] == "/workshops/mijn/"
    taken.refresh_from_db()
    left.refresh_from_db()
    assert (taken.state, left.state) == (BookingState.BOOKED, BookingState.CANCELLED)


@pytest.mark.parametrize("address", ["/workshops/afmelden/", "/workshops/aanbod/"])
def test_a_booking_of_somebody_else_or_a_forged_one_is_unknown(visitor, address) -> None:
    other = BookingFactory(event=event_on(9))
    for uuid in (other.uuid, "00000000-0000-0000-0000-000000000000", "x", "\x00", ""):
        assert visitor.post(address, {"booking": uuid}).status_code == 404
    other.refresh_from_db()
    assert other.state == BookingState.BOOKED


def test_what_changes_something_is_never_a_get_and_needs_a_person(client: Client) -> None:
    client.force_login(UserFactory())
    event = event_on(9)
    for name in ("workshops-book", "workshops-cancel", "workshops-offer", "workshops-interest"):
        assert client.get(reverse(name)).status_code == 405
    assert client.post("/workshops/aanmelden/", {"event": event.uuid}).status_code == 404
    assert "hoort niet bij een persoon" in text_of(client, event_address(event))
    assert "hoort niet bij een persoon" in text_of(client, "/workshops/mijn/")


def test_a_script_that_books_on_and_on_is_stopped_with_a_page(visitor) -> None:
    for _number in range(PER_MINUTE["workshops.book"]):
        visitor.post("/workshops/aanmelden/", {"event": "x"})
    refused = visitor.post("/workshops/aanmelden/", {"event": event_on(9).uuid})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert not Booking.objects.exists()


# --- one's own ---------------------------------------------------------------------------------


def test_ones_own_page_shows_each_booking_in_its_place(visitor, person) -> None:
    coming = BookingFactory(event=event_on(9, "Straks"), person=person)
    waiting = BookingFactory(
        event=event_on(10, "Wacht"), person=person, state=BookingState.WAITLISTED
    )
    past = BookingFactory(
        event=EventFactory(starts_at=on(8, month=10), type__title="Eerder"),
        person=person,
        state=BookingState.ATTENDED,
    )
    BookingFactory(event=event_on(11, "Niet meer"), person=person, state=BookingState.CANCELLED)
    BookingFactory(event=event_on(14, "Van een ander"))
    mine = visitor.get("/workshops/mijn/").context["mine"]
    assert [row.uuid for row in mine.coming] == [str(coming.uuid)]
    assert [row.uuid for row in mine.waiting] == [str(waiting.uuid)]
    assert [row.uuid for row in mine.past] == [str(past.uuid)]


def test_ones_own_page_costs_the_same_for_thirty_bookings(visitor, person) -> None:
    BookingFactory(event=event_on(9), person=person)
    visitor.get("/workshops/mijn/")
    with count_queries() as few:
        visitor.get("/workshops/mijn/")
    for number in range(29):
        BookingFactory(event=event_on(number % 20 + 1), person=person)
    with count_queries() as many:
        visitor.get("/workshops/mijn/")
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_the_address_of_ones_calendar_works_until_it_is_renewed_or_revoked(visitor, person) -> None:
    BookingFactory(event=event_on(9, "Omstander"), person=person)
    visitor.post("/workshops/mijn/agenda/")
    first = visitor.get("/workshops/mijn/").context["feed_address"]
    anybody = Client()
    path = first.partition("/workshops/")[1] + first.partition("/workshops/")[2]
    answer = anybody.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Omstander" in answer.content.decode()
    unchanged = anybody.get(path, headers={"If-None-Match": answer["ETag"]})
    assert unchanged.status_code == 304
    assert anybody.get(path.replace(".ics", "x.ics")).status_code == 404
    visitor.post("/workshops/mijn/agenda/", {"actie": "nieuw"})
    assert anybody.get(path).status_code == 404
    second = visitor.get("/workshops/mijn/").context["feed_address"]
    assert second != first
    visitor.post("/workshops/mijn/agenda/", {"actie": "intrekken"})
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()


def test_everybody_may_subscribe_to_what_is_public(client: Client) -> None:
    event_on(9, "Omstander")
    event_on(10, type=TypeFactory(confidential=True, title="In vertrouwen"))
    answer = client.get("/workshops/agenda.ics")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Omstander" in text
    assert "vertrouwen" not in text


def test_an_event_can_be_put_in_a_calendar(visitor) -> None:
    event = event_on(9, "Omstander")
    answer = visitor.get(reverse("workshops-event-file", args=[event.uuid]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.decode().count("BEGIN:VEVENT") == 1


def test_one_session_of_a_series_can_be_put_in_a_calendar_by_who_may_see_it(
    visitor, person
) -> None:
    event = event_on(9, "Omstander", sessions=3)
    first, second = (reverse("workshops-session-file", args=[event.uuid, n]) for n in (1, 2))
    assert second not in visitor.get(event_address(event)).content.decode()
    BookingFactory(event=event, person=person)
    Session.objects.filter(event=event, number=1).update(called_off_at=NOW)
    page = visitor.get(event_address(event)).content.decode()
    assert (second in page, first in page) == (True, False)
    [entry] = Calendar.from_ical(visitor.get(second).content).walk("VEVENT")
    whole = Calendar.from_ical(
        visitor.get(reverse("workshops-event-file", args=[event.uuid])).content
    )
    assert entry.to_ical() == whole.walk("VEVENT")[1].to_ical()
    [gone] = Calendar.from_ical(visitor.get(first).content).walk("VEVENT")
    assert str(gone["STATUS"]) == "CANCELLED"
    secret = event_on(9, type=TypeFactory(confidential=True, sessions=2))
    BookingFactory(event=secret, person=person)
    for one, number in ((event, 4), (secret, 1), (event_on(9, for_unit=UnitFactory()), 1)):
        address = reverse("workshops-session-file", args=[one.uuid, number])
        assert visitor.get(address).status_code == 404
    assert visitor.get(f"/workshops/bijeenkomst/{event.uuid}/{9**99}.ics").status_code == 404


def test_my_learning_shows_the_next_booked_workshop_but_never_a_confidential_one(
    visitor, person
) -> None:
    secret = event_on(2, type=TypeFactory(confidential=True, title="In vertrouwen"))
    BookingFactory(event=secret, person=person)
    BookingFactory(event=event_on(10, "Later"), person=person)
    BookingFactory(event=event_on(9, "Eerst"), person=person)
    BookingFactory(event=event_on(3, "Wachtlijst"), person=person, state=BookingState.WAITLISTED)
    page = text_of(visitor, "/mijn-leren/")
    assert "Eerst" in page
    assert not re.search("In vertrouwen|Later|Wachtlijst", page)


def test_somebody_says_what_they_thought_once(visitor, person) -> None:
    event = EventFactory(starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=3))
    booking = BookingFactory(event=event, person=person, state=BookingState.ATTENDED)
    booking.turns.create(round="after")
    known = {"booking": booking.uuid, "ronde": "after"}
    assert "Wat vond je ervan?" in visitor.post("/workshops/mening/", known).content.decode()
    wrong = visitor.post("/workshops/mening/", {**known, "verstuur": "1", "EV1": "9"})
    assert "Fout" in wrong.content.decode()
    sent = visitor.post("/workshops/mening/", {**known, "verstuur": "1", "EV1": "5"})
    assert sent["Location"] == "/workshops/mijn/"
    assert visitor.post("/workshops/mening/", known).status_code == 404


# --- where the other pages are found -----------------------------------------------------------

DOORS = ("/workshops/ik-ben-er/", "/workshops/trainers/", "/workshops/team/")


def doors(client: Client, address: str) -> set[str]:
    """Return which of these pages a page links to."""
    page = client.get(address).content.decode()
    return {one for one in DOORS if f'href="{one}"' in page}


@pytest.mark.parametrize("address", ["/workshops/", "/workshops/mijn/"])
def test_who_leads_or_manages_finds_those_pages_and_nobody_else_does(
    visitor, person, address
) -> None:
    assert doors(visitor, address) == {"/workshops/ik-ben-er/"}
    EventFactory(trainer=person)
    MandateFactory(holder=person, unit=person.appointments.get().unit, kind=MandateKind.MANAGER)
    assert doors(visitor, address) == set(DOORS)
    for one in DOORS:
        assert visitor.get(one).status_code == 200


def test_my_team_leads_a_manager_to_the_workshops_of_the_team(visitor, person) -> None:
    unit = person.appointments.get().unit
    support = MandateFactory(holder=person, unit=unit, kind=MandateKind.SUPPORT)
    assert doors(visitor, "/mijn-team/") == set()
    support.delete()
    MandateFactory(holder=person, unit=unit, kind=MandateKind.MANAGER)
    assert doors(visitor, "/mijn-team/") == {"/workshops/team/"}


def test_my_learning_offers_to_say_i_am_here_around_the_session(visitor, person) -> None:
    BookingFactory(event=event_on(9, "Omstander"), person=person)
    for moment, seen in ((-31, False), (-29, True), (60, True)):
        with clock.at(on(9) + timedelta(minutes=moment)):
            assert bool(doors(visitor, "/mijn-leren/")) == seen, moment
