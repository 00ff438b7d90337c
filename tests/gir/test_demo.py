"""The demo with the code loaded: its editions are real ones, also those that people read before."""

from datetime import date

import pytest

from compliance.seeds import seed_requirements
from core import clock
from demo.code import CODE
from demo.duties import FIRST, LATER
from gir.models import Edition
from gir.services.taking_effect import ACTIVITY_KEY
from lms.api import Activity
from tests.compliance.story import moment
from tests.gir import code

pytestmark = pytest.mark.django_db
ARTICLES = {**code.ARTICLES, "5-3": "Ook online mag je een mening hebben."}


def publish_all() -> list[tuple[int, date]]:
    """Let the demo publish its editions, and return the versions that people complete."""
    with clock.at(moment("2024-01-02")):
        seed_requirements()
        FIRST.publish()
    with clock.at(LATER[0].at):
        LATER[0].publish()
    rows = Activity.objects.get(key=ACTIVITY_KEY).versions.order_by("number")
    return [(row.number, clock.business_date(row.published_at)) for row in rows]


def test_a_loaded_code_is_what_people_of_the_demo_read_and_read_again() -> None:
    with clock.at(moment("2023-01-01")):
        code.edition("2020", articles=ARTICLES)
    assert publish_all() == [(1, date(2020, 1, 1)), (2, LATER[0].on)]
    made_up = Edition.objects.get(code=CODE)
    assert "verzonnen" in made_up.title
    assert sorted(made_up.versions.values_list("key", "change")) == [
        ("4-5", "changed"),
        ("5-3", "changed"),
    ]


def test_without_a_code_the_demo_has_the_same_duties() -> None:
    assert publish_all() == [(1, FIRST.on), (2, LATER[0].on)]
    assert not Edition.objects.exists()
