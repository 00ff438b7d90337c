"""The kennishuis: stories only with consent, procedures of one's own, sources and review dates."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core import clock
from core.content_files import InvalidContent
from core.searching import Gate
from organisations.models import Unit
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.lms.counting import count_queries
from toolbox.knowledge_sources import known_codes
from toolbox.loading.knowledge import ensure_index
from toolbox.loading.knowledge_files import read_knowledge, read_links
from toolbox.models import KnowledgePage, Link
from toolbox.models.knowledge import NotReadyForReaders
from toolbox.practice_enums import KnowledgeKind
from toolbox.reports.reviewing_knowledge import knowledge_to_review
from toolbox.searchable_knowledge import documents
from toolbox.services.knowledge_groups import EDITORS, ensure_editors

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def draft(kind: KnowledgeKind = KnowledgeKind.ARTICLE, **fields: Any) -> KnowledgePage:
    about = {
        "title": "Een pagina",
        "lead": "Waar het over gaat.",
        "body": json.dumps([{"type": "text", "value": "<p>De tekst.</p>"}]),
        "themes": ["safety"],
        "sources": "[K22] Kamerbrief van 27 juni 2022",
        "maintained_by": "Redactie",
        "review_on": date(2027, 5, 21),
    } | fields
    page = KnowledgePage(kind=kind, live=False, **about)
    ensure_index().add_child(instance=page)
    return page


def published(kind: KnowledgeKind = KnowledgeKind.ARTICLE, **fields: Any) -> KnowledgePage:
    page = draft(kind, **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def is_live(page: KnowledgePage) -> bool:
    return KnowledgePage.objects.get(pk=page.pk).live


def reader(unit: Unit) -> Any:
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=unit)
    return person.user


def titles_for(client: Client, user: Any, **asked: str) -> list[str]:
    client.force_login(user)
    response = client.get("/kennishuis/", asked)
    return [line.title for line in response.context["lines"]]


@pytest.mark.parametrize(
    "given",
    [{}, {"consent_on": date(2026, 11, 1)}, {"is_anonymised": True}],
    ids=["neither", "only consent", "only the check"],
)
def test_a_story_is_not_published_without_consent_and_the_check(given: dict[str, Any]) -> None:
    page = draft(KnowledgeKind.STORY, **given)
    with pytest.raises(NotReadyForReaders):
        page.save_revision().publish()
    assert not is_live(page)
    page.live = True
    with pytest.raises(ValidationError):
        page.save()
    assert not is_live(page)


def test_a_story_with_both_is_published_and_cannot_lose_them_while_it_is_read() -> None:
    page = published(KnowledgeKind.STORY, consent_on=date(2026, 11, 1), is_anonymised=True)
    assert page.live
    page.consent_on = None
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert "toestemming" in refused.value.message_dict["consent_on"][0]


def test_a_story_that_was_planned_before_it_lost_its_consent_stays_a_draft() -> None:
    page = draft(KnowledgeKind.STORY, go_live_at=NOON - timedelta(minutes=5))
    revision = page.save_revision()
    revision.approved_go_live_at = NOON - timedelta(minutes=5)
    revision.save()
    other = draft(title="Gewoon", go_live_at=NOON - timedelta(minutes=5))
    later = other.save_revision()
    later.approved_go_live_at = NOON - timedelta(minutes=4)
    later.save()
    call_command("publish_scheduled", stdout=StringIO())
    assert (is_live(page), is_live(other)) == (False, True)
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_a_story_cannot_be_planned_without_consent() -> None:
    page = draft(KnowledgeKind.STORY, go_live_at=datetime(2099, 1, 1, tzinfo=UTC))
    with pytest.raises(NotReadyForReaders):
        page.save_revision().publish()


def edited(client: Client, page: KnowledgePage, **posted: str) -> Any:
    body = {"body-count": "0"}
    about = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "lead": page.lead,
        "themes": "safety",
        "sources": page.sources,
        "maintained_by": page.maintained_by,
        "review_on": "2027-05-21",
        "consent_on": "",
        "unit": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, body | about | posted)


def test_an_editor_is_told_what_is_missing_and_it_is_kept_who_recorded_consent(
    client: Client,
) -> None:
    ensure_editors(ensure_index())
    editor = PersonFactory(with_user=True).user
    editor.groups.add(Group.objects.get(name=EDITORS))
    page = draft(KnowledgeKind.STORY)
    page.save_revision()
    client.force_login(editor)
    refused = edited(client, page, **{"action-publish": "1"}).content.decode()
    assert "Dit verhaal gaat over iemand. Vul in op welke dag die toestemming gaf" in refused
    assert "Kijk eerst of niemand te herkennen is." in refused
    assert not is_live(page)
    ready = {"consent_on": "2026-11-01", "is_anonymised": "on", "action-publish": "1"}
    assert edited(client, page, **ready).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.consent_recorded_by, page.anonymised_by) == (True, editor, editor)


def test_a_procedure_of_an_organisation_is_read_there_and_below_and_nowhere_else(
    client: Client,
) -> None:
    ministry, other = UnitFactory(), UnitFactory()
    team = UnitFactory(parent=ministry)
    published(KnowledgeKind.PROCEDURE, title="Van ons", slug="van-ons", unit=ministry)
    published(title="Voor allen")
    inside, outside = reader(team), reader(other)
    assert titles_for(client, inside) == ["Van ons", "Voor allen"]
    assert client.get("/kennishuis/van-ons/").status_code == 200
    assert titles_for(client, outside) == ["Voor allen"]
    assert client.get("/kennishuis/van-ons/").status_code == 404
    found = {one.title: (one.gate, one.unit_ids) for one in documents()}
    assert found == {
        "Van ons": (Gate.UNITS, frozenset({ministry.pk})),
        "Voor allen": (Gate.SIGNED_IN, frozenset()),
    }


def test_only_a_procedure_is_of_one_organisation() -> None:
    unit = UnitFactory()
    facts = draft(KnowledgeKind.FACTS)
    facts.unit = unit
    with pytest.raises(ValidationError):
        facts.clean()
    page = published(KnowledgeKind.PROCEDURE, unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        KnowledgePage.objects.filter(pk=page.pk).update(kind=KnowledgeKind.FACTS)


def test_the_kennishuis_asks_to_sign_in_unless_it_is_public(client: Client, settings: Any) -> None:
    unit = UnitFactory()
    published(title="Voor allen", slug="voor-allen")
    published(KnowledgeKind.PROCEDURE, title="Van ons", slug="van-ons", unit=unit)
    paths = ("/kennishuis/", "/kennishuis/voor-allen/", "/kennishuis/links/")
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    settings.TOOLBOX_PUBLIC = True
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    assert client.get("/kennishuis/van-ons/").status_code == 404
    assert {one.title: one.gate for one in documents()} == {
        "Voor allen": Gate.PUBLIC,
        "Van ons": Gate.UNITS,
    }


def test_the_list_is_filtered_by_kind_subject_and_audience(client: Client) -> None:
    user = reader(UnitFactory())
    published(title="A", themes=["law"], audiences=["managers"])
    published(KnowledgeKind.FACTS, title="B", themes=["law", "care"])
    draft(title="Concept", themes=["law"])
    assert titles_for(client, user, thema="law") == ["A", "B"]
    assert titles_for(client, user, soort="facts") == ["B"]
    assert titles_for(client, user, doelgroep="managers", thema="law") == ["A"]
    assert titles_for(client, user, thema="onzin") == ["A", "B"]
    assert titles_for(client, user, thema="safety") == []


def test_a_page_says_where_it_comes_from_and_when_it_is_looked_at_again(client: Client) -> None:
    client.force_login(reader(UnitFactory()))
    published(slug="nieuw")
    published(slug="oud", title="Oud", review_on=date(2026, 11, 1))
    new, old = (client.get(f"/kennishuis/{slug}/").content.decode() for slug in ("nieuw", "oud"))
    assert 'href="/bronnen/#k22"' in new
    assert "We kijken uiterlijk op 21 mei 2027 weer naar deze tekst." in new
    assert "Deze tekst had op 1 november 2026 bekeken moeten zijn." in old
    assert [(row.title, row.review_on) for row in knowledge_to_review()] == [
        ("Oud", date(2026, 11, 1)),
        ("Een pagina", date(2027, 5, 21)),
    ]


def test_the_list_asks_the_database_as_often_for_thirty_pages_as_for_one(client: Client) -> None:
    unit = UnitFactory()
    client.force_login(reader(unit))
    published(KnowledgeKind.PROCEDURE, unit=unit)
    client.get("/kennishuis/")

    def asked() -> int:
        with count_queries() as queries:
            client.get("/kennishuis/")
        return len(queries)

    one = asked()
    for number in range(29):
        published(KnowledgeKind.PROCEDURE, title=f"Pagina {number}", unit=unit)
    assert asked() == one


@pytest.fixture
def loaded() -> list[KnowledgePage]:
    call_command("load_knowledge", publish=True, stdout=StringIO())
    return list(KnowledgePage.objects.order_by("slug"))


def test_every_page_that_comes_with_kompas_cites_a_source_and_a_review_date(
    loaded: list[KnowledgePage], client: Client
) -> None:
    client.force_login(UserFactory())
    assert {page.slug for page in loaded} >= {
        "rechtshulp-en-mediation",
        "wet-bescherming-klokkenluiders",
        "cao-rijk-ordemaatregelen-en-straffen",
        "procedures-in-het-kort",
        "weerbaarheidsscan",
        "onderzoek",
        "scarf",
    }
    for page in loaded:
        text = client.get(f"/kennishuis/{page.slug}/").content.decode()
        assert page.source_lines, page.slug
        assert 'href="/bronnen/#' in text, page.slug
        assert "We kijken uiterlijk op" in text, page.slug


def test_loading_again_changes_nothing_and_never_an_editors_text(
    loaded: list[KnowledgePage],
) -> None:
    said = StringIO()
    call_command("load_knowledge", publish=True, stdout=said)
    assert said.getvalue() == ""
    page = KnowledgePage.objects.get(slug="scarf")
    page.lead = "Van een redacteur."
    page.save_revision().publish()
    Link.objects.filter(key="cao-rijk").update(title="Van een redacteur")
    KnowledgePage.objects.filter(slug="raba").update(loaded_hash="oud")
    call_command("load_knowledge", publish=True, stdout=said)
    assert KnowledgePage.objects.get(slug="scarf").lead == "Van een redacteur."
    assert Link.objects.get(key="cao-rijk").title == "Van een redacteur"


def test_drafts_are_published_by_loading_with_publish_and_only_then() -> None:
    call_command("load_knowledge", stdout=StringIO())
    assert KnowledgePage.objects.live().count() == 0
    call_command("load_knowledge", publish=True, stdout=StringIO())
    assert KnowledgePage.objects.exclude(live=True).count() == 0


def test_a_file_with_a_story_an_unknown_link_or_an_unknown_source_is_refused(tmp_path: Any) -> None:
    (tmp_path / "x.yaml").write_text(
        "slug: x\ntitle: X\nkind: story\nlead: Een verhaal [ZZ9].\nthemes: [care]\n"
        "sources: [iets]\nmaintained_by: Redactie\nreview_on: 2027-01-01\n"
        "body:\n  - link: cao-rijl\n"
    )
    keys = {link.key for link in read_links()}
    with pytest.raises(InvalidContent) as refused:
        read_knowledge(links=keys, sources=known_codes(), folder=tmp_path)
    assert [error.line for error in refused.value.errors] == [3, 4, 10]


def test_the_english_tree_shows_the_dutch_text_to_who_may_read_it(client: Client) -> None:
    unit = UnitFactory()
    published(KnowledgeKind.PROCEDURE, slug="van-ons", unit=unit)
    call_command("sync_english", stdout=StringIO())
    assert Page.objects.filter(slug="van-ons").count() == 2
    client.force_login(reader(unit))
    assert client.get("/en/kennishuis/van-ons/").status_code == 200
    assert len(client.get("/en/kennishuis/").context["lines"]) == 1
    client.force_login(reader(UnitFactory()))
    assert client.get("/en/kennishuis/van-ons/").status_code == 404
