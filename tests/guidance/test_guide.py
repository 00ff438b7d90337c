"""The guide as a page: the same for everybody, with the contacts of one's own organisation."""

import json
import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core import clock
from core.searching import Gate
from guidance.administration.guide import review_panel
from guidance.enums import ContactKind
from guidance.guide_letters import refresh, send_guide_reviews
from guidance.models import Contact, GuidePage, HelpRole
from guidance.models.guide import tree_of
from guidance.searchable_guide import documents
from home.models import HomePage
from notifications.models import Notice
from organisations.enums import UnitKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/hulp/"
FRAME = "/hulp/insluiten/"


def load(**options: object) -> list[str]:
    out = StringIO()
    call_command("load_guide", stdout=out, **options)
    return out.getvalue().split("\n")[:-1]


@pytest.fixture
def guide() -> GuidePage:
    """Load the roles and the guide that come with Kompas."""
    call_command("load_directory", publish=True, stdout=StringIO())
    load(publish=True)
    return GuidePage.objects.get()


def adviser(unit: object, name: str, **fields: object) -> Contact:
    return Contact.objects.create(
        role=HelpRole.objects.get(key="vertrouwenspersoon"),
        unit=unit,
        kind=ContactKind.PERSON,
        name=name,
        email=f"{name.lower()}@example.test",
        **fields,
    )


def outcome(text: str, anchor: str) -> str:
    """Return the part of a page that is one outcome, as far as the next answer."""
    return text.split(f'id="{anchor}"')[1].split('<details class="guide-choice"', maxsplit=1)[0]


def test_the_roles_come_first():
    with pytest.raises(CommandError, match="load_directory"):
        load(publish=True)


def test_loading_again_changes_nothing_and_never_goes_over_a_change_of_an_editor(guide):
    assert load(publish=True) == []
    newest = guide.get_latest_revision_as_object()
    newest.promise = "Door een redacteur geschreven."
    newest.loaded_hash = "an earlier content"
    newest.save_revision()
    assert load(publish=True) == ["guide: an editor changed this page, left as it is"]
    assert GuidePage.objects.get().promise.startswith("Dit is een wegwijzer")


def test_a_draft_is_published_later_and_a_page_that_somebody_else_put_there_is_left_alone(guide):
    guide.delete()
    assert load() == ["guide: draft"]
    assert Client().get(PAGE).text.count("data-question") == 0
    assert load(publish=True) == ["guide: published"]
    GuidePage.objects.get().delete()
    home = Page.objects.filter(depth=2).get()
    home.add_child(instance=Page(title="Hulp", slug="hulp"))
    with pytest.raises(CommandError, match="load_pages"):
        load(publish=True)


def test_without_a_guide_the_page_still_names_112_and_a_confidential_adviser(client):
    page = client.get(PAGE).text
    assert 'href="tel:112"' in page
    assert 'href="/hulp/vertrouwenspersoon/"' in page


def test_all_ways_are_on_the_page_and_112_stands_first(guide, client):
    page = client.get(PAGE).text
    main = page.split("<main")[1]
    assert main.index("112") < main.index("vertrouwenspersoon")
    assert {f"R{number}" for number in range(1, 17)} == set(
        re.findall(r'data-outcome="(R\d+)"', page)
    )
    assert len(page.encode()) < 400_000


def test_every_old_address_within_the_page_still_leads_somewhere_once(guide, client):
    page = client.get(PAGE).text
    anchors = ["wegwijzer", "ongewenst-gedrag", "agressie", "integriteit", "misstand", "conflict"]
    anchors += ["twijfel", "welzijn", "over-mij-gemeld", "leidinggevende", "omstander"]
    anchors += ["geen-reactie", "woorden", "over-deze-pagina", *(f"r{n}" for n in range(1, 17))]
    assert {anchor: page.count(f'id="{anchor}"') for anchor in anchors} == dict.fromkeys(anchors, 1)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_who_is_not_signed_in_gets_no_cookie_and_a_page_that_is_the_same_for_all(guide, client):
    answer = client.get(PAGE)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text


def test_externals_get_another_outcome_and_no_help_that_is_only_for_civil_servants(guide, client):
    page = client.get(PAGE).text
    before, external = page.split("Ik werk als externe")[:2]
    external = external.split("Ik zag of hoorde iets")[0]
    assert 'data-outcome="R10"' in before
    assert 'data-outcome="R11"' in external
    assert 'data-outcome="R10"' not in external
    assert "geschillencommissie" in before.lower()
    assert "geschillencommissie" not in external.lower()


def test_each_outcome_says_who_helps_how_confidential_it_is_what_follows_and_who_keeps_it(
    guide, client
):
    page = client.get(PAGE).text
    first = outcome(page, "r1")
    for words in (
        "Vertrouwenspersoon",
        "Bedrijfsmaatschappelijk werk",
        "Vertrouwelijk?",
        "Voor wie?",
        "Is het vertrouwelijk?",
        "Wat gebeurt er daarna?",
        "Bijgehouden door: Inhoudseigenaar Hulp of melden.",
    ):
        assert words in first
    raba = outcome(page, "r10")
    assert "Bindend?" in raba
    assert "Onafhankelijk?" in raba


def test_who_is_signed_in_sees_the_contacts_of_their_own_organisation_and_nobody_keeps_it(
    guide, client
):
    team = UnitFactory(kind=UnitKind.TEAM)
    other = UnitFactory(kind=UnitKind.TEAM)
    adviser(team, "Anouk", verified_on=date(2026, 11, 1))
    adviser(other, "Bram")
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=team)
    client.force_login(person.user)
    answer = client.get(PAGE)
    first = outcome(answer.text, "r1")
    assert "Anouk" in first
    assert "Laatst gecontroleerd op 1 november 2026" in first
    assert "Bram" not in answer.text
    assert answer["Cache-Control"] == "private, no-store"


def test_by_the_address_of_an_organisation_everybody_sees_only_who_chose_to_be_public(
    guide, client
):
    ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Ministerie van Voorbeelden")
    team = UnitFactory(kind=UnitKind.TEAM, parent=ministry)
    adviser(ministry, "Carla", shown_publicly=True)
    adviser(ministry, "Dirk")
    page = client.get(f"/hulp/wegwijzer/{ministry.code}/")
    assert "Carla" in outcome(page.text, "r1")
    assert "Dirk" not in page.text
    assert "Ministerie van Voorbeelden" in page.text
    assert client.get(f"/hulp/wegwijzer/{team.code}/").status_code == 404
    assert client.get("/hulp/wegwijzer/bestaat-niet/").status_code == 404
    client.force_login(PersonFactory(with_user=True).user)
    assert "Carla" in client.get(f"/hulp/wegwijzer/{team.code}/").text


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_contacts(
    guide, client, django_assert_num_queries
):
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    adviser(ministry, "Anna", shown_publicly=True)
    path = f"/hulp/wegwijzer/{ministry.code}/"
    client.get(path)
    with django_assert_num_queries(7):
        client.get(path)
    for number in range(29):
        adviser(ministry, f"Anna{number}", shown_publicly=True)
    with django_assert_num_queries(7):
        client.get(path)


def test_a_frame_is_allowed_for_the_intranets_of_the_setting_and_there_only(
    guide, client, settings
):
    closed = client.get(FRAME)
    assert "frame-ancestors 'self'" in closed["Content-Security-Policy"]
    settings.GUIDE_EMBED_ORIGINS = ["https://intranet.example.test"]
    framed, page = client.get(FRAME), client.get(PAGE)
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://intranet.example.test" in policy
    assert "X-Frame-Options" not in framed
    assert "intranet" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_frame_shows_what_everybody_may_see_also_to_who_is_signed_in(guide, client):
    ministry = UnitFactory(kind=UnitKind.MINISTRY)
    adviser(ministry, "Carla", shown_publicly=True)
    adviser(ministry, "Dirk")
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=ministry)
    client.force_login(person.user)
    page = client.get(f"{FRAME}{ministry.code}/")
    assert "Carla" in page.text
    assert "Dirk" not in page.text
    assert person.name not in page.text
    assert not page.cookies
    assert "Carla" not in client.get(FRAME).text


def test_the_worker_differs_when_the_guide_does_and_names_only_the_anonymous_page(guide, client):
    first = client.get("/hulp/wegwijzer.js")
    assert first["Content-Type"].startswith("text/javascript")
    assert first["Cache-Control"] == "public, max-age=43200"
    assert 'const HOME = "/hulp/";' in first.text
    assert client.get("/hulp/wegwijzer.js").content == first.content
    guide.get_latest_revision_as_object().save_revision().publish()
    assert client.get("/hulp/wegwijzer.js").content != first.content
    english = client.get("/en/hulp/wegwijzer.js").text.replace("\\u002D", "-")
    assert 'const HOME = "/en/hulp/";' in english


def test_no_address_of_the_guide_takes_anything_that_was_chosen(guide, client):
    for path in (PAGE, FRAME, "/hulp/wegwijzer.js"):
        assert client.post(path, {"keuze": "1"}).status_code == 405


def test_an_editor_is_told_in_sentences_why_a_guide_cannot_be_published(guide, client):
    admin = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(admin)
    address = f"/beheer/pages/{guide.pk}/edit/"
    form = client.get(address).context["form"]
    data = _form_data(form)
    data["questions-0-value-answers-0-value-leads_to"] = "nergens"
    answer = client.post(address, {**data, "action-publish": "1"})
    assert "leidt het antwoord" in answer.text
    assert "nergens" in answer.text
    assert GuidePage.objects.get().tree.questions[0].answers[0].leads_to == "werk"


def _form_data(form: object) -> dict[str, str]:
    """Return what a browser would send of a form that nobody changed."""
    page = form.instance
    data = {
        name: str(getattr(page, name))
        for name in (
            "title",
            "danger",
            "promise",
            "unsatisfied_title",
            "talk_title",
            "talk_text",
        )
    }
    for name in ("intro", "unsatisfied", "browser_note", "about"):
        data[name] = json.dumps(
            {
                "blocks": [
                    {
                        "key": "a",
                        "text": "Tekst",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [],
                    }
                ],
                "entityMap": {},
            }
        )
    for name in ("questions", "outcomes", "words"):
        raw = list(getattr(page, name).raw_data)
        data |= nested_form_data(
            {name: streamfield([(one["type"], _posted(one["value"])) for one in raw])}
        )
    data |= {"slug": page.slug, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return data


_RICH = {"intro", "what_next", "confidentiality", "tips"}
_EMPTY = json.dumps({"blocks": [], "entityMap": {}})


def _posted(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        is_helper = "role" in value
        return {
            key: _EMPTY if key in _RICH or (is_helper and key == "text") else _posted(one, key)
            for key, one in value.items()
            if one is not False
        }
    if isinstance(value, list):
        rows = {
            str(number): {
                "value": _posted(one["value"]),
                "order": str(number),
                "deleted": "",
                "type": "item",
            }
            for number, one in enumerate(value)
        }
        return {"count": str(len(rows)), **rows}
    return "on" if value is True else str(value)


def test_a_draft_may_have_holes_that_readers_never_meet(guide, client):
    newest = guide.get_latest_revision_as_object()
    raw = list(newest.questions.raw_data)
    raw[0]["value"]["answers"][0]["value"]["leads_to"] = "nergens"
    newest.questions = json.dumps(raw)
    newest.save_revision()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    preview = newest.make_preview_request()
    assert preview.status_code == 200
    assert b'data-outcome="R16"' in preview.content
    assert b'data-outcome="R1"' not in preview.content
    assert 'data-outcome="R1"' in Client().get(PAGE).text


def test_what_is_past_its_review_date_is_listed_for_editors_and_told_once(
    guide, rf, django_user_model
):
    group = Group.objects.create(name="Redactie hulp")
    GroupPagePermission.objects.create(
        group=group,
        page=guide.get_parent(),
        permission=Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        ),
    )
    editor = PersonFactory(with_user=True)
    editor.user.groups.add(group)
    stranger = PersonFactory(with_user=True)
    assert send_guide_reviews() == 0
    due = tree_of(guide.questions, guide.outcomes).outcomes[0].review_on
    with clock.at(clock.now() + (due - clock.today()) + timedelta(hours=1)):
        assert send_guide_reviews() == 1
        assert send_guide_reviews() == 0
        notice = Notice.objects.get(kind="guidance.guide_review")
        assert notice.person == editor
        told = refresh([notice])[notice.pk]
        assert told["uitkomsten"].split("\n")[0] == "- Eerst praten in vertrouwen"
        assert len(told["uitkomsten"].split("\n")) == 16
        request = rf.get("/beheer/")
        request.user = editor.user
        assert "R16: Wat je als omstander" in review_panel(request).render_html({})
        request.user = stranger.user
        assert review_panel(request) is None
    assert refresh([notice])[notice.pk] is None


def test_the_guide_and_its_outcomes_can_be_found_by_everybody(guide):
    found = {one.key: one for one in documents()}
    assert len(found) == 17
    assert {one.gate for one in found.values()} == {Gate.PUBLIC}
    assert found["wegwijzer-r5"].path == "/hulp/#r5"
    assert "Agressie of bedreiging van buiten" in found["wegwijzer-r5"].keywords
    assert "Agressie" not in found["wegwijzer-r9"].keywords


def test_the_guide_has_one_place_and_its_own_address(guide):
    assert guide.slug == "hulp"
    assert not GuidePage.can_create_at(HomePage.objects.first() or guide.get_parent())
