"""What the API answers: the figures of the screens, who stands where, and what was completed."""

import pytest

from compliance.figures.units import Counts, unit_counts
from compliance.services.daily import rebuild_day
from core import clock
from lms.api import void_completion
from lms.models import Completion
from organisations.enums import MandateKind
from tests.api.world import complete
from tests.compliance.story import day, moment, plan_on
from tests.factories.organisations import AppointmentFactory, MandateFactory, UnitFactory
from tests.lms.counting import count_queries

DUTY = "integriteit"


def crowd(unit):
    """Let the unit be large enough to show as of any day."""
    with clock.at(moment("2020-01-01")):
        AppointmentFactory.create_batch(20, unit=unit)
    plan_on("2026-01-03")


def figure(caller, code, **query):
    (item,) = caller.json(f"/onderdelen/{code}/cijfers", **query)["items"]
    assert item["verplichting"] == DUTY
    return item


def test_a_figure_is_that_of_the_screens(world, system):
    item = figure(system("team-a"), "team-a")
    unit = world.units["team-a"].pk
    counts = unit_counts(unit_ids=[unit], as_of=day("2026-11-22"))[unit, world.duty.pk]
    assert counts == Counts(done_on_time=2, open=4)
    assert item["onderdrukt"] is False
    assert item["aantallen"] == {
        "opTijd": 2,
        "teLaatAfgerond": 0,
        "teDoen": 4,
        "inRespijt": 0,
        "teLaat": 0,
        "vrijgesteld": 0,
        "uitgesteld": 0,
        "nieuwBinnenTermijn": 0,
        "teller": 2,
        "noemer": 6,
        "percentage": 33,
    }


def test_a_small_group_shows_nothing_and_neither_does_the_one_that_would_give_it_away(system):
    caller = system()
    assert figure(caller, "klein")["aantallen"] is None
    hidden = [code for code in ("team-a", "team-b", "klein") if figure(caller, code)["onderdrukt"]]
    assert "klein" in hidden
    assert len(hidden) == 2
    assert figure(caller, "mini")["aantallen"]["noemer"] == 14


def test_a_key_on_a_small_team_itself_sees_no_number_either(system):
    assert figure(system("klein"), "klein")["onderdrukt"] is True


def test_a_figure_of_a_day_and_as_known_at_a_moment(world, system):
    crowd(world.units["team-a"])
    caller = system("team-a")
    assert figure(caller, "team-a", peildatum="2026-03-01")["aantallen"]["teller"] == 1
    with clock.at(moment("2026-10-01")):
        void_completion(completion=Completion.objects.earliest("pk"), reason="Fout", by=None)
    assert figure(caller, "team-a")["aantallen"]["teller"] == 1
    then = figure(caller, "team-a", bekendOp="2026-09-30T12:00:00Z")
    assert then["aantallen"]["teller"] == 2
    dutch = figure(caller, "team-a", bekendOp="2026-09-30T12:00:00")
    assert dutch["aantallen"]["teller"] == 2


def test_a_group_of_few_has_figures_of_today_and_month_ends_only_as_on_the_pages(system):
    caller = system("team-a")
    assert figure(caller, "team-a")["onderdrukt"] is False
    assert figure(caller, "team-a", peildatum="2026-03-31")["aantallen"]["teller"] == 2
    for query in ({"peildatum": "2026-03-01"}, {"bekendOp": "2026-09-30T12:00:00Z"}):
        hidden = figure(caller, "team-a", **query)
        assert (hidden["onderdrukt"], hidden["aantallen"]) == (True, None)


def test_a_figure_comes_from_the_counters_of_the_day_with_their_moment(world, system, client):
    with clock.at(moment("2026-11-22T06:00")):
        rebuild_day(as_of=day("2026-11-22"))
    complete(world, world.people["team-a"][4], "2026-11-21")
    caller = system()
    answer = caller.json("/onderdelen/team-b/cijfers")
    assert answer["geteldOp"] == "2026-11-22T05:55:00Z"
    mandate = MandateFactory(unit=world.units["mini"], kind=MandateKind.AUDITOR)
    client.force_login(mandate.holder.user)
    page = client.get("/organisatie/mini/").context["report"]
    item = figure(caller, "mini")["aantallen"]
    assert page.counted_at == moment("2026-11-22T05:55")
    assert (item["teller"], item["noemer"]) == (page.total.done, page.total.rated) == (2, 14)


def test_without_counters_a_figure_is_counted_now_and_says_so(world, system):
    complete(world, world.people["team-a"][4], "2026-11-21")
    caller = system()
    assert caller.json("/onderdelen/mini/cijfers")["geteldOp"] is None
    assert figure(caller, "mini")["aantallen"]["teller"] == 3


def test_a_figure_costs_as_many_queries_for_30_units_as_for_one(world, system):
    rebuild_day(as_of=day("2026-11-22"))
    caller = system()
    caller.json("/onderdelen/mini/cijfers")
    with count_queries() as few:
        caller.json("/onderdelen/mini/cijfers")
    with clock.at(moment("2020-01-01")):
        for _number in range(30):
            UnitFactory(parent=world.units["mini"])
    with count_queries() as many:
        caller.json("/onderdelen/mini/cijfers")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "query",
    [
        {"peildatum": "2026-11-23"},
        {"peildatum": "1999-12-31"},
        {"peildatum": "gisteren"},
        {"bekendOp": "2026-11-22T12:00:01Z"},
        {"bekendOp": "9999-12-31T23:59:59Z"},
        {"bekendOp": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_day_or_moment_that_cannot_be_is_refused_with_a_sentence(system, query):
    response = system().get("/onderdelen/team-a/cijfers", query)
    assert response.status_code == 400
    assert response.json()["detail"]


def test_a_misspelt_parameter_is_refused_and_does_not_mean_today(system):
    response = system("team-a").get("/onderdelen/team-a/cijfers", {"peildatm": "2026-03-01"})
    assert response.status_code == 400
    assert "peildatm" in response.json()["detail"]


def test_an_unknown_duty_is_not_there(system):
    response = system().get("/onderdelen/team-a/cijfers", {"verplichting": "bestaat-niet"})
    assert response.status_code == 404


def test_units_come_by_code_page_after_page_with_the_way_on(system):
    caller = system()
    codes, query = [], {"paginaGrootte": 2}
    while True:
        page = caller.json("/onderdelen", **query)
        codes += [(row["code"], row["bovenliggend"]) for row in page["items"]]
        if "next" not in page["_links"] or page["_links"]["next"] is None:
            break
        query = {"paginaGrootte": 2, "na": codes[-1][0]}
        assert f"na={codes[-1][0]}" in page["_links"]["next"]["href"]
    assert codes == [("klein", "mini"), ("mini", None), ("team-a", "mini"), ("team-b", "mini")]


def test_the_way_on_stands_in_the_header_too(system):
    response = system().get("/onderdelen", {"paginaGrootte": "1"})
    href = response.json()["_links"]["next"]["href"]
    assert response.headers["Link"] == f'<{href}>; rel="next"'
    assert href.startswith("http://testserver/api/v1/onderdelen?")


def test_persons_below_a_unit_come_with_their_duties_each_once(world, system):
    caller = system()
    found, query = [], {"paginaGrootte": 5}
    while query:
        page = caller.json("/onderdelen/mini/persoonsverplichtingen", **query)
        found += page["items"]
        following = page["_links"].get("next")
        query = following and {"paginaGrootte": 5, "na": found[-1]["persoon"]["uuid"]}
    names = [row["persoon"]["naam"] for row in found]
    mine = [*world.people["klein"], *world.people["team-a"], *world.people["team-b"]]
    assert names == [person.name for person in mine]
    first = found[2]
    assert first["persoon"]["personeelsnummers"] == ["P-team-a-0"]
    assert first["verplichtingen"] == [
        {
            "verplichting": DUTY,
            "ronde": "2026",
            "status": "done_on_time",
            "uiterlijkOp": "2026-12-31",
            "afgerondOp": "2026-03-01",
        }
    ]


def test_completions_are_those_that_stand_of_what_is_compulsory(world, system):
    rows = Completion.objects.filter(activity=world.activity).order_by("pk")
    with clock.at(moment("2026-10-01")):
        void_completion(completion=rows[0], reason="Fout", by=None)
    items = system().json("/onderdelen/mini/afrondingen")["items"]
    assert [(row["uuid"], row["activiteit"], row["afgerondOp"]) for row in items] == [
        (str(rows[1].uuid), world.activity.key, "2026-03-02")
    ]


def test_completions_since_a_moment_and_page_after_page(world, system):
    caller = system()
    with clock.at(moment("2026-11-20")):
        late = complete(world, world.people["team-b"][0], "2026-11-20")
    page = caller.json("/onderdelen/mini/afrondingen", paginaGrootte=1)
    assert len(page["items"]) == 1
    since = caller.json("/onderdelen/mini/afrondingen", vastgelegdVanaf="2026-11-20T00:00:00Z")
    assert [row["uuid"] for row in since["items"]] == [str(late.uuid)]
    rest = caller.json("/onderdelen/mini/afrondingen", na=page["items"][0]["uuid"])
    assert len(rest["items"]) == 2


@pytest.mark.parametrize("path", ["persoonsverplichtingen", "afrondingen"])
def test_a_page_costs_as_many_queries_for_all_as_for_one(world, system, path):
    caller = system()
    for person in world.people["team-b"]:
        complete(world, person, "2026-04-01")
    caller.json("/verplichtingen")
    counts = []
    for size in (1, 200):
        with count_queries() as queries:
            caller.json(f"/onderdelen/mini/{path}", paginaGrootte=size)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_did_not_change_is_not_sent_again(system):
    caller = system()
    first = caller.get("/onderdelen/team-a/cijfers")
    again = caller.get("/onderdelen/team-a/cijfers", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["API-Version"] == "1.2.0"
    assert first.headers["Cache-Control"] == "private, no-cache"
