"""The page for the works council says what the matrix says."""

from tests.permissions.document import TARGET, document
from tests.permissions.matrix import PAGES
from tests.permissions.roles import Role


def test_the_page_for_the_works_council_is_up_to_date():
    assert TARGET.read_text(encoding="utf-8") == document(), (
        "Run: python -m tests.permissions.write"
    )


def test_every_row_of_the_matrix_answers_every_role():
    assert [page.title for page in PAGES if set(page.answers) != set(Role)] == []
