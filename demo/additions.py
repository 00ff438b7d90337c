"""What a ministry of the demo adds to a module of a course. All made up."""

from datetime import date

from core.markdown import render_markdown
from demo.rijk import BZK
from lms.api import Addition, hash_of_addition
from organisations.models import Person, Unit

TITLE = "Zo melden wij bij BZK"
TEXT = (
    "Twijfel je over een geschenk of over werk naast je baan? "
    "Bij ons bespreek je het in deze volgorde:\n\n"
    "- eerst met je **teammanager**;\n"
    "- daarna met de integriteitscoördinator van je directie;\n"
    "- liever buiten je team? Ga dan naar een vertrouwenspersoon.\n\n"
    "(Verzonnen voor de demo.)"
)
BELOW = {
    "course_key": "goed-ambtenaarschap",
    "module_key": "integriteit",
    "link": "https://intranet.bzk.example/integriteit/",
    "link_text": "Onze afspraken op intranet",
    "keeper": "Bureau Integriteit",
}


def add_addition(*, editor: Person, approver: Person, today: date) -> None:
    """Write the addition, as approved by somebody else than who proposed it."""
    text = render_markdown(TEXT)
    below = {**BELOW, "review_on": date(today.year + 1, 3, 1)}
    Addition.objects.create(
        unit=Unit.objects.get(code=BZK),
        title=TITLE,
        text=text,
        source=TEXT,
        valid_from=date(2025, 9, 1),
        proposed_by=editor,
        approved_by=approver,
        content_hash=hash_of_addition(unit=BZK, title=TITLE, text=text, **below),
        **below,
    )
