"""Draw, order and grading of test questions follow from who, what and which attempt."""

from uuid import UUID

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.questions import ModuleTest, Question, asked_questions

PERSON = UUID("11111111-1111-1111-1111-111111111111")
OTHER = UUID("22222222-2222-2222-2222-222222222222")


def question(key: str, *, correct: str = "a", options: str = "abcd", kind: str = "single"):
    return Question(key=key, kind=kind, options=tuple(options), correct=frozenset(correct))


def bank(size: int = 30, *, draw: int | None = 10, pass_mark: int = 80) -> ModuleTest:
    questions = tuple(question(f"Q{number}") for number in range(size))
    return ModuleTest(questions=questions, pass_mark=pass_mark, draw=draw)


def asked(test: ModuleTest, *, person: UUID = PERSON, number: int = 1, answered=()):
    return asked_questions(
        test, person=person, activity_key="c/m", attempt_number=number, answered=answered
    )


def keys(shown) -> list[str]:
    return [row.question.key for row in shown]


def orders(shown) -> list[tuple[str, ...]]:
    return [row.options for row in shown]


def test_the_same_attempt_shows_the_same_questions_and_options_every_time():
    assert asked(bank()) == asked(bank())


def test_another_attempt_person_or_module_gets_another_draw_and_order():
    first = asked(bank())
    other_module = asked_questions(bank(), person=PERSON, activity_key="c/n", attempt_number=1)
    for other in (asked(bank(), number=2), asked(bank(), person=OTHER), other_module):
        assert keys(other) != keys(first)
        assert orders(other) != orders(first)


def test_without_the_secret_the_order_cannot_be_told():
    first = asked(bank())
    with override_settings(SECRET_KEY="another"):
        assert keys(asked(bank())) != keys(first)


def test_without_a_draw_all_questions_come_in_the_order_of_the_author():
    assert keys(asked(bank(5, draw=None))) == ["Q0", "Q1", "Q2", "Q3", "Q4"]


def test_a_draw_of_more_than_there_are_asks_what_there_is():
    test = bank(3, draw=10)
    assert sorted(keys(asked(test))) == ["Q0", "Q1", "Q2"]
    assert test.size == 3


def test_over_many_attempts_every_question_and_every_first_option_comes_by():
    shown = [row for number in range(60) for row in asked(bank(), number=number)]
    assert {row.question.key for row in shown} == {f"Q{number}" for number in range(30)}
    assert {row.options[0] for row in shown} == set("abcd")


@given(
    number=st.integers(1, 50),
    answered=st.sets(st.sampled_from([f"Q{number}" for number in range(30)]), max_size=10),
)
def test_what_was_answered_stays_in_the_draw_and_the_number_stays_ten(number, answered):
    drawn = keys(asked(bank(), number=number))
    assert len(drawn) == len(set(drawn)) == 10
    assert keys(asked(bank(), number=number, answered=drawn[:4])) == drawn
    with_secret_changed = keys(asked(bank(), number=number, answered=answered))
    assert answered <= set(with_secret_changed)
    assert len(with_secret_changed) == 10


@given(options=st.permutations("abcdef"))
def test_options_are_shown_whole_and_their_order_does_not_depend_on_that_of_the_author(options):
    test = ModuleTest(
        questions=(question("Q", options="".join(options)),), pass_mark=100, draw=None
    )
    shown = asked(test)[0].options
    assert sorted(shown) == sorted(options)
    assert shown == asked(bank_of_six())[0].options


def bank_of_six() -> ModuleTest:
    return ModuleTest(questions=(question("Q", options="abcdef"),), pass_mark=100)


def test_several_answers_are_right_only_together_and_with_no_wrong_one():
    several = question("Q", correct="ab", kind="multiple")
    assert several.is_right(["b", "a"])
    assert not several.is_right(["a"])
    assert not several.is_right(["a", "b", "c"])
    assert not several.is_right([])


def test_the_pass_mark_is_a_share_of_what_is_asked_and_never_rounded_down():
    test = bank(draw=10, pass_mark=80)
    assert (test.passes(7), test.passes(8)) == (False, True)
    third = bank(3, draw=None, pass_mark=70)
    assert (third.passes(2), third.passes(3)) == (False, True)
    assert bank(3, draw=None, pass_mark=66).passes(2)
    assert bank(pass_mark=0).passes(0)
