"""Changes of the directory: added, changed, ended and that undone, and said to be still right."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import structlog
from django.db import transaction

from core import clock
from guidance.models import Contact, ContactEnding, HelpRole
from organisations.models import Person, Unit

logger = structlog.get_logger(__name__)


class UndoPassed(Exception):
    """The ten minutes in which the end of a contact can be undone are over."""


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
def end_contact(*, contact: Contact, by: Person) -> ContactEnding:
    """End a contact today; one that has not started, or only today, then never held.

    Once more is nothing new.
    """
    found = _locked(contact)
    standing = found.endings.filter(undone_at__isnull=True).first()
    if standing is not None:
        return standing
    ending = ContactEnding.objects.create(
        contact=found, until_before=found.valid_until, recorded_by=by
    )
    today = clock.today()
    if found.valid_from >= today:
        found.withdrawn_at = clock.now()
    else:
        found.valid_until = today
    found.save(update_fields=["valid_until", "withdrawn_at"])
    logger.info("contact ended", contact=found.pk, by=by.pk)
    return ending


@transaction.atomic(durable=True)
def undo_end(*, contact: Contact, by: Person) -> Contact:
    """Let a contact that was just ended stand as before. Raises `UndoPassed` when it is too late.

    Once more is nothing new. That it was ended, and by whom, stays known.
    """
    found = _locked(contact)
    ending = found.endings.filter(undone_at__isnull=True).first()
    if ending is None:
        return found
    if not ending.may_be_undone:
        raise UndoPassed
    if found.withdrawn_at is None:
        found.valid_until = ending.until_before
    found.withdrawn_at = None
    found.save(update_fields=["valid_until", "withdrawn_at"])
    ending.undone_at, ending.undone_by = clock.now(), by
    ending.save(update_fields=["undone_at", "undone_by"])
    logger.info("end of contact undone", contact=found.pk, by=by.pk)
    return found


def _locked(contact: Contact) -> Contact:
    found: Contact = Contact.objects.select_for_update().get(pk=contact.pk)
    return found


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
