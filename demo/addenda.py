"""What a ministry and a directorate of the demo add to the code of conduct. All made up."""

from dataclasses import dataclass
from datetime import date

from core.markdown import render_markdown
from demo.rijk import BZK, SHOWCASE
from gir.contents import hash_of_addendum
from gir.models import Addendum
from organisations.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A rule or an explanation of a unit."""

    unit: str
    article: str
    title: str
    text: str
    valid_from: date
    is_stricter: bool = False


ADDITIONS = (
    Addition(
        unit=BZK,
        article="4-1",
        title="Bij ons is de grens 25 euro",
        text=(
            "Een geschenk is bij ons nooit meer waard dan **25 euro**. Schrijf elk geschenk op in "
            "het register geschenken. (Verzonnen voor de demo.)"
        ),
        valid_from=date(2024, 1, 1),
        is_stricter=True,
    ),
    Addition(
        unit=SHOWCASE,
        article="4-1",
        title="Bloemen na een bijeenkomst",
        text=(
            "Spreek je op een bijeenkomst en krijg je bloemen? Zet ze in het secretariaat en meld "
            "het in het teamoverleg. (Verzonnen voor de demo.)"
        ),
        valid_from=date(2025, 9, 1),
    ),
    Addition(
        unit=SHOWCASE,
        article="4-5",
        title="Lesgeven in je eigen tijd",
        text=(
            "Geef je les of een training in je eigen tijd? Meld het bij je teammanager, ook als "
            "het onbetaald is. (Verzonnen voor de demo.)"
        ),
        valid_from=date(2025, 9, 1),
        is_stricter=True,
    ),
)


def add_addenda(*, editor: Person, approver: Person) -> None:
    """Write the additions, as approved by somebody else than who proposed them."""
    for one in ADDITIONS:
        text = render_markdown(one.text)
        Addendum.objects.create(
            unit=Unit.objects.get(code=one.unit),
            article_key=one.article,
            title=one.title,
            text=text,
            is_stricter=one.is_stricter,
            valid_from=one.valid_from,
            proposed_by=editor,
            approved_by=approver,
            content_hash=hash_of_addendum(
                unit=one.unit,
                article_key=one.article,
                title=one.title,
                text=text,
                stricter=one.is_stricter,
            ),
        )
