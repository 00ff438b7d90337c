"""Words and results on top: those that come with Kompas, and what editors make of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.content_files import InvalidContent
from search.models import LoadedWords, PromotedResult, SearchSynonym
from search.services.loading import load_words
from tests.factories.accounts import UserFactory
from tests.search.conftest import Give
from tests.search.made_up import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "synoniemen.yaml").write_text("- {naam: vis, woorden: [vis, walvis]}\n")
    (tmp_path / "bovenaan.yaml").write_text("- {naam: zee, woorden: [zee], adres: /zee/}\n")
    return tmp_path


def test_loading_once_more_changes_nothing(folder: Path) -> None:
    assert load_words(folder) == ["added: vis, walvis", "added: zee > /zee/"]
    assert load_words(folder) == []
    assert SearchSynonym.objects.get().word_list == ("vis", "walvis")


def test_a_new_file_changes_what_no_editor_changed(folder: Path) -> None:
    load_words(folder)
    SearchSynonym.objects.update(words="vis, haring")
    (folder / "synoniemen.yaml").write_text("- {naam: vis, woorden: [vis, schol]}\n")
    (folder / "bovenaan.yaml").write_text("- {naam: zee, woorden: [zee], adres: /oceaan/}\n")
    assert load_words(folder) == ["changed: zee > /oceaan/"]
    assert SearchSynonym.objects.get().words == "vis, haring"


def test_what_an_editor_deleted_or_changed_stays_so_at_every_next_load(folder: Path) -> None:
    load_words(folder)
    SearchSynonym.objects.get(key="vis").delete()
    PromotedResult.objects.filter(key="zee").update(path="/strand/")
    (folder / "synoniemen.yaml").write_text(
        "- {naam: vis, woorden: [vis, schol]}\n- {naam: zon, woorden: [zon, zomer]}\n"
    )
    assert load_words(folder) == ["added: zon, zomer"]
    assert load_words(folder) == []
    assert list(SearchSynonym.objects.values_list("words", flat=True)) == ["zon, zomer"]
    assert PromotedResult.objects.get().path == "/strand/"


def test_what_is_deleted_in_the_admin_stays_away(client: Client, folder: Path) -> None:
    load_words(folder)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for model in (SearchSynonym, PromotedResult):
        name = model.snippet_viewset.get_url_name("delete")
        client.post(reverse(name, args=[model.objects.get().pk]))
    assert load_words(folder) == []
    assert not SearchSynonym.objects.exists()
    assert not PromotedResult.objects.exists()


def test_rows_of_before_loading_had_a_memory_are_remembered_at_the_next_load(folder: Path) -> None:
    load_words(folder)
    LoadedWords.objects.all().delete()
    assert load_words(folder) == []
    SearchSynonym.objects.all().delete()
    assert load_words(folder) == []


def test_a_word_and_a_result_on_top_of_the_same_name_are_remembered_apart(folder: Path) -> None:
    (folder / "bovenaan.yaml").write_text("[]\n")
    load_words(folder)
    (folder / "bovenaan.yaml").write_text("- {naam: vis, woorden: [vis], adres: /vis/}\n")
    assert load_words(folder) == ["added: vis > /vis/"]


@pytest.mark.parametrize(
    "wrong",
    [
        "- {naam: vis, woorden: [vis]}",
        "- {naam: Vis!, woorden: [vis, walvis]}",
        '- {naam: vis, woorden: ["vis, haring", walvis]}',
    ],
)
def test_a_mistake_in_a_file_changes_nothing(folder: Path, wrong: str) -> None:
    (folder / "synoniemen.yaml").write_text(wrong)
    with pytest.raises(InvalidContent):
        load_words(folder)
    assert not PromotedResult.objects.exists()


def test_what_comes_with_kompas_is_well_formed_and_no_word_is_named_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_search")
    assert "added: " in capsys.readouterr().out
    words = [word for row in SearchSynonym.objects.all() for word in row.word_list]
    assert sorted(words) == sorted(set(words))


def test_the_command_says_what_is_wrong_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "synoniemen.yaml").write_text("- {naam: vis}")
    monkeypatch.setattr(load_words, "__defaults__", (folder,))
    with pytest.raises(CommandError, match=r"synoniemen\.yaml"):
        call_command("load_search")


def test_one_word_alone_means_the_same_as_nothing() -> None:
    with pytest.raises(ValidationError) as refused:
        SearchSynonym(words="walvis").full_clean()
    assert refused.value.messages == ["Typ twee woorden of meer, met komma's ertussen."]
    with pytest.raises(ValidationError):
        SearchSynonym(words=" , ").full_clean()


def test_a_result_on_top_must_be_one_that_can_be_found(give: Give) -> None:
    give(document("walvis"))
    PromotedResult(words="vis", path="/walvis/").full_clean()
    with pytest.raises(ValidationError) as refused:
        PromotedResult(words="vis", path="/haring/").full_clean()
    assert list(refused.value.message_dict) == ["path"]


def test_what_came_with_kompas_is_there_once(folder: Path) -> None:
    load_words(folder)
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchSynonym.objects.create(words="a, b", key="vis")
    SearchSynonym.objects.create(words="a, b")
    SearchSynonym.objects.create(words="c, d")


def test_editors_find_both_in_the_admin(client: Client, folder: Path) -> None:
    load_words(folder)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for model, text in ((SearchSynonym, "vis, walvis"), (PromotedResult, "/zee/")):
        name = model.snippet_viewset.get_url_name("list")
        assert text in client.get(reverse(name)).content.decode()
