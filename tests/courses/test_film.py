"""The place for the film of the briefing: what stands there until an editor puts the film in."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lms.content.models import ModulePage
from tests.factories.accounts import UserFactory
from tests.lms.pages import visitor

pytestmark = pytest.mark.django_db

KEY = "briefing-spilfunctionarissen-opname"
URL = f"/leren/{KEY}/kijken-of-lezen/"
WAITS = "Deze film komt nog. Tot die tijd lees je alles in de tekst."
SAID = "Welkom. Ik ben de integriteitscoördinator."


@pytest.fixture(autouse=True)
def _loaded(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_course", KEY, publish=True, verbosity=0)


@pytest.fixture
def editor(client: Client) -> Client:
    """Sign in somebody who may write pages and upload files, and has no other rights."""
    group = Group.objects.create(name="Redactie")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for kind in ("change", "publish"):
        right = Permission.objects.get(
            codename=f"{kind}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=right
        )
    for kind in ("add", "choose"):
        # Wagtail asks for the right of its own model, whatever model the site has.
        right = Permission.objects.get(
            codename=f"{kind}_document", content_type__app_label="wagtaildocs"
        )
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=right
        )
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return client


def uploaded(editor: Client, name: str, content: bytes) -> int:
    """Upload a file as an editor does, and return its number."""
    data = {"title": name, "file": SimpleUploadedFile(name, content)}
    answer = editor.post(reverse("wagtaildocs:add"), data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return int(get_document_model().objects.get(title=name).pk)


def module() -> ModulePage:
    found: ModulePage = ModulePage.objects.get(module_key="kijken-of-lezen")
    return found


def published(editor: Client, **film: Any) -> Any:
    """Send the form of the page with another film in it, and publish."""
    page = module()
    rows = [(one["type"], one["value"]) for one in page.body.raw_data]
    body = streamfield([(kind, _posted(kind, value, film)) for kind, value in rows])
    data = {
        **{name: getattr(page, name) for name in ("title", "slug", "lead", "goals", "minutes")},
        "module_key": page.module_key,
        "pass_mark": page.pass_mark,
        "sensitive": "on",
        "change_class": "editorial",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
        **nested_form_data({"body": body}),
    }
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def _posted(kind: str, value: Any, film: dict[str, Any]) -> Any:
    if kind == "text":
        return rich_text(value)
    if kind == "video":
        sent = {**value, **film}
        sent["transcript"] = rich_text(sent["transcript"])
        return {name: "" if one is None else one for name, one in sent.items()}
    return str(value)


def test_until_there_is_a_film_a_sentence_says_so_and_the_text_tells_it_all() -> None:
    learner = visitor()
    page = learner.get(URL)
    assert WAITS in page
    assert "<video" not in page
    assert "Lees wat er in de film wordt gezegd" not in page
    for lesson in ("wie-is-wie", "zo-werkt-melden", "vragen-en-antwoorden"):
        assert f'href="{URL}{lesson}/"' in page
        learner.get(f"{URL}{lesson}/")


def test_an_editor_puts_in_the_film_with_its_subtitles_and_text(editor: Client) -> None:
    film = uploaded(editor, "briefing.mp4", b"film")
    captions = uploaded(editor, "briefing.vtt", b"WEBVTT")
    answer = published(editor, video=film, captions=captions, transcript=f"<p>{SAID}</p>")
    assert answer.status_code == 302, answer.context["form"].errors
    page = visitor().get(URL)
    documents = get_document_model().objects
    assert f'<source src="{documents.get(pk=film).url}" type="video/mp4">' in page
    assert f'src="{documents.get(pk=captions).url}"' in page
    assert SAID in page
    assert WAITS not in page


def test_an_editor_can_choose_a_film_that_is_on_the_site_already(editor: Client) -> None:
    film = uploaded(editor, "briefing.mp4", b"film")
    assert "briefing.mp4" in editor.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    assert editor.get(reverse("wagtaildocs_chooser:chosen", args=[film])).status_code == 200


def test_loading_the_course_again_leaves_the_film_of_the_editor(editor: Client) -> None:
    film = uploaded(editor, "briefing.mp4", b"film")
    captions = uploaded(editor, "briefing.vtt", b"WEBVTT")
    published(editor, video=film, captions=captions, transcript=f"<p>{SAID}</p>")
    before = module().latest_revision_id
    call_command("load_course", KEY, publish=True, verbosity=0)
    assert module().latest_revision_id == before
    assert SAID in visitor().get(URL)


def test_a_film_without_subtitles_or_text_is_refused(editor: Client) -> None:
    film = uploaded(editor, "briefing.mp4", b"film")
    answer = published(editor, video=film)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Kies ook de ondertiteling." in text
    assert "Schrijf de film ook uit." in text
    assert WAITS in visitor().get(URL)


def test_saving_the_page_without_a_film_keeps_the_place(editor: Client) -> None:
    assert published(editor).status_code == 302
    assert WAITS in visitor().get(URL)
