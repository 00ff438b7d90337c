"""What only an organisation itself brings: contacts of a unit and good practices."""

from dataclasses import dataclass

from core import clock
from guidance.enums import ContactKind
from guidance.models import HelpRole
from guidance.services.contacts import ContactText, Reach, add_contact
from organisations.enums import RoleKind
from organisations.models import Person, Unit
from tests.factories.organisations import (
    AppointmentFactory,
    PersonFactory,
    RoleAssignmentFactory,
    UnitFactory,
)
from toolbox.enums import Audience, Theme
from toolbox.services.practices import (
    PracticeText,
    publish_practice,
    submit_practice,
    write_practice,
)

NAMES = ("Aisha Verstraten", "Meldpunt veilig werken Twente")
PRACTICES = {
    "Een stiltemoment voor elk zwaar gesprek": (
        "Na een telefoontje met een boze burger ging iedereen meteen door.",
        "Twee minuten stilte en thee, en dan pas de volgende beller.",
    ),
    "Fietsen met je buurteam": (
        "Wij kenden de afdeling naast ons niet.",
        "Elke maand fietst iemand mee naar een andere locatie.",
    ),
}
OTHERS = "Sluitingstijd van de fietsenkelder"
"""A practice that was sent in, and that nobody has published."""


@dataclass(frozen=True, kw_only=True)
class Staged:
    """Who asks: a colleague of the unit of the contacts, and somebody of another organisation."""

    colleague: Person
    stranger: Person


def set_up() -> Staged:
    """Give a unit two contacts and two published practices; return who may and who may not see."""
    unit = UnitFactory(name="Directie Proef")
    team = UnitFactory(name="Team Proef", parent=unit)
    _contacts(unit)
    _practices(unit)
    return Staged(colleague=_worker(team), stranger=_worker(UnitFactory(name="Elders")))


def _worker(unit: Unit) -> Person:
    person: Person = PersonFactory(with_user=True)
    AppointmentFactory(person=person, unit=unit)
    return person


def _contacts(unit: Unit) -> None:
    coordinator = PersonFactory()
    rows = (
        ("vertrouwenspersoon", ContactKind.PERSON, "Zwolle, kamer B3"),
        ("preventiemedewerker", ContactKind.DESK, "Hengelo"),
    )
    for name, (role, kind, place) in zip(NAMES, rows, strict=True):
        written = ContactText(
            role=HelpRole.objects.get(key=role),
            unit=unit,
            kind=kind,
            person=None,
            name=name,
            is_external=False,
            valid_from=clock.today(),
            valid_until=None,
            reach=Reach(phone="070 000 00 00", place=place),
        )
        add_contact(written=written, by=coordinator)


def _practices(unit: Unit) -> None:
    writer, judge = _worker(unit), PersonFactory(with_user=True)
    RoleAssignmentFactory(person=judge, role=RoleKind.HR_ADVISER, unit=unit)
    for title, (problem, action) in [*PRACTICES.items(), (OTHERS, ("Dicht.", "Open."))]:
        written = PracticeText(
            unit=unit,
            title=title,
            problem=problem,
            action=action,
            result="We praten nu eerder met elkaar.",
            tips="",
            themes=[Theme.values[0]],
            audiences=[Audience.values[0]],
            traits=[],
            has_consent=True,
            is_anonymous=True,
            shows_name=False,
        )
        practice = submit_practice(practice=write_practice(written=written, by=writer), by=writer)
        if title != OTHERS:
            publish_practice(practice=practice, user=judge.user, by=judge, checked_anonymous=True)
