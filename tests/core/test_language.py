"""What Kompas knows of Dutch: stems, compounds, mistakes, marks and differences."""

import pytest

from core.language.compounds import ends_of, parts_of
from core.language.differences import Fate, compare_html, compare_words
from core.language.marking import excerpt, mark
from core.language.plain import blocks_of, text_of
from core.language.spelling import begins_alike, close_words
from core.language.words import participle_of, stem, telling

KNOWN = {"werk", "plek", "ziek", "huis", "geschenk", "register", "overheid", "dienst"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("cadeautjes", "cadeau"), ("geschenken", "geschenk"), ("vriendinnen", "vriendin")],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_small_words_say_nothing_unless_there_is_nothing_else() -> None:
    assert telling("Mag ik een Relatie met een collega?") == ["relatie", "collega"]
    assert telling("mag ik dat") == ["mag", "ik", "dat"]
    assert telling("privé-e-mail") == ["prive", "mail"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("werkplek", ("werk", "plek")),
        ("ziekenhuis", ("ziek", "huis")),
        ("overheidsdienst", ("overheid", "dienst")),
        ("geschenkenregister", ("geschenk", "register")),
        ("werkelijk", ()),
    ],
)
def test_a_compound_is_taken_apart_at_known_words(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word, KNOWN) == parts


def test_an_unknown_compound_has_known_ends() -> None:
    assert ends_of("kerstgeschenk", KNOWN) == ("geschenk",)


def test_a_typing_error_finds_the_word_and_a_short_word_is_left_alone() -> None:
    assert close_words("gescheknen", {"geschenken", "gesprek"})[0][0] == "geschenken"
    assert close_words("eed", {"een", "eet"}) == ()


def test_words_that_begin_alike_are_found_when_nothing_else_is() -> None:
    assert begins_alike("afkoelperiode", {"afkoelingsperiode", "afspraak"}) == (
        "afkoelingsperiode",
    )


def test_a_participle_is_known_by_its_verb() -> None:
    assert stem(participle_of("gepest")) == stem("pesten")
    assert participle_of("geld") == "geld"


def test_marks_stand_around_words_and_the_rest_is_escaped() -> None:
    assert mark("Een <b> geschenk & meer", lambda word: word == "geschenk") == (
        "Een &lt;b&gt; <mark>geschenk</mark> &amp; meer"
    )


def test_an_excerpt_is_taken_around_the_hit() -> None:
    text = " ".join(["voor"] * 50 + ["geschenk"] + ["na"] * 50)
    part = excerpt(text, lambda word: word == "geschenk", length=10)
    assert "geschenk" in part
    assert part.startswith("… ")
    assert part.endswith(" …")


def test_the_text_of_html_is_in_blocks_with_addresses_when_asked() -> None:
    html = '<p>Zie <a href="https://a.nl/">de regels</a>&nbsp;nu.</p><ul><li>Een<li>Twee</ul>'
    assert text_of(html) == "Zie de regels nu. Een Twee"
    assert [block.kind for block in blocks_of(html)] == ["paragraph", "item", "item"]
    assert blocks_of(html, with_links=True)[0].text == "Zie de regels (https://a.nl/) nu."


def test_what_was_added_and_what_went_is_told_word_by_word() -> None:
    pieces = compare_words("Een geschenk van 50 euro mag.", "Een geschenk van 35 euro mag nooit.")
    assert [(piece.fate, piece.text) for piece in pieces] == [
        (Fate.SAME, "Een geschenk van "),
        (Fate.REMOVED, "50"),
        (Fate.ADDED, "35"),
        (Fate.SAME, " euro mag"),
        (Fate.ADDED, " nooit"),
        (Fate.SAME, "."),
    ]


def test_blocks_that_are_alike_are_compared_and_others_come_or_go_whole() -> None:
    blocks = compare_html(
        "<p>Meld het vooraf.</p><ul><li>Wijn mag niet.</li></ul>",
        "<p>Meld het altijd vooraf.</p><p>Vraag je leidinggevende om raad.</p>",
    )
    told = [(block.kind, [(piece.fate, piece.text) for piece in block.pieces]) for block in blocks]
    assert told == [
        ("paragraph", [(Fate.SAME, "Meld het "), (Fate.ADDED, "altijd "), (Fate.SAME, "vooraf.")]),
        ("paragraph", [(Fate.ADDED, "Vraag je leidinggevende om raad.")]),
        ("item", [(Fate.REMOVED, "Wijn mag niet.")]),
    ]


def test_what_both_texts_say_can_be_put_together_again() -> None:
    before, after = "<p>A b c, d e f.</p>", "<p>A x c, e f g!</p>"
    pieces = compare_html(before, after)[0].pieces
    old = "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED)
    new = "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED)
    assert (old, new) == ("A b c, d e f.", "A x c, e f g!")
