"""Who can be reached for a unit: its own contacts, then those of the levels above it.

A unit without its own contact so has that of the nearest level above. Nothing is left out: who
would rather not go to somebody near sees who stands further away as well.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from core import clock
from core.dates import add_months
from guidance.enums import ContactKind, SpokenLanguage
from guidance.models import Contact
from guidance.models.contacts import MONTHS_FRESH
from guidance.querysets import ContactQuerySet
from organisations.models import UnitAncestry, UnitVersion
from organisations.querysets import active_q


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """A contact as a reader sees it; `level` is the unit that it is of, empty for the whole Rijk.

    `is_stale`: nobody has said for six months that it is right. `is_linkable`: the role has a
    page of its own.
    """

    uuid: UUID
    role_key: str
    role_name: str
    name: str
    is_external: bool
    kind: ContactKind
    phone: str
    phone_outside: str
    email: str
    url: str
    place: str
    availability: str
    languages: tuple[str, ...]
    note: str
    level: str
    verified_on: date | None
    is_stale: bool
    needs_check: bool
    is_linkable: bool = True

    @property
    def is_person(self) -> bool:
        """Tell whether this is somebody, not a desk or an organisation."""
        return self.kind == ContactKind.PERSON

    @property
    def phone_link(self) -> str:
        """The number as a telephone dials it."""
        return dialled(self.phone)

    @property
    def phone_outside_link(self) -> str:
        """The same for the number from outside the office network."""
        return dialled(self.phone_outside)

    @property
    def site_name(self) -> str:
        """The address of the website without what people do not read."""
        return self.url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def dialled(number: str) -> str:
    """Return a number without what people write for the eye."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def stale_before(day: date) -> date:
    """Return the day before which a check is too long ago."""
    return add_months(day, -MONTHS_FRESH)


def contacts_by_role(
    *, unit_ids: Collection[int], roles: Collection[str] | None = None, public_only: bool
) -> Mapping[str, tuple[ContactCard, ...]]:
    """Return by role who can be reached today: the nearest level first, then higher ones.

    Last come the contacts for the whole Rijk, which are all there is without a unit. `roles` are
    keys; None means all. One query, however many units and contacts there are.
    """
    rows = _placed(Contact.objects.active_on(clock.today()), unit_ids)
    if roles is not None:
        rows = rows.filter(role__key__in=roles)
    if public_only:
        rows = rows.shown_to_everybody()
    rows = rows.order_by(
        "role__position", "role__name", F("depth").asc(nulls_last=True), "is_external", "name", "pk"
    )
    found: dict[str, list[ContactCard]] = {}
    for card in cards_of(rows):
        found.setdefault(card.role_key, []).append(card)
    return {key: tuple(cards) for key, cards in found.items()}


def cards_of(rows: Iterable[Contact]) -> list[ContactCard]:
    """Return rows as readers see them; they come from a query with `role`, `person` and `level`."""
    before = stale_before(clock.today())
    return [card_of(row, before) for row in rows]


def card_of(row: Contact, before: date) -> ContactCard:
    """Return one contact as readers see it."""
    return ContactCard(
        uuid=row.uuid,
        role_key=row.role.key,
        role_name=row.role.name,
        name=row.shown_name,
        is_external=row.is_external,
        kind=ContactKind(row.kind),
        phone=row.phone,
        phone_outside=row.phone_outside,
        email=row.email,
        url=row.url,
        place=row.place,
        availability=row.availability,
        languages=tuple(_spoken(code) for code in row.languages),
        note=row.note,
        level=getattr(row, "level", None) or "",
        verified_on=row.verified_on,
        is_stale=row.checked_or_added_on < before,
        needs_check=row.needs_check,
        is_linkable=row.role.live,
    )


def _spoken(code: str) -> str:
    return str(SpokenLanguage(code).label) if code in SpokenLanguage.values else code


def with_level(rows: ContactQuerySet) -> ContactQuerySet:
    """Fetch along what a card needs: the role, the person and the name of the unit."""
    names = UnitVersion.objects.current().active_on(clock.today()).filter(unit=OuterRef("unit"))
    levelled: ContactQuerySet = rows.select_related("role", "person").annotate(
        level=Subquery(names.order_by("pk").values("name")[:1])
    )
    return levelled


def _placed(rows: ContactQuerySet, unit_ids: Collection[int]) -> ContactQuerySet:
    """Keep what holds for these units, each with how far above the nearest of them it stands."""
    above = UnitAncestry.objects.filter(
        active_q(clock.today()), ancestor=OuterRef("unit"), descendant__in=list(unit_ids)
    )
    placed: ContactQuerySet = with_level(rows).annotate(
        depth=Subquery(above.order_by("depth").values("depth")[:1])
    )
    return placed.filter(Q(unit__isnull=True) | Q(depth__isnull=False))
