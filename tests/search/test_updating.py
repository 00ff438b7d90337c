"""Collecting what can be found: only what differs is written, one failure costs nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.search.backends import get_search_backend

from core import clock
from core.searching import Gate
from search.models import EntryUnit, SearchEntry, SearchWords
from search.services.updating import update_search
from search.tasks import update
from tests.factories.organisations import UnitFactory
from tests.search import made_up
from tests.search.conftest import Give
from tests.search.made_up import document

pytestmark = pytest.mark.django_db


def keys() -> list[str]:
    return sorted(SearchEntry.objects.values_list("key", flat=True))


def test_what_is_new_is_added_what_differs_is_written_and_what_is_gone_is_removed(
    give: Give,
) -> None:
    give(document("walvis"), document("haring"), document("kabeljauw"))
    later = clock.now() + timedelta(hours=1)
    with clock.at(later):
        done = give(document("walvis"), document("haring", text="Zwemt."), document("schol"))
    assert (done.added, done.changed, done.removed) == (1, 1, 1)
    assert keys() == ["haring", "schol", "walvis"]
    written = SearchEntry.objects.filter(updated_at=later).order_by("key")
    assert [row.key for row in written] == ["haring", "schol"]


def test_a_second_update_writes_nothing(give: Give, django_assert_num_queries: Any) -> None:
    give(document("walvis"), document("haring"))
    with django_assert_num_queries(2):
        done = update_search()
    assert (done.added, done.changed, done.removed) == (0, 0, 0)


def test_references_to_sources_are_not_shown_among_results_but_other_brackets_are(
    give: Give,
) -> None:
    give(document("walvis", text="Een lager bedrag [PD]. Zie [AK: Woo, Archiefwet] en [zie hier]."))
    assert SearchEntry.objects.get().text == "Een lager bedrag. Zie en [zie hier]."


def test_a_source_that_fails_keeps_what_it_gave_and_costs_the_others_nothing(
    give: Give, settings: Any
) -> None:
    unit = UnitFactory()
    give(document("walvis"), document("adviseur", gate=Gate.UNITS, unit_ids=frozenset({unit.pk})))
    SearchEntry.objects.update(source=made_up.BROKEN)
    settings.SEARCH_SOURCES = [made_up.BROKEN, made_up.NAME]
    made_up.GIVEN[:] = [document("haring")]
    done = update_search()
    assert done.failed == {made_up.BROKEN}
    assert keys() == ["adviseur", "haring", "walvis"]
    assert EntryUnit.objects.get().unit == unit
    assert "failed: tests.search.made_up.broken" in str(done)


@pytest.mark.parametrize(
    "wrong", [{"kind": "onbekend"}, {"title": ""}, {"path": "https://elders.example/"}]
)
def test_a_source_that_gives_what_cannot_be_stored_has_failed(
    give: Give, wrong: dict[str, str]
) -> None:
    assert give(document("walvis", **wrong)).failed == {made_up.NAME}
    assert keys() == []


def test_units_that_no_longer_exist_are_left_out(give: Give) -> None:
    unit = UnitFactory()
    give(document("adviseur", gate=Gate.UNITS, unit_ids=frozenset({unit.pk, unit.pk + 999})))
    assert [row.unit for row in EntryUnit.objects.all()] == [unit]


def test_who_may_find_it_changes_with_the_document(give: Give) -> None:
    one, other = UnitFactory(), UnitFactory()
    give(document("adviseur", gate=Gate.UNITS, unit_ids=frozenset({one.pk})))
    give(document("adviseur", gate=Gate.UNITS, unit_ids=frozenset({other.pk})))
    assert [row.unit for row in EntryUnit.objects.all()] == [other]


def test_a_new_word_takes_an_old_compound_apart(give: Give) -> None:
    give(document("walvisbaai"))
    before = SearchEntry.objects.get().terms.split()
    done = give(document("walvisbaai"), document("walvis"), document("baai"))
    assert done.changed == 1
    after = SearchEntry.objects.get(key="walvisbaai").terms.split()
    assert set(after) - set(before) == {"walvis", "baai", "xwalvis", "xbaai"}


def test_words_of_what_is_bound_to_units_stand_in_no_list_that_others_see(give: Give) -> None:
    unit = UnitFactory()
    give(
        document("walvis"),
        document("haring", gate=Gate.SIGNED_IN),
        document("zwaluwstaart", gate=Gate.UNITS, unit_ids=frozenset({unit.pk})),
    )
    words = SearchWords.objects.get()
    assert words.words["walvis"][0] == 0
    assert words.words["haring"][0] == 1
    assert "zwaluwstaart" not in words.words
    assert "zwaluwstaart" not in words.counts
    assert words.totals == [1, 1]


def test_the_engine_forgets_what_is_gone(give: Give) -> None:
    give(document("walvis"))
    give()
    assert list(get_search_backend().search("walvis", SearchEntry)) == []


def test_the_command_and_the_job_bring_it_up_to_date(give: Give, capsys: Any) -> None:
    made_up.GIVEN[:] = [document("walvis")]
    call_command("update_search")
    assert capsys.readouterr().out == "1 added, 0 changed, 0 removed\n"
    made_up.GIVEN[:] = [document("haring")]
    assert update() == "1 added, 0 changed, 1 removed"
