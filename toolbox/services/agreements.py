"""What a team agrees and looks back on; a part of `toolbox.services.sessions`, under its lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core import clock
from organisations.models import Appointment, Person, Unit
from toolbox.enums import LookBack, SessionState
from toolbox.models import TeamAgreement, TeamSession
from toolbox.models.sessions import FEWEST, MOST
from toolbox.session_errors import LookBackMissing, WrongNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """What a team agreed: who looks after it, and when they look at it again."""

    text: str
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What became of an agreement."""

    result: LookBack
    note: str = ""


def agreements_before(unit: Unit, day: date) -> list[TeamAgreement]:
    """Return what a team looks back on in a session on a day: the agreements of the last one."""
    held = TeamSession.objects.filter(unit=unit, state=SessionState.HELD, held_on__lt=day)
    last = held.filter(agreements__isnull=False).order_by("-held_on", "-pk").first()
    if last is None:
        return []
    return list(last.agreements.filter(result="").order_by("position"))


def look_back(
    session: TeamSession, *, on: date, looked_back: Mapping[UUID, Looked], by: Person
) -> None:
    """Note what became of each agreement of the session before; none may be left out."""
    rows = agreements_before(session.unit, on)
    if {row.uuid for row in rows} != set(looked_back):
        raise LookBackMissing
    for row in rows:
        looked = looked_back[row.uuid]
        row.result, row.note, row.looked_back_by = looked.result, looked.note, by
        row.save(update_fields=["result", "note", "looked_back_by"])
    session.has_looked_back = bool(rows)


def write_agreements(session: TeamSession, agreements: Sequence[NewAgreement]) -> None:
    """Add what a team agreed, in this order."""
    members = _members(session.unit)
    rows = []
    for position, agreement in enumerate(agreements, start=1):
        owner = members.get(agreement.owner.strip().casefold())
        rows.append(
            TeamAgreement(
                session=session,
                position=position,
                text=agreement.text,
                owner=owner,
                owner_name="" if owner else agreement.owner.strip(),
                review_on=agreement.review_on,
            )
        )
    TeamAgreement.objects.bulk_create(rows)


def member_names(unit: Unit) -> list[str]:
    """Return the names of who works in a team, to choose from."""
    rows = Appointment.objects.current().active_on(clock.today()).filter(unit=unit)
    found = rows.order_by("person__sort_name", "person__name", "person").distinct()
    return list(dict.fromkeys(found.values_list("person__name", flat=True)))


def _members(unit: Unit) -> dict[str, Person]:
    """Return who works in a team, by name; a name that two people have names nobody."""
    rows = Appointment.objects.current().active_on(clock.today()).filter(unit=unit)
    found: dict[str, dict[int, Person]] = {}
    for row in rows.select_related("person"):
        found.setdefault(row.person.name.casefold(), {})[row.person.pk] = row.person
    return {name: next(iter(one.values())) for name, one in found.items() if len(one) == 1}


def agreed(session: TeamSession) -> list[tuple[str, str, date]]:
    """Return what stands, to compare with what somebody posts."""
    rows = session.agreements.select_related("owner").order_by("position")
    return [
        (row.text, (row.owner.name if row.owner else row.owner_name).casefold(), row.review_on)
        for row in rows
    ]


def in_words(agreement: NewAgreement) -> tuple[str, str, date]:
    """Return an agreement in the form in which `agreed` gives it."""
    return agreement.text, agreement.owner.strip().casefold(), agreement.review_on


def refuse_number(agreements: Sequence[NewAgreement]) -> None:
    """Refuse fewer than three and more than five."""
    if not FEWEST <= len(agreements) <= MOST:
        raise WrongNumber
