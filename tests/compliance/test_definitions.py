"""Every figure, status and rule has a definition with a fixed address."""

import re

import pytest

from compliance.definitions import FIGURES, RULES, STATUSES, definitions
from compliance.enums import Status
from compliance.improving.indicators import indicator_definitions
from compliance.reports import NUMBERS

pytestmark = pytest.mark.django_db


def test_every_status_and_every_number_has_a_definition():
    assert {row.anchor for row in STATUSES} == {f"status-{status}" for status in Status.values}
    figures = {row.anchor for row in FIGURES}
    assert {f"figure-{name}" for name, _heading in NUMBERS} <= figures


def test_a_percentage_says_of_whom_and_what_is_divided_by_what():
    [rate] = [row for row in FIGURES if row.anchor == "figure-rate"]
    assert all((rate.population, rate.numerator, rate.denominator, rate.source))


def test_everything_has_a_source_and_an_address_of_its_own():
    rows = [*FIGURES, *indicator_definitions(), *STATUSES, *RULES]
    assert all(row.source for row in rows)
    assert len({row.anchor for row in rows}) == len(rows)


def test_the_page_shows_them_all_to_everybody(client):
    page = client.get("/definities/")
    ids = re.findall(r'<h3[^>]* id="([^"]+)"', page.content.decode())
    shown = (*FIGURES, *indicator_definitions(), *STATUSES, *RULES)
    assert ids == [row.anchor for row in shown]


def test_a_report_has_the_same_words():
    words = {str(row.title): str(row.meaning) for row in (*FIGURES, *RULES)}
    assert dict(definitions()).items() <= words.items()
