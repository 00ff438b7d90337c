"""Changes of the directory: added, changed, ended, and said to be still right."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import structlog
from django.db import transaction

from core import clock
from guidance.models import Contact, HelpRole
from organisations.models import Person, Unit

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How somebody can be reached: what an adviser may say of themselves."""

    phone: str = ""
    phone_outside: str = ""
    email: str = ""
    url: str = ""
    place: str = ""
    availability: str = ""
    languages: list[str] = field(default_factory=list)
    note: str = ""
    shown_publicly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactText:
    """Everything that a coordinator fills in."""

    role: HelpRole
    unit: Unit
    kind: str
    person: Person | None
    name: str
    is_external: bool
    valid_from: date
    valid_until: date | None
    reach: Reach


@transaction.atomic(durable=True)
def add_contact(*, written: ContactText, by: Person) -> Contact:
    """Add a contact; whoever adds it says that it is right."""
    contact = Contact()
    _write(contact, written)
    _confirm(contact, by)
    contact.save()
    logger.info("contact added", contact=contact.pk, unit=contact.unit_id, by=by.pk)
    return contact


@transaction.atomic(durable=True)
def change_contact(*, contact: Contact, written: ContactText, by: Person) -> Contact:
    """Change a contact; whoever changes it says that it is right."""
    _write(contact, written)
    _confirm(contact, by)
    contact.save()
    logger.info("contact changed", contact=contact.pk, unit=contact.unit_id, by=by.pk)
    return contact


@transaction.atomic(durable=True)
def change_own_contact(*, contact: Contact, reach: Reach, by: Person) -> Contact:
    """Change how somebody is reached; role, unit and period stay what the coordinator says."""
    _reach(contact, reach)
    _confirm(contact, by)
    contact.save()
    logger.info("own contact changed", contact=contact.pk, by=by.pk)
    return contact


@transaction.atomic(durable=True)
def confirm_contact(*, contact: Contact, by: Person) -> None:
    """Say that a contact is still right, today."""
    _confirm(contact, by)
    contact.save(update_fields=["verified_on", "verified_by", "needs_check"])
    logger.info("contact confirmed", contact=contact.pk, by=by.pk)


@transaction.atomic(durable=True)
def end_contact(*, contact: Contact, by: Person) -> None:
    """End a contact today; one that has not started, or only today, is taken away."""
    today = clock.today()
    pk = contact.pk
    if contact.valid_from >= today:
        contact.delete()
    else:
        contact.valid_until = today
        contact.save(update_fields=["valid_until"])
    logger.info("contact ended", contact=pk, by=by.pk)


def _write(contact: Contact, written: ContactText) -> None:
    contact.role, contact.unit, contact.kind = written.role, written.unit, written.kind
    contact.person, contact.name = written.person, written.name
    contact.is_external = written.is_external
    contact.valid_from, contact.valid_until = written.valid_from, written.valid_until
    _reach(contact, written.reach)


def _reach(contact: Contact, reach: Reach) -> None:
    for name, value in reach_values(reach).items():
        setattr(contact, name, value)


def reach_values(reach: Reach) -> dict[str, Any]:
    """Return the fields by name."""
    return {one.name: getattr(reach, one.name) for one in fields(Reach)}


def _confirm(contact: Contact, by: Person) -> None:
    contact.verified_on, contact.verified_by = clock.today(), by
    contact.needs_check = False
