"""What a coordinator of the directory sees: contacts, what is old, and where nobody is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core import clock
from core.dates import last_day
from guidance.enums import Side
from guidance.models import Contact, ContactEnding, GapCheck, HelpRole
from guidance.models.contacts import UNDO_WITHIN
from guidance.querysets import ContactQuerySet
from guidance.reports.contacts import ContactCard, cards_of, stale_before, with_level
from guidance.reports.directory import ADVISER
from guidance.reports.leaders import FROM_MANDATES
from organisations.models import Appointment, RoleAssignment, Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q
from organisations.reports import latest_name

MOST_MISSING = 50
_PART = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptContact:
    """A contact in the list of who keeps it."""

    uuid: UUID
    card: ContactCard
    unit: str
    first_day: date
    last_day: date | None
    is_coming: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JustEnded:
    """A contact that was ended so short ago that it can be undone."""

    uuid: UUID
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEnding:
    """Once that a contact was ended by mistake: when and by whom, and the same for undoing it."""

    ended_at: datetime
    ended_by: str
    undone_at: datetime
    undone_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A unit where somebody works and that has no confidential adviser, also not from above."""

    code: str
    name: str
    part_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many units with people have a confidential adviser, and which do not."""

    units: int
    gaps: tuple[Gap, ...]

    @property
    def covered(self) -> int:
        """The units that do have one."""
        return self.units - len(self.gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Somebody with a role that helps, who is not in the directory."""

    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the nightly check found."""

    day: date
    units: int
    gaps: int


def kept_contacts(rows: ContactQuerySet) -> list[KeptContact]:
    """Return contacts by unit and role, with their period."""
    found = list(with_level(rows).order_by("level", "role__position", "name", "pk"))
    today = clock.today()
    return [
        KeptContact(
            uuid=row.uuid,
            card=card,
            unit=card.level,
            first_day=row.valid_from,
            last_day=last_day(row.valid_until),
            is_coming=row.valid_from > today,
        )
        for row, card in zip(found, cards_of(found), strict=True)
    ]


def just_ended(rows: ContactQuerySet) -> list[JustEnded]:
    """Return which of these contacts were ended in the last minutes, the newest first."""
    since = clock.now() - UNDO_WITHIN
    fresh = ContactEnding.objects.filter(undone_at__isnull=True, recorded_at__gte=since)
    found = with_level(Contact.objects.filter(pk__in=rows.values("pk"), endings__in=fresh))
    return [
        JustEnded(uuid=row.uuid, name=row.shown_name, role=row.role.name, unit=row.level or "")
        for row in found.order_by("-endings__pk")
    ]


def past_endings(contact: Contact) -> list[PastEnding]:
    """Return when a contact was ended and came back, the newest first."""
    rows = contact.endings.filter(undone_at__isnull=False)
    return [
        PastEnding(
            ended_at=row.recorded_at,
            ended_by=row.recorded_by.name,
            undone_at=row.undone_at,
            undone_by=row.undone_by.name,
        )
        for row in rows.select_related("recorded_by", "undone_by").order_by("-pk")
        # The database sees to it that who did it stands beside when.
        if row.undone_at and row.undone_by
    ]


def stale(rows: ContactQuerySet) -> ContactQuerySet:
    """Keep the contacts of which nobody said in six months that they are right."""
    before = stale_before(clock.today())
    return rows.filter(
        Q(verified_on__lt=before) | Q(verified_on__isnull=True, valid_from__lt=before)
    )


def coverage(units: QuerySet[Unit] | None = None) -> Coverage:
    """Return where nobody can be reached in confidence; `units` are those to look at."""
    looked_at, gaps = coverage_ids(units)
    return Coverage(units=len(looked_at), gaps=_named(gaps))


def coverage_ids(units: QuerySet[Unit] | None = None) -> tuple[set[int], set[int]]:
    """Return the units where somebody works today, and those of them without adviser.

    Set-based, in three queries, so that it also does for twenty thousand teams.
    """
    working = Appointment.objects.current().active_on(clock.today())
    if units is not None:
        working = working.filter(unit__in=units)
    ids = set(working.values_list("unit_id", flat=True).distinct())
    return ids, ids & gap_unit_ids()


def gap_unit_ids() -> set[int]:
    """Return the units of today that have no confidential adviser, also not from above."""
    today = clock.today()
    advisers = Contact.objects.active_on(today).filter(role__key=ADVISER)
    if advisers.filter(unit__isnull=True).exists():
        return set()
    covered = UnitAncestry.objects.filter(active_q(today), ancestor__in=advisers.values("unit"))
    versions = UnitVersion.objects.current().active_on(today)
    uncovered = versions.exclude(unit__in=covered.values("descendant"))
    return set(uncovered.values_list("unit_id", flat=True))


def missing_from_directory(units: QuerySet[Unit]) -> list[Missing]:
    """Return who holds a role that helps in these units, but cannot be found in the directory."""
    today = clock.today()
    names = dict(
        HelpRole.objects.exclude(role_kind="")
        .exclude(key__in=FROM_MANDATES)
        .values_list("role_kind", "name")
    )
    found = Contact.objects.coming_or_active(today).filter(
        role__role_kind=OuterRef("role"), person=OuterRef("person")
    )
    rows = RoleAssignment.objects.current().active_on(today)
    rows = rows.filter(unit__in=units, role__in=names, person__erased_at__isnull=True)
    missing = rows.filter(~Exists(found)).annotate(unit_name=latest_name("unit"))
    ordered = missing.select_related("person").order_by("unit_name", "person__sort_name", "pk")
    return [
        Missing(name=row.person.name, role=names[row.role], unit=row.unit_name or "")
        for row in ordered[:MOST_MISSING]
    ]


def last_check() -> Checked | None:
    """Return what the nightly check found last."""
    row = GapCheck.objects.order_by("-day").first()
    return Checked(day=row.day, units=row.units, gaps=row.gaps) if row else None


def role_choices() -> list[tuple[str, str]]:
    """Return the roles for which a coordinator keeps contacts."""
    rows = HelpRole.objects.exclude(side=Side.OUTSIDE).exclude(key__in=FROM_MANDATES)
    return list(rows.order_by("position", "name").values_list("key", "name"))


def _named(ids: Collection[int]) -> tuple[Gap, ...]:
    versions = UnitVersion.objects.current().active_on(clock.today())
    parent = versions.filter(unit=OuterRef("parent")).order_by("pk")
    # In parts: a database takes only so many values at once.
    found: list[Gap] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), _PART):
        rows = versions.filter(unit__in=ordered[start : start + _PART]).annotate(
            part_of=Subquery(parent.values("name")[:1])
        )
        found += [
            Gap(code=code, name=name, part_of=part_of or "")
            for code, name, part_of in rows.values_list("unit__code", "name", "part_of")
        ]
    return tuple(sorted(found, key=lambda gap: (gap.part_of, gap.name, gap.code)))
