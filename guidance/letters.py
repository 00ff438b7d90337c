"""Messages of the directory: a new gap, a contact that became old."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext, override

from core import clock
from guidance.access import coordinators_of
from guidance.models import Contact
from guidance.reports.keeping import coverage_ids
from guidance.reports.keeping import stale as stale_contacts
from notifications.models import Notice
from notifications.services import NewNotice, queue_notices
from organisations.models import Person

GAP = "guidance.gap"
STALE_OWN = "guidance.stale_own"
STALE_KEPT = "guidance.stale_kept"


def tell_of_gaps(units: Collection[int], *, day: date) -> int:
    """Tell the nearest coordinators that units of theirs have nobody any more."""
    found: dict[int, tuple[Person, list[int]]] = {}
    for unit, people in coordinators_of(units).items():
        for person in people:
            found.setdefault(person.pk, (person, []))[1].append(unit)
    return queue_notices(
        [
            NewNotice(
                kind=GAP,
                key=f"{GAP}:{day}:{person.uuid}",
                person=person,
                context={"units": sorted(theirs)},
            )
            for person, theirs in found.values()
        ]
    )


def tell_of_stale(contacts: Sequence[Contact]) -> int:
    """Tell the adviser, and in one message each coordinator, which contacts became old."""
    own = [_own(contact, contact.person) for contact in contacts if contact.person]
    units = {contact.unit_id for contact in contacts if contact.unit_id is not None}
    coordinators = coordinators_of(units)
    kept: dict[int, tuple[Person, list[int]]] = {}
    for contact in contacts:
        for person in coordinators.get(contact.unit_id or 0, ()):
            kept.setdefault(person.pk, (person, []))[1].append(contact.pk)
    rows = [
        NewNotice(
            kind=STALE_KEPT,
            key=f"{STALE_KEPT}:{min(pks)}:{_moment(contacts, pks)}:{person.uuid}",
            person=person,
            context={"contacts": sorted(pks)},
        )
        for person, pks in kept.values()
    ]
    return queue_notices([*own, *rows])


def _own(contact: Contact, person: Person) -> NewNotice:
    return NewNotice(
        kind=STALE_OWN,
        key=f"{STALE_OWN}:{contact.uuid}:{contact.checked_or_added_on}",
        person=person,
        context={"contacts": [contact.pk]},
    )


def _moment(contacts: Sequence[Contact], pks: Collection[int]) -> date:
    return min(contact.checked_or_added_on for contact in contacts if contact.pk in pks)


def refresh_gaps(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when the gaps are closed again."""
    _looked_at, gaps = coverage_ids()
    return {
        notice.pk: _filled(notice, len(gaps.intersection(notice.context["units"])), "gaps")
        for notice in notices
    }


def refresh_stale(notices: Sequence[Notice]) -> dict[int, Mapping[str, Any] | None]:
    """Return what to fill in; None when all of it was checked, or ended, since then."""
    wanted = {pk for notice in notices for pk in notice.context["contacts"]}
    rows = Contact.objects.active_on(clock.today()).filter(pk__in=wanted)
    old = set(stale_contacts(rows).values_list("pk", flat=True))
    return {
        notice.pk: _filled(
            notice,
            len(old.intersection(notice.context["contacts"])),
            "own" if notice.kind == STALE_OWN else "keeping",
        )
        for notice in notices
    }


def _filled(notice: Notice, count: int, page: str) -> Mapping[str, Any] | None:
    if not count:
        return None
    with override(notice.person.language):
        return {
            "naam": notice.person.name,
            "aantal": _counted(notice.kind, count),
            "knop": reverse(f"guidance:{page}") + ("?toon=oud" if page == "keeping" else ""),
        }


def _counted(kind: str, count: int) -> str:
    if kind == GAP:
        return ngettext("%(n)d part", "%(n)d parts", count) % {"n": count}
    return ngettext("%(n)d contact", "%(n)d contacts", count) % {"n": count}
