"""What participants thought, and that nobody can find out who said it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from core import clock
from organisations.models import Unit
from tests.factories.organisations import PersonFactory, UnitFactory
from tests.factories.workshops import BookingFactory, EventFactory, TypeFactory
from workshops.enums import BookingState, EvaluationRound
from workshops.evaluation.answers import InvalidAnswers
from workshops.evaluation.reports import results_of, results_of_type
from workshops.evaluation.services import NotYourTurn, gather_leftovers, submit_evaluation
from workshops.evaluation.turns import close_turns, open_later_turns, open_turns
from workshops.models import Booking, EvaluationAnswer, EvaluationBatch, EvaluationTurn, Event

pytestmark = pytest.mark.django_db(transaction=True)

AFTER, LATER = EvaluationRound.AFTER, EvaluationRound.LATER
START = datetime.fromisoformat("2026-11-02T09:00:00+00:00")
NEXT_DAY = START + timedelta(days=1)
WINDOW_OVER = START + timedelta(days=40)
GIVEN = {"EV1": "5", "EV6": "8", "EV7": "Rust"}


def _event(people: int, **fields) -> tuple[Event, list[Booking]]:
    fields.setdefault("type", TypeFactory(maximum=60))
    event = EventFactory(starts_at=START, **fields)
    bookings = [
        BookingFactory(event=event, state=BookingState.ATTENDED) for _number in range(people)
    ]
    with clock.at(NEXT_DAY):
        open_turns(bookings)
    return event, bookings


def _answer(booking: Booking, moment: datetime = NEXT_DAY, **given: str) -> None:
    with clock.at(moment):
        submit_evaluation(booking=booking, round_=AFTER, given=given or GIVEN)


def test_nothing_is_shown_of_nine_answers_and_all_of_ten() -> None:
    event, bookings = _event(10)
    for booking in bookings[:9]:
        _answer(booking)
    assert not results_of(event, AFTER).is_shown
    assert results_of(event, AFTER).answers == 0
    _answer(bookings[9], EV1="1", EV8="Meer tijd")
    result = results_of(event, AFTER)
    assert (result.answers, result.invited) == (10, 10)
    safe = result.questions[0]
    assert safe.counts == (1, 0, 0, 0, 9)
    assert safe.average == pytest.approx(4.6)
    assert result.questions[6].texts == ("Rust",) * 9
    assert result.questions[7].texts == ("Meer tijd",)


def test_after_ten_a_result_only_moves_in_steps_of_five() -> None:
    event, bookings = _event(16)
    seen = []
    for booking in bookings:
        _answer(booking)
        seen.append(results_of(event, AFTER).answers)
    assert seen == [0] * 9 + [10] * 5 + [15] * 2


def test_an_answer_that_was_added_up_is_no_longer_there() -> None:
    _one, bookings = _event(11)
    for booking in bookings:
        _answer(booking)
    assert EvaluationAnswer.objects.count() == 1
    assert EvaluationBatch.objects.get().answers == 10


def test_nobody_answers_twice_or_out_of_turn() -> None:
    event, (booking, other) = _event(2)
    _answer(booking)
    with pytest.raises(NotYourTurn):
        _answer(booking)
    with pytest.raises(NotYourTurn):
        _answer(BookingFactory(event=event))
    with pytest.raises(NotYourTurn):
        _answer(other, WINDOW_OVER)
    with clock.at(NEXT_DAY), pytest.raises(NotYourTurn):
        submit_evaluation(booking=other, round_=LATER, given={"NA1": "3"})
    assert EvaluationAnswer.objects.count() == 1


def test_an_answer_that_cannot_be_is_refused_with_a_sentence_and_keeps_the_turn() -> None:
    _one, (booking,) = _event(1)
    for given, key in (
        ({"EV1": "6"}, "EV1"),
        ({"EV6": "elf"}, "EV6"),
        ({"EV7": "x" * 1001}, "EV7"),
        ({}, ""),
        ({"EV1": " ", "NA1": "3"}, ""),
    ):
        with clock.at(NEXT_DAY), pytest.raises(InvalidAnswers) as refused:
            submit_evaluation(booking=booking, round_=AFTER, given=given)
        assert list(refused.value.problems) == [key]
        assert refused.value.problems[key]
    assert not EvaluationAnswer.objects.exists()
    assert not EvaluationTurn.objects.get().is_taken


def test_with_all_tables_in_hand_nobody_can_join_an_answer_to_a_person() -> None:
    """Neither a column, nor the keys, nor the place of a row say who gave an answer (D7)."""
    _one, bookings = _event(9)
    for number, booking in enumerate(bookings):
        _answer(booking, EV7=f"antwoord {number}")
    columns = {field.column for field in EvaluationAnswer._meta.get_fields()}
    assert columns == {"id", "event_id", "round", "content"}
    turns = {field.column for field in EvaluationTurn._meta.get_fields()}
    assert turns == {"id", "booking_id", "round", "is_taken"}
    asked = [f"antwoord {number}" for number in range(9)]
    stored = _rows_as_stored()
    assert sorted(stored) == asked
    # One in 362,880 that chance puts them in the order in which they came.
    assert stored != asked
    by_key = EvaluationAnswer.objects.order_by("pk")
    assert [row.content["EV7"] for row in by_key] != asked


def _rows_as_stored() -> list[str]:
    """Return the texts in the order in which the database keeps the rows."""
    is_postgresql = connection.vendor == "postgresql"
    order = RawSQL("ctid" if is_postgresql else "rowid", ())  # noqa: S611
    return [row.content["EV7"] for row in EvaluationAnswer.objects.order_by(order)]


def test_small_groups_are_shown_together_once_they_are_ten() -> None:
    kind, unit = TypeFactory(maximum=60), UnitFactory()
    first, one = _event(6, type=kind, organiser=unit)
    second, two = _event(6, type=kind, organiser=unit)
    for booking in (*one, *two[:3]):
        _answer(booking)
    with clock.at(WINDOW_OVER):
        assert gather_leftovers() == 0
    _answer(two[3])
    with clock.at(NEXT_DAY):
        # Still open: somebody may answer yet.
        assert gather_leftovers() == 0
    with clock.at(WINDOW_OVER):
        assert gather_leftovers() == 1
        assert gather_leftovers() == 0
    units = Unit.objects.filter(pk=unit.pk)
    assert results_of_type(kind, AFTER, organisers=units).answers == 10
    assert not results_of(first, AFTER).is_shown
    assert not results_of(second, AFTER).is_shown
    assert not EvaluationAnswer.objects.exists()


def test_no_two_results_differ_by_fewer_than_five_people() -> None:
    """Whoever subtracts any results, of events or of the kind, is left with five or with nobody."""
    kind, unit = TypeFactory(maximum=60), UnitFactory()
    units = Unit.objects.filter(pk=unit.pk)
    events = [_event(number, type=kind, organiser=unit) for number in (17, 7, 12, 4)]
    seen = [0]
    for event, bookings in events:
        for booking in bookings:
            _answer(booking)
            seen += [
                results_of(event, AFTER).answers,
                results_of_type(kind, AFTER, organisers=units).answers,
            ]
    with clock.at(WINDOW_OVER):
        gather_leftovers()
    seen.append(results_of_type(kind, AFTER, organisers=units).answers)
    assert all(batch.answers >= 5 for batch in EvaluationBatch.objects.all())
    assert {abs(a - b) for a in seen for b in seen} & {1, 2, 3, 4} == set()


def test_three_months_later_who_was_there_is_asked_once_more() -> None:
    event, (booking, other) = _event(2)
    other.state = BookingState.NO_SHOW
    other.save()
    guest = BookingFactory(event=event, guest=True, state=BookingState.ATTENDED)
    for days, expected in ((60, 0), (92, 1), (93, 0)):
        with clock.at(START + timedelta(days=days)):
            assert open_later_turns() == expected
    assert set(EvaluationTurn.objects.filter(round=LATER)) == {booking.turns.get(round=LATER)}
    assert not guest.turns.exists()
    with clock.at(START + timedelta(days=100)):
        submit_evaluation(booking=booking, round_=LATER, given={"NA1": "4", "NA2": "2"})
    assert EvaluationAnswer.objects.get().content == {"NA1": 4, "NA2": 2}


def test_who_was_not_there_after_all_loses_the_turn_but_an_answer_stays() -> None:
    _one, (answered, waiting) = _event(2)
    _answer(answered)
    close_turns([answered, waiting])
    assert [turn.booking for turn in EvaluationTurn.objects.all()] == [answered]
    assert EvaluationAnswer.objects.count() == 1


def test_a_merged_or_erased_person_is_not_asked_later() -> None:
    event, (booking,) = _event(1)
    person = PersonFactory(erased_at=NEXT_DAY)
    BookingFactory(event=event, person=person, state=BookingState.ATTENDED)
    with clock.at(START + timedelta(days=92)):
        assert open_later_turns() == 1
    assert EvaluationTurn.objects.get(round=LATER).booking == booking
