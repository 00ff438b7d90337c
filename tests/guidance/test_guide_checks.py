"""What keeps a guide from being published; on examples, and on trees that nobody thought of."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from guidance.guide_checks import MOST_ENDS, problems_of
from guidance.guide_tree import Answer, Further, GuideTree, Helper, Outcome, Question
from guidance.loading.directory_files import read_directory
from guidance.loading.guide_files import read_guide

ROLES = {"adviser": True, "rijk-only": False}


def question(key: str, *targets: str, external: bool = False) -> Question:
    return Question(
        key=key,
        text=f"{key}?",
        answers=tuple(Answer(text=one, leads_to=one, is_external=external) for one in targets),
    )


def outcome(key: str, **fields: object) -> Outcome:
    known = {
        "title": key,
        "helpers": (Helper(role="adviser"),),
        "owner": "Redactie",
        "review_on": date(2027, 5, 1),
    }
    return Outcome(key=key, **{**known, **fields})


def tree(*parts: Question | Outcome) -> GuideTree:
    return GuideTree(
        questions=tuple(one for one in parts if isinstance(one, Question)),
        outcomes=tuple(one for one in parts if isinstance(one, Outcome)),
    )


def test_a_whole_guide_has_no_problems():
    assert (
        problems_of(
            tree(question("a", "b", "R1"), question("b", "R2"), outcome("R1"), outcome("R2")), ROLES
        )
        == []
    )


def test_an_empty_guide_asks_for_its_first_question():
    assert problems_of(tree(), ROLES) == ["Er is nog geen vraag. Voeg de eerste toe."]


def test_an_answer_to_nowhere_is_named_with_what_was_meant():
    found = problems_of(tree(question("a", "R11", "R1"), outcome("R1")), ROLES)
    assert found == [
        "In vraag 'a' leidt het antwoord 'R11' naar 'R11', maar dat bestaat niet. Bedoel je 'R1'?"
    ]


def test_a_question_without_answers_is_a_dead_end():
    found = problems_of(tree(question("a", "b", "R1"), question("b"), outcome("R1")), ROLES)
    assert found == [
        "Vraag 'b' heeft geen antwoorden, dus niemand komt verder. Voeg antwoorden toe."
    ]


def test_a_loop_is_told_once_with_its_way():
    found = problems_of(
        tree(question("a", "b"), question("b", "c", "R1"), question("c", "b"), outcome("R1")), ROLES
    )
    assert found == [
        "Deze vragen draaien rond: b → c → b. Laat er een ergens anders naartoe leiden."
    ]


def test_what_nobody_can_reach_is_named():
    found = problems_of(
        tree(question("a", "R1"), question("b", "R2"), outcome("R1"), outcome("R2")), ROLES
    )
    assert found == [
        "Geen antwoord leidt naar vraag 'b'. Laat er een naartoe leiden, of haal de vraag weg.",
        (
            "Niemand komt bij uitkomst 'R2'. Laat een antwoord ernaartoe leiden, "
            "of haal de uitkomst weg."
        ),
    ]


def test_every_outcome_has_an_owner_a_review_date_and_somebody_who_helps():
    bare = outcome("R1", owner=" ", review_on=None, helpers=())
    assert problems_of(tree(question("a", "R1"), bare), ROLES) == [
        "Uitkomst 'R1' heeft geen eigenaar. Vul in wie zorgt dat de tekst klopt.",
        "Uitkomst 'R1' heeft geen herzieningsdatum. Vul in wanneer de tekst opnieuw wordt gelezen.",
        "Uitkomst 'R1' noemt niemand die helpt. Voeg minstens één rol toe.",
    ]


def test_a_role_that_does_not_exist_is_refused():
    wrong = outcome("R1", helpers=(Helper(role="advisor"), Helper(name="Een collega")))
    assert problems_of(tree(question("a", "R1"), wrong), ROLES) == [
        "Uitkomst 'R1' noemt de rol 'advisor', maar die bestaat niet. Bedoel je 'adviser'?"
    ]


def test_a_key_is_used_once_among_questions_and_outcomes():
    found = problems_of(tree(question("a", "R1"), question("R1", "R1"), outcome("R1")), ROLES)
    assert found[0] == (
        "De sleutel 'R1' staat er twee keer. Geef elke vraag en elke uitkomst een eigen sleutel."
    )


def test_externals_need_somebody_who_also_helps_them():
    only = outcome("R1", helpers=(Helper(role="rijk-only"),))
    guide = tree(question("a", "R1"), only)
    assert problems_of(guide, ROLES) == []
    external = replace(guide, questions=(question("a", "R1", external=True),))
    assert problems_of(external, ROLES) == [
        (
            "Bij uitkomst 'R1' blijft er voor externen niemand over. Voeg een rol toe die ook hen "
            "helpt, of noem een andere uitkomst voor hen."
        )
    ]


def test_an_outcome_for_externals_counts_as_reached_and_the_other_still_for_civil_servants():
    parts = (
        question("a", "b"),
        Question(
            key="b",
            text="?",
            answers=(
                Answer(text="rijk", leads_to="c"),
                Answer(text="extern", leads_to="c", is_external=True),
            ),
        ),
        question("c", "R1"),
        outcome("R1", helpers=(Helper(role="rijk-only"),), for_externals="R2"),
        outcome("R2"),
    )
    assert problems_of(tree(*parts), ROLES) == []
    assert sorted((one.key, is_external) for one, is_external in tree(*parts).ends()) == [
        ("R1", False),
        ("R2", True),
    ]


def test_ways_further_have_to_exist():
    lost = outcome("R1", further=(Further(text="verder", leads_to="x"),), for_externals="R9")
    assert problems_of(tree(question("a", "R1"), lost), ROLES) == [
        "Uitkomst 'R1' leidt verder naar 'x', maar dat bestaat niet. Kies uit: a, R1.",
        "Uitkomst 'R1' stuurt externen naar uitkomst 'R9', maar die bestaat niet. Kies uit: R1.",
    ]


def test_a_guide_with_too_many_ways_for_one_page_is_refused():
    steps = [
        Question(
            key=f"q{i}",
            text="?",
            answers=tuple(
                Answer(text=str(n), leads_to=f"q{i + 1}" if i < 7 else "R1") for n in range(2)
            ),
        )
        for i in range(8)
    ]
    [problem] = problems_of(tree(*steps, outcome("R1")), ROLES)
    assert problem.startswith("Er zijn 256 wegen door de wegwijzer; op één pagina passen er")
    assert MOST_ENDS < 256


KEYS = st.sampled_from([f"q{i}" for i in range(5)])
ENDS = st.sampled_from([f"R{i}" for i in range(4)])


@st.composite
def trees(draw: st.DrawFn) -> GuideTree:
    keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    ends = draw(st.lists(ENDS, max_size=4, unique=True))
    targets = st.sampled_from([*keys, *ends, "nergens"])
    return tree(
        *(question(key, *draw(st.lists(targets, max_size=3, unique=True))) for key in keys),
        *(outcome(key) for key in ends),
    )


def walks_of(guide: GuideTree) -> tuple[set[str], bool]:
    """Walk every way by hand: what is seen, and whether each way ends at an outcome."""
    seen: set[str] = set()
    whole = True
    ways = [[guide.questions[0].key]]
    while ways:
        way = ways.pop()
        seen.add(way[-1])
        if way[-1] in guide.outcome_of:
            continue
        found = guide.question_of.get(way[-1])
        if found is None or not found.answers or way[-1] in way[:-1]:
            whole = False
            continue
        ways += [[*way, answer.leads_to] for answer in found.answers]
    return seen, whole


@given(trees())
def test_a_guide_is_accepted_exactly_when_every_way_ends_and_everything_is_reached(
    guide: GuideTree,
) -> None:
    seen, whole = walks_of(guide)
    is_whole = whole and seen == {one.key for one in (*guide.questions, *guide.outcomes)}
    assert (problems_of(guide, ROLES) == []) == is_whole


def test_the_guide_that_comes_with_kompas_has_all_sixteen_outcomes_and_no_problem() -> None:
    roles = {one.key: one.externals for one in read_directory().roles}
    file, guide = read_guide(roles=roles, sources={})
    assert [one.key for one in guide.outcomes] == [f"R{number}" for number in range(1, 17)]
    assert file.danger == "Is er nu gevaar? Bel 112."
    assert file.promise == ("Dit is een wegwijzer, geen meldpunt. Niemand ziet wat je hier kiest.")
    assert [answer.leads_to for answer in guide.questions[0].answers] == [
        "werk",
        "R16",
        "R16",
        "R14",
        "R15",
    ]
    assert {end.key for end, is_external in guide.ends() if is_external} == {
        "R1",
        "R2",
        "R3",
        "R4",
        "R5",
        "R6",
        "R7",
        "R8",
        "R9",
        "R11",
        "R12",
        "R13",
    }
