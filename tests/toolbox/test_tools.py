"""Reading tools: who may, what stands on a card, the filter, and what belongs to it elsewhere."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from core import clock
from gir.models import Dilemma, DilemmaOption
from guidance.enums import ContactKind, Side
from guidance.models import Contact, HelpRole
from tests.compliance.story import moment
from tests.factories.organisations import AppointmentFactory, PersonFactory, UnitFactory
from tests.factories.workshops import TypeFactory
from tests.gir.code import edition
from tests.lms.counting import count_queries
from tests.toolbox.kit import QUESTION, make_box, make_tool
from toolbox.blocks import QuestionBlock
from toolbox.enums import Audience, TeamTrait, Theme
from toolbox.models import ToolPage
from toolbox.navigation import tool_address, tool_addresses
from toolbox.searchable import documents

pytestmark = pytest.mark.django_db

TEXT = {
    "when": "<p>Iemand vertelt je iets.</p>",
    "goal": "<p>De ander voelt zich gehoord.</p>",
    "steps": ["Luister eerst.", "Zeg dank."],
    "sentences": ["“Wat heb je nodig?”"],
    "pitfalls": ["Meteen oplossen."],
    "follow_up": ["Kom erop terug."],
}


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who is signed in and works nowhere."""
    client.force_login(PersonFactory(with_user=True).user)
    return client


def html(client: Client, address: str | None, **query: Any) -> str:
    answer = client.get(str(address), query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def codes(client: Client, **query: Any) -> tuple[list[str], list[str]]:
    """Return which tools fit a team, and which fit every team."""
    tools = client.get("/gereedschap/leidinggevenden/", query).context["tools"]
    return [one.code for one in tools.fitting], [one.code for one in tools.general]


def test_a_tool_shows_everything_an_editor_filled_in_and_nothing_more(reader: Client) -> None:
    box = make_box()
    make_tool(box, "T1", review_on=date(2099, 3, 1), **TEXT)
    make_tool(box, "T2", steps=["Noem gedrag en effect."])
    full, short = html(reader, tool_address("T1")), html(reader, tool_address("T2"))
    headings = ["Wanneer", "Doel", "Wat je doet", "Zinnen die werken", "Let op", "En daarna"]
    assert [one for one in headings if f">{one}<" not in full] == []
    assert "Herzien op 1 maart 2099" in full
    assert [one for one in headings if f">{one}<" in short] == ["Wat je doet"]
    assert "Herzien op" not in short


def test_a_painful_tool_says_that_one_may_stop_and_where_help_is(reader: Client) -> None:
    box = make_box()
    make_tool(box, "T6", is_sensitive=True)
    make_tool(box, "T9")
    assert "Raakt dit je?" in html(reader, tool_address("T6"))
    assert "Raakt dit je?" not in html(reader, tool_address("T9"))


def test_a_draft_a_tool_without_a_code_and_one_in_a_hidden_toolbox_are_not_there(
    reader: Client,
) -> None:
    box, hidden = make_box(), make_box("later", Audience.BYSTANDERS, live=False)
    make_tool(box, "T1")
    make_tool(box, "T2", live=False)
    make_tool(hidden, "O1")
    copy = make_tool(box, "T4")
    ToolPage.objects.filter(pk=copy.pk).update(code=None)
    assert tool_addresses(["T1", "T2", "O1", "T4", "T99"]) == {
        "T1": "/gereedschap/leidinggevenden/kaart-t1/"
    }
    missing = ("leidinggevenden/kaart-t2", "later/kaart-o1", "later", "leidinggevenden/kaart-t4")
    answers = [reader.get(f"/gereedschap/{path}/").status_code for path in missing]
    assert answers == [404] * 4
    assert reader.get("/gereedschap/anders/kaart-t1/").status_code == 404
    assert [one.code for one in reader.get("/gereedschap/").context["toolboxes"].lines()] == ["T1"]


def test_who_is_not_signed_in_is_asked_to_unless_the_organisation_opens_the_toolboxes(
    client: Client, settings: Any
) -> None:
    make_tool(make_box(), "T1", practice=[QUESTION])
    pages = ("/gereedschap/", "/gereedschap/leidinggevenden/", str(tool_address("T1")))
    assert [client.get(page).status_code for page in pages] == [302] * 3
    settings.TOOLBOX_PUBLIC = True
    for page in pages:
        answer = client.get(page)
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert not answer.cookies
    assert client.get(reverse("toolbox:favourites")).status_code == 302


def test_what_somebody_sees_signed_in_is_kept_by_nobody(reader: Client, settings: Any) -> None:
    settings.TOOLBOX_PUBLIC = True
    make_tool(make_box(), "T1")
    answer = reader.get(str(tool_address("T1")))
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_tool_can_stand_in_two_toolboxes_and_has_one_address(reader: Client) -> None:
    make_tool(make_box(), "T4", also_for=[Audience.BYSTANDERS])
    make_tool(make_box("omstanders", Audience.BYSTANDERS), "O1")
    found = reader.get("/gereedschap/omstanders/").context["box"]
    assert [(one.code, one.url) for one in found.tools] == [
        ("O1", "/gereedschap/omstanders/kaart-o1/"),
        ("T4", "/gereedschap/leidinggevenden/kaart-t4/"),
    ]
    own = reader.get("/gereedschap/leidinggevenden/").context["box"]
    assert [one.code for one in own.tools] == ["T4"]


def test_the_filter_stands_in_the_address_and_sets_apart_what_fits_the_team(
    reader: Client,
) -> None:
    box = make_box()
    make_tool(box, "T1", themes=[Theme.SAFETY], traits=[TeamTrait.PUBLIC])
    make_tool(box, "T2", themes=[Theme.SAFETY])
    make_tool(box, "T3", themes=[Theme.LAW], traits=[TeamTrait.SHIFTS])
    assert codes(reader) == ([], ["T1", "T2", "T3"])
    assert codes(reader, thema="safety") == ([], ["T1", "T2"])
    assert codes(reader, team="public") == (["T1"], ["T2"])
    assert codes(reader, team=["public", "shifts"]) == (["T1", "T3"], ["T2"])
    assert codes(reader, team="shifts", thema="safety") == ([], ["T2"])
    assert codes(reader, thema="onzin", team="onzin") == ([], ["T1", "T2", "T3"])
    assert "Niets past bij wat je koos." in html(
        reader, "/gereedschap/leidinggevenden/", thema="law", team="public"
    )


def test_a_tool_names_help_articles_other_tools_and_dilemmas_that_are_there(
    reader: Client,
) -> None:
    edition("2020", date(2020, 1, 1))
    for key, live in (("bedrijfsarts", True), ("oude-rol", False)):
        HelpRole.objects.create(key=key, name=key.title(), side=Side.INSIDE, live=live)
    dilemma = Dilemma(
        key="gir-d-e1", title="De man aan de balie", situation="Hij slaat.", live=True
    )
    dilemma.question = "Wat doe je?"
    dilemma.options = [
        DilemmaOption(letter="A", text="Weg", verdict="kan", explanation="Soms.", sort_order=0),
        DilemmaOption(letter="B", text="Zien", verdict="sterk", explanation="Goed.", sort_order=1),
    ]
    dilemma.save()
    box = make_box()
    make_tool(box, "T2")
    make_tool(
        box,
        "T1",
        role_keys=["bedrijfsarts", "oude-rol", "bestaat-niet"],
        article_keys=["4-1", "9-9"],
        tool_codes=["T2", "T1", "T99"],
        dilemma_keys=["gir-d-e1", "weg"],
        sources=["K22"],
    )
    tool = reader.get(str(tool_address("T1"))).context["tool"]
    assert [(one.label, one.url) for one in tool.roles] == [
        ("Bedrijfsarts", reverse("guidance:role", args=["bedrijfsarts"]))
    ]
    assert [(one.label, one.url) for one in tool.articles] == [("4.1 Geschenken", "/gir/4-1/")]
    assert [one.code for one in tool.related] == ["T2"]
    assert [(one.title, len(one.choices)) for one in tool.dilemmas] == [("De man aan de balie", 2)]
    assert [one.url for one in tool.sources] == ["/bronnen/#k22"]


def test_the_front_office_toolbox_shows_the_desk_of_ones_own_organisation(client: Client) -> None:
    role = HelpRole.objects.create(key="beveiliging", name="Beveiliging", side=Side.INSIDE)
    mine, elsewhere = UnitFactory(code="mijn"), UnitFactory(code="elders")
    for unit, name in ((mine, "Meldkamer Zuid"), (elsewhere, "Meldkamer Noord")):
        Contact.objects.create(
            role=role, unit=unit, kind=ContactKind.DESK, name=name, phone="070 1234567"
        )
    person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=mine)
    stranger = PersonFactory(with_user=True)
    make_tool(make_box("balie", Audience.FRONT_OFFICE), "P1")
    make_tool(make_box(), "T1")
    client.force_login(person.user)
    for page in ("/gereedschap/balie/", str(tool_address("P1"))):
        text = html(client, page)
        assert "Meldkamer Zuid" in text
        assert "Meldkamer Noord" not in text
    assert "Meldkamer Zuid" not in html(client, tool_address("T1"))
    client.force_login(stranger.user)
    assert "We kennen het loket van jouw organisatie niet." in html(client, tool_address("P1"))


def test_pages_ask_the_database_as_often_for_thirty_tools_as_for_one(client: Client) -> None:
    person = PersonFactory(with_user=True)
    client.force_login(person.user)
    box = make_box()
    make_tool(box, "T1", tool_codes=[f"T{n}" for n in range(1, 40)])
    pages = ("/gereedschap/", "/gereedschap/leidinggevenden/", str(tool_address("T1")))
    few = [_queries(client, page) for page in pages]
    for n in range(2, 31):
        make_tool(box, f"T{n}", themes=[Theme.SAFETY], traits=[TeamTrait.PUBLIC])
    assert [_queries(client, page) for page in pages] == few
    assert max(few) <= 12, few


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with count_queries() as queries:
        client.get(page)
    return len(queries)


def test_a_text_past_its_day_says_so_to_who_reads_it(reader: Client) -> None:
    box = make_box()
    make_tool(box, "T1", review_on=date(2026, 11, 21))
    make_tool(box, "T2", review_on=date(2026, 11, 22))
    with clock.at(moment("2026-11-22")):
        assert "Die dag is voorbij" in html(reader, tool_address("T1"))
        assert "Die dag is voorbij" not in html(reader, tool_address("T2"))


def test_the_english_frame_marks_the_text_as_dutch(reader: Client) -> None:
    make_tool(make_box(), "T1", steps=["Luister eerst."])
    text = html(reader, f"/en{tool_address('T1')}")
    assert '<html lang="en"' in text
    assert 'class="card card--page toolsheet" lang="nl"' in text
    assert "What you do" in text


def test_a_copy_of_a_tool_has_no_code_and_is_shown_once_an_editor_gave_it_one() -> None:
    tool = make_tool(make_box(), "T1")
    copy = tool.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert copy.code is None
    assert set(tool_addresses(["T1"])) == {"T1"}
    assert [one.code for one in ToolPage.objects.shown()] == ["T1"]


def test_an_editor_ticks_and_types_what_is_stored_as_lists(admin_client: Client) -> None:
    tool = make_tool(make_box(), "T1", themes=[Theme.LAW], tool_codes=["T8"])
    address = reverse("wagtailadmin_pages:edit", args=[tool.pk])
    data = querydict_from_html(admin_client.get(address).content.decode(), form_id="page-edit-form")
    assert (data.getlist("themes"), data["tool_codes"]) == (["law"], "T8")
    # The editor draws these with a script.
    streams = ("steps", "sentences", "pitfalls", "follow_up", "practice")
    data.update({f"{name}-count": "0" for name in streams})
    data.setlist("themes", ["safety", "care"])
    data["tool_codes"] = "T2,  T3, T2"
    data["action-publish"] = "action-publish"
    answer = admin_client.post(address, dict(data.lists()))
    assert answer.status_code == 302, answer.context["form"].errors
    tool.refresh_from_db()
    assert (tool.themes, tool.tool_codes) == (["safety", "care"], ["T2", "T3"])
    data["code"] = ""
    refused = admin_client.post(address, dict(data.lists()))
    assert list(refused.context["form"].errors) == ["code"]


def test_a_toolbox_cannot_take_the_address_of_the_favourites() -> None:
    with pytest.raises(ValidationError, match="slug"):
        make_box("favorieten")


@pytest.mark.parametrize(
    ("kind", "right"),
    [("single", [False, False]), ("single", [True, True]), ("multiple", [True, True])],
)
def test_a_question_that_nobody_or_everybody_gets_right_is_refused(
    kind: str, right: list[bool]
) -> None:
    block = QuestionBlock()
    answers = [{"text": f"antwoord {n}", "is_right": one} for n, one in enumerate(right)]
    raw = {"kind": kind, "text": "Vraag?", "answers": answers, "explanation": "<p>Zo.</p>"}
    with pytest.raises(ValidationError):
        block.clean(block.to_python(raw))


def test_tools_and_toolboxes_can_be_found_but_no_question_of_a_self_check(settings: Any) -> None:
    box = make_box()
    make_tool(box, "T1", steps=["Luister eerst."], themes=[Theme.SAFETY], practice=[QUESTION])
    make_tool(box, "T2", live=False)
    found = {one.key: one for one in documents()}
    assert set(found) == {"box-leidinggevenden", "T1"}
    tool = found["T1"]
    assert (tool.path, tool.label, tool.gate) == (tool_address("T1"), "T1", "signed_in")
    assert "Luister eerst." in tool.text
    assert "Sociale veiligheid" in tool.keywords
    assert "Wat beloof je" not in tool.text
    settings.TOOLBOX_PUBLIC = True
    assert {one.gate for one in documents()} == {"public"}


def test_an_address_that_wagtail_finds_by_itself_leads_to_where_readers_are() -> None:
    tool = make_tool(make_box(), "T1")
    page = Page.objects.get(pk=tool.pk).specific
    assert page.serve(None).url == tool_address("T1")


def test_every_page_of_the_toolboxes_knows_where_readers_find_it(reader: Client) -> None:
    tool = make_tool(make_box(), "T1")
    box = tool.get_parent().specific
    found = {page.address for page in (box.get_parent().specific, box, tool)}
    assert found == {
        "/gereedschap/",
        "/gereedschap/leidinggevenden/",
        "/gereedschap/leidinggevenden/kaart-t1/",
    }
    assert {reader.get(address).status_code for address in found} == {200}


def test_who_reads_english_gets_dutch_tools_in_an_english_frame_without_a_dead_end(
    reader: Client,
) -> None:
    kind = TypeFactory(title="Omgangsvormen", is_offered=True, path="/workshops/omgangsvormen/")
    box = make_box()
    make_tool(box, "T1", workshop_keys=[kind.key], tool_codes=["T2"], **TEXT)
    make_tool(box, "T2")
    start = "/en/gereedschap/leidinggevenden/"
    for address in ("/en/gereedschap/", start, f"{start}kaart-t1/", "/en/gereedschap/favorieten/"):
        page = html(reader, address)
        assert 'aria-label="Breadcrumbs"' in page or address == "/en/gereedschap/"
        assert 'lang=""' not in page
        links = set(re.findall(r'<a[^>]* href="(/[^"#?]*)"', page))
        # The only way out is the reader's own choice of the other language.
        assert {one for one in links if not one.startswith("/en/")} <= {address[3:]}
        ours = {one for one in links if one.startswith("/en/gereedschap/")}
        assert {reader.get(one).status_code for one in ours} == {200}
    card = html(reader, f"{start}kaart-t1/")
    assert '<article class="card card--page toolsheet" lang="nl">' in card
    assert '<h2 id="stappen" lang="en">' in card
    assert 'href="/en/workshops/omgangsvormen/"' in card
