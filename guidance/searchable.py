"""What people can find of the directory: roles, outside help, and the contacts of their units."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from core import clock
from core.searching import Gate, SearchDocument
from guidance.models import Contact, HelpRole
from guidance.reports.directory import ADVISER
from organisations.models import Unit

HELP, CONTACT = "help", "contact"


def documents() -> Iterator[SearchDocument]:
    """Yield roles and outside help for everybody, and contacts for who works in their unit."""
    yield from _doors()
    numbers = _numbers()
    for role in HelpRole.objects.filter(live=True).order_by("pk"):
        yield SearchDocument(
            kind=HELP,
            key=f"role-{role.key}",
            title=role.name,
            text=_text(role),
            keywords=", ".join(numbers[role.pk]),
            path=reverse("guidance:role", args=[role.key]),
            gate=Gate.PUBLIC,
        )
    rows = Contact.objects.active_on(clock.today()).filter(unit__isnull=False)
    for contact in rows.select_related("role", "unit", "person").order_by("pk"):
        if contact.unit is not None:
            yield _contact(contact, contact.unit)


def _text(role: HelpRole) -> str:
    parts = (role.who_is_it, role.for_whom, role.what_they_do, role.what_they_do_not)
    return " ".join(strip_tags(part.replace("</", " </")) for part in parts if part)


def _numbers() -> Mapping[int, list[str]]:
    """Return by role what one dials for the whole Rijk, as people may type it."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Contact.objects.active_on(clock.today()).filter(unit__isnull=True).order_by("pk")
    for role, *said in rows.values_list("role_id", "name", "phone", "phone_outside"):
        found[role] += [one for one in said if one]
    return found


def _contact(contact: Contact, unit: Unit) -> SearchDocument:
    if contact.role.key == ADVISER:
        path = reverse("guidance:advisers")
    else:
        path = reverse("guidance:unit-contacts", args=[unit.code])
    return SearchDocument(
        kind=CONTACT,
        key=str(contact.uuid),
        title=contact.shown_name,
        text=" ".join(
            one for one in (contact.role.name, contact.place, contact.availability) if one
        ),
        path=f"{path}#contact-{contact.uuid}",
        gate=Gate.UNITS,
        unit_ids=frozenset({unit.pk}),
    )


def _doors() -> Iterator[SearchDocument]:
    """Yield the ways in."""
    rows = (
        ("advisers", _("Find your confidential adviser"), "vertrouwenspersoon, vp, praten"),
        ("contacts", _("Everybody who can help"), "contact, contacten, telefoonnummer, bellen"),
        ("roles", _("Who does what?"), "rollen, functionarissen, wie doet wat"),
    )
    for name, title, words in rows:
        yield SearchDocument(
            kind=HELP,
            key=name,
            title=title,
            text="",
            keywords=words,
            path=reverse(f"guidance:{name}"),
            gate=Gate.PUBLIC,
        )
