"""The derived tables of a generated organisation equal its facts, and a break is found."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from tests.compliance.story import moment

pytestmark = pytest.mark.django_db


def check() -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out = StringIO()
    try:
        call_command("check_invariants", stdout=out)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue()
    return 0, out.getvalue()


@time_machine.travel(moment("2026-11-20"))
def test_the_demo_breaks_no_invariant_and_a_lost_row_of_the_ancestry_is_found():
    call_command("demo", persons=60, stdout=StringIO())
    code, said = check()
    assert (code, said.startswith("All ")) == (0, True), said
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM organisations_unitancestry WHERE id ="
            " (SELECT min(id) FROM organisations_unitancestry WHERE depth = 1)"
        )
        assert cursor.rowcount == 1
    code, said = check()
    assert code == 1
    assert said.count("organisations.ancestry: The ancestry misses unit") == 1
    assert len(said.splitlines()) == 1
