"""Who sees what an organisation adds to a module: who works there on that day, and nobody else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from core import clock
from lms.additions.reports import parts_of_module
from lms.models import Completion
from lms.searchable import documents
from organisations.enums import AppointmentKind
from organisations.models import PersonMerge
from tests.factories.accounts import UserFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory
from tests.lms.counting import count_queries
from tests.lms.local import (
    COURSE,
    LATER,
    MODULE,
    TODAY,
    Ministry,
    approved,
    editor_of,
    make_ministry,
    proposed,
    works_in,
)
from tests.lms.pages import Course, Visitor, change, text

pytestmark = pytest.mark.django_db
HEADING = "Van je eigen organisatie"
MANY = 30


@pytest.fixture
def world(course: Course) -> Iterator[Ministry]:
    """Build the ministry on a day in autumn."""
    with clock.at(datetime(2026, 10, 1, 10, tzinfo=UTC)):
        yield make_ministry()


def titles(reader: Visitor, on: date = TODAY) -> list[str]:
    parts = parts_of_module(reader.person, "sample", "first", on=on)
    return [part.title for part in parts]


def test_it_stands_below_the_module_for_who_works_there_or_below(world: Ministry) -> None:
    approved(
        world,
        link="https://intranet.example/kust/",
        link_text="Ons draaiboek",
        keeper="Bureau Kust",
        review_on=LATER,
    )
    page = works_in(world.team).get(MODULE)
    assert page.index("Lees dit.") < page.index(HEADING) < page.index("Zo doen wij dat")
    for shown in (
        "<p>Bel <b>altijd</b> eerst.</p>",
        'href="https://intranet.example/kust/"',
        "Ons draaiboek",
        "Bureau Kust",
        "1 november 2026",
        "Directie Kust",
    ):
        assert shown in page
    assert HEADING in works_in(world.directorate).get(MODULE)


def test_nobody_elsewhere_or_above_or_anonymous_sees_it_not_even_a_superuser(
    world: Ministry,
) -> None:
    approved(world)
    for unit in (world.top, world.elsewhere):
        reader = works_in(unit)
        for url in (MODULE, COURSE):
            page = reader.get(url)
            assert (HEADING in page, "Zo doen wij dat" in page) == (False, False)
    client = Client()
    client.force_login(UserFactory(admin=True))
    assert "Zo doen wij dat" not in client.get(MODULE).content.decode()
    anonymous = Client().get(MODULE)
    assert anonymous.status_code == 302
    assert b"Zo doen wij dat" not in anonymous.content


def test_the_nearest_unit_comes_first(world: Ministry) -> None:
    approved(world, world.top, title="Ministerie", by=world.above, judge=editor_of(world.top))
    approved(world, world.team, title="Team")
    approved(world, title="Directie")
    assert titles(works_in(world.team)) == ["Team", "Directie", "Ministerie"]
    assert titles(works_in(world.directorate)) == ["Directie", "Ministerie"]
    both = titles(works_in(world.elsewhere, world.team))
    assert (both[0], sorted(both)) == ("Team", ["Directie", "Ministerie", "Team"])


def test_external_hires_who_work_there_see_it_as_everybody(world: Ministry) -> None:
    approved(world)
    for kind in (AppointmentKind.EXTERNAL_HIRE, AppointmentKind.INTERN):
        assert titles(works_in(world.team, kind=kind)) == ["Zo doen wij dat"]


def test_where_somebody_works_on_the_day_itself_decides(world: Ministry) -> None:
    approved(world)
    left = works_in(world.team, valid_until=TODAY)
    comes = works_in(world.team, valid_from=LATER)
    assert (titles(left), titles(comes), titles(comes, LATER)) == ([], [], ["Zo doen wij dat"])


def test_it_holds_from_its_first_to_its_last_day(world: Ministry) -> None:
    approved(world, valid_from=LATER, valid_until=LATER + timedelta(days=2))
    reader = works_in(world.team)
    days = [LATER + timedelta(days=number) for number in (-1, 0, 1, 2)]
    assert [len(titles(reader, day)) for day in days] == [0, 1, 1, 0]


def test_appointments_of_a_record_that_was_merged_count(world: Ministry) -> None:
    approved(world)
    reader, double = works_in(world.elsewhere), PersonFactory()
    AppointmentFactory(person=double, unit=world.team)
    assert titles(reader) == []
    PersonMerge.objects.create(person=double, into=reader.person)
    assert titles(reader) == ["Zo doen wij dat"]


def test_what_is_not_approved_is_seen_by_no_reader(world: Ministry) -> None:
    proposed(world)
    assert "Zo doen wij dat" not in works_in(world.team).get(MODULE)


def test_another_module_and_a_lesson_do_not_have_it(world: Ministry, course: Course) -> None:
    approved(world)
    reader = works_in(world.team)
    for url in ("/leren/sample/second/", course.test_url, "/leren/"):
        assert "Zo doen wij dat" not in reader.get(url)


def test_the_page_of_the_course_names_it_and_leads_to_it(world: Ministry) -> None:
    approved(world)
    page = works_in(world.team).get(COURSE)
    assert HEADING in page
    assert f'href="{MODULE}#eigen-organisatie"' in page
    assert "Bel <b>altijd</b>" not in page


def test_the_page_that_all_share_stays_without_it_and_a_change_of_it_takes_nothing_away(
    world: Ministry, course: Course
) -> None:
    approved(world)
    reader, other = works_in(world.team), works_in(world.elsewhere)
    assert "Zo doen wij dat" in reader.get(MODULE)
    assert "Zo doen wij dat" not in other.get(MODULE)
    change(course.modules["first"], text("<p>Nieuwe woorden.</p>"))
    page = reader.get(MODULE)
    assert ("Nieuwe woorden." in page, "Zo doen wij dat" in page) == (True, True)


def test_it_counts_for_nothing_and_asks_nothing(world: Ministry) -> None:
    reader = works_in(world.team)
    before = reader.get("/leren/sample/second/")
    approved(world, module_key="second")
    page = reader.get("/leren/sample/second/")
    assert page.count("<form") == before.count("<form")
    reader.post("/leren/sample/second/", "finish")
    done = Completion.objects.get(person=reader.person)
    assert done.activity.key == "sample/second"


def test_the_search_of_the_site_does_not_find_it(world: Ministry) -> None:
    approved(world)
    assert not [one for one in documents() if "Zo doen wij dat" in f"{one.title} {one.text}"]


def test_a_module_page_asks_one_query_more_and_the_same_for_thirty(world: Ministry) -> None:
    reader = works_in(world.team)

    def asked(url: str) -> list[str]:
        reader.get(url)
        with count_queries() as queries:
            reader.get(url)
        return list(queries)

    of_additions = [sql for sql in asked(MODULE) if "lms_addition" in sql]
    assert len(of_additions) == 1
    approved(world)
    few = {url: len(asked(url)) for url in (MODULE, COURSE)}
    for number in range(MANY - 1):
        approved(world, world.team, title=f"Nummer {number}")
    assert len(titles(reader)) == MANY
    assert {url: len(asked(url)) for url in (MODULE, COURSE)} == few
    lesson = [sql for sql in asked("/leren/sample/first/test/") if "lms_addition" in sql]
    assert lesson == []
