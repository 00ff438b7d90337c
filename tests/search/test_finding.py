"""Finding in Dutch: mistyped, in other words, as one long word; the best first, for who may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from core.searching import Gate
from organisations.models import Person, PersonMerge
from organisations.viewers import Viewer
from search.models import PromotedResult, SearchSynonym
from search.reports.results import Results, results_for
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.search.conftest import Give
from tests.search.made_up import document

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def keys(text: str, user: Viewer = NOBODY, **chosen: str) -> list[str]:
    return [one.key for one in results_for(text, user, **chosen).results]


def asked(text: str, user: Viewer = NOBODY) -> Results:
    return results_for(text, user)


def worker(unit: Any, **fields: Any) -> Person:
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=unit, **fields)
    return person


def only_for(*units: Any) -> dict[str, Any]:
    return {"gate": Gate.UNITS, "unit_ids": frozenset(unit.pk for unit in units)}


def test_the_title_comes_before_the_search_words_and_those_before_the_text(give: Give) -> None:
    give(
        document("a", text="Een walvis zwemt."),
        document("b", keywords="walvis"),
        document("c", title="Walvis"),
        document("d", text="Een haring zwemt."),
    )
    assert keys("walvissen") == ["c", "b", "a"]


def test_all_words_come_before_some(give: Give) -> None:
    give(document("a", title="Walvis"), document("b", text="walvis haring"), document("c"))
    assert keys("walvis haring")[0] == "b"


def test_the_whole_title_comes_first(give: Give) -> None:
    give(
        document("a", title="Goede raad en ambtenaarschap", keywords="goed ambtenaarschap"),
        document("b", title="Goed ambtenaarschap"),
    )
    assert keys("goed ambtenaarschap") == ["b", "a"]


def test_a_number_finds_its_article(give: Give) -> None:
    give(document("a", label="4.1"), document("b", label="4.10"), document("c", text="4 1"))
    assert keys("artikel 4.1") == ["a"]
    assert keys("4-10") == ["b"]


def test_a_kind_can_be_named(give: Give) -> None:
    give(
        document("a", title="Agressie", kind="tool"),
        document("b", title="Agressie", kind="workshop"),
    )
    assert keys("workshop agressie")[0] == "b"


def test_parts_of_a_long_word_are_found_both_ways(give: Give) -> None:
    give(document("a", title="Gesprek over werkdruk"), document("b", title="Druk op het werk"))
    assert keys("werkdrukgesprek") == ["a"]
    assert keys("druk") == ["b", "a"]


def test_a_mistake_is_mended_and_said(give: Give) -> None:
    give(document("a", title="Vertrouwenspersoon"), document("b"))
    found = asked("de vertrouwespersoon")
    assert found.meant == "de vertrouwenspersoon"
    assert [one.key for one in found.results] == ["a"]
    assert asked("vertrouwenspersoon").meant == ""


def test_a_number_is_never_mended(give: Give) -> None:
    give(document("a", title="Bel 1130"))
    assert asked("1120").meant == ""


def test_words_of_editors_mean_the_same(give: Give) -> None:
    give(document("a", title="Geschenken"), document("b", text="fles"))
    assert keys("prosecco") == []
    SearchSynonym.objects.create(words="prosecco, geschenk, fles wijn")
    assert keys("prosecco") == ["a"]
    assert keys("fles wijn")[0] == "a"


def test_editors_put_a_result_on_top(give: Give) -> None:
    give(document("a", title="Hulp"), document("b", title="Anders"), document("c", text="hulp"))
    PromotedResult.objects.create(words="hulp, iets anders", path="/b/")
    assert keys("hulp") == ["b", "a", "c"]
    assert keys("hulp nodig")[0] == "b"
    assert keys("hulp nodig vandaag")[0] == "a"


def test_a_result_on_top_is_only_for_who_may_find_it(give: Give) -> None:
    give(document("a", title="Hulp"), document("b", gate=Gate.SIGNED_IN))
    PromotedResult.objects.create(words="hulp", path="/b/")
    assert keys("hulp") == ["a"]
    assert keys("hulp", PersonFactory(with_user=True).user) == ["b", "a"]


def test_hits_are_marked_and_markup_is_only_text(give: Give) -> None:
    give(document("a", title="<b>Walvis</b>", text="Een walvis <script>zwemt</script>."))
    found = asked("<i>walvissen</i>").results[0]
    assert found.title == "&lt;b&gt;<mark>Walvis</mark>&lt;/b&gt;"
    assert found.text == "Een <mark>walvis</mark> &lt;script&gt;zwemt&lt;/script&gt;."


def test_a_kind_is_chosen_and_every_kind_is_counted(give: Give) -> None:
    give(
        document("a", title="Walvis", kind="tool"),
        document("b", title="Walvis", kind="course"),
        document("c", title="Walvis", kind="course"),
        document("d", title="Haring", kind="page"),
    )
    found = results_for("walvis", NOBODY, kind="course")
    assert [one.key for one in found.results] == ["b", "c"]
    assert [(one.kind, one.count) for one in found.choices] == [("course", 2), ("tool", 1)]
    assert found.total == 3
    assert results_for("walvis", NOBODY, kind="onzin").total == 3


def test_a_long_list_has_pages_and_an_impossible_page_is_the_last(give: Give) -> None:
    give(*(document(f"w{number:02}", title="Walvis") for number in range(23)))
    assert len(keys("walvis")) == 10
    assert keys("walvis", page="3") == keys("walvis", page="99")
    assert len(keys("walvis", page="3")) == 3


def test_who_is_not_signed_in_finds_only_what_is_public_and_hears_of_no_other_word(
    give: Give,
) -> None:
    give(document("walvis"), document("zwaluwstaart", gate=Gate.SIGNED_IN))
    assert keys("walvis zwaluwstaart") == ["walvis"]
    assert (asked("zwaluwstrt").meant, asked("zwaluwstrt").total) == ("", 0)
    user = PersonFactory(with_user=True).user
    assert asked("zwaluwstrt", user).meant == "zwaluwstaart"


def test_what_is_bound_to_a_unit_is_found_in_it_and_below_it_only(give: Give) -> None:
    ministry, elsewhere = UnitFactory(), UnitFactory()
    team = UnitFactory(parent=ministry)
    give(document("zwaluwstaart", **only_for(ministry)), document("buizerd", **only_for(team)))
    above, below, other = worker(ministry), worker(team), worker(elsewhere)
    assert keys("zwaluwstaart buizerd", above.user) == ["zwaluwstaart"]
    assert sorted(keys("zwaluwstaart buizerd", below.user)) == ["buizerd", "zwaluwstaart"]
    assert keys("zwaluwstaart buizerd", other.user) == []
    assert keys("zwaluwstaart buizerd") == []
    assert asked("zwaluwstrt", below.user).meant == "zwaluwstaart"
    assert asked("zwaluwstrt", other.user).meant == ""


def test_what_is_bound_to_no_unit_at_all_is_found_by_nobody(give: Give) -> None:
    give(document("zwaluwstaart", **only_for()))
    assert keys("zwaluwstaart", worker(UnitFactory()).user) == []


def test_only_who_works_there_today_finds_it_also_by_a_record_merged_into_theirs(
    give: Give,
) -> None:
    unit = UnitFactory()
    give(document("zwaluwstaart", **only_for(unit)))
    today = clock.today()
    gone = worker(unit, valid_from=date(2020, 1, 1), valid_until=today)
    coming = worker(unit, valid_from=today + timedelta(days=1))
    moved = PersonFactory(with_user=True)
    PersonMerge.objects.create(person=worker(unit), into=moved)
    assert keys("zwaluwstaart", gone.user) == []
    assert keys("zwaluwstaart", coming.user) == []
    assert keys("zwaluwstaart", moved.user) == ["zwaluwstaart"]


@pytest.mark.parametrize(
    "text", ["'", '"', "%", "\\", "100%", "AND OR NOT", "(", "x" * 100, "é", "*"]
)
def test_whatever_is_typed_gets_an_answer(give: Give, text: str) -> None:
    give(document("walvis", text="x (of) 100% é"))
    assert asked(text).asked == text


def test_one_hit_and_thirty_cost_the_same(give: Give, django_assert_num_queries: Any) -> None:
    unit = UnitFactory()
    user = worker(unit).user
    give(document("haring"), document("w0", title="Walvis"), document("u0", **only_for(unit)))
    queries = 7
    assert asked("walvis", user).total == 1  # reads the words, which are others now
    with django_assert_num_queries(queries):
        assert asked("walvis", user).total == 1
    give(
        *(document(f"w{number}", title="Walvis") for number in range(15)),
        *(document(f"u{number}", title="Walvis", **only_for(unit)) for number in range(15)),
    )
    with django_assert_num_queries(queries + 1):
        assert asked("walvis", user).total == 30
