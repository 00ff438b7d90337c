"""What a reader's own part of the organisation adds to an article.

Whose rules somebody reads is decided by where they work today; which of those held on a day, by the
tree of that day. So a team that went to another ministry reads the old rules for the old days, and
the history of an article keeps both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from core import clock
from core.dates import last_day
from gir.models import Addendum
from organisations.enums import AppointmentKind
from organisations.models import Appointment, PersonMerge, UnitAncestry, UnitVersion
from organisations.proposing.reports import end_of
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What of somebody decides what they are shown; nothing of it is kept."""

    units: frozenset[int] = frozenset()
    is_hired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRule:
    """A rule or explanation of a unit, with the unit as it was called on the day."""

    unit_name: str
    title: str
    text: str
    is_stricter: bool
    valid_from: date
    last_day: date | None


def reader_of(user: Viewer) -> Reader:
    """Return where somebody works today, and whether they are hired from outside."""
    person = person_of(user)
    if person is None:
        return Reader()
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    rows = Appointment.objects.current().active_on(clock.today())
    held = rows.filter(Q(person=person) | Q(person__in=merged))
    found = list(held.values_list("unit_id", "kind"))
    return Reader(
        units=frozenset(unit for unit, _kind in found),
        is_hired=any(kind == AppointmentKind.EXTERNAL_HIRE for _unit, kind in found),
    )


def local_rules(key: str, *, reader: Reader, day: date) -> tuple[LocalRule, ...]:
    """Return what the units above and of a reader add on a day: stricter first, then from the top.

    It stands beside the text of the Rijk and never in its place.
    """
    if not reader.units:
        return ()
    above = UnitAncestry.objects.filter(
        active_q(day), ancestor=OuterRef("unit"), descendant__in=reader.units
    )
    names = UnitVersion.objects.current().active_on(day).filter(unit=OuterRef("unit"))
    rows = (
        Addendum.objects.in_force_on(day)
        .filter(article_key=key)
        .exclude(text="")
        .annotate(
            depth=Subquery(above.order_by("-depth").values("depth")[:1]),
            unit_name=Subquery(names.order_by("pk").values("name")[:1]),
            followed_on=F("replaced_by__valid_from"),
        )
        .filter(depth__isnull=False)
        .order_by(F("is_stricter").desc(), "-depth", "-valid_from", "pk")
    )
    return tuple(_rule(row, row.unit_name, row.valid_from, end_of(row)) for row in rows)


def local_history(key: str, *, reader: Reader) -> tuple[LocalRule, ...]:
    """Return all that ever held for a reader's units, for as long as it did, newest first.

    The tree of each day counts: what a former ministry added holds up to the day of the move.
    """
    if not reader.units:
        return ()
    rows = list(
        Addendum.objects.filter(article_key=key)
        .exclude(text="")
        .annotate(followed_on=F("replaced_by__valid_from"))
        .order_by("pk")
    )
    above = _above({row.unit_id for row in rows}, reader)
    names = _names({row.unit_id for row in rows})
    rules = [
        _rule(row, _name_on(names.get(row.unit_id, ()), start), start, end)
        for row in rows
        for start, end in _shared((row.valid_from, end_of(row)), above.get(row.unit_id, ()))
    ]
    return tuple(sorted(rules, key=lambda rule: (rule.valid_from, rule.title), reverse=True))


Period = tuple[date, date | None]


def _above(units: Iterable[int], reader: Reader) -> Mapping[int, Sequence[Period]]:
    """Return for each unit the periods in which it stood above one of the reader's."""
    found: dict[int, set[Period]] = {}
    rows = UnitAncestry.objects.filter(ancestor__in=units, descendant__in=reader.units)
    for unit, start, end in rows.values_list("ancestor_id", "valid_from", "valid_until"):
        found.setdefault(unit, set()).add((start, end))
    return {unit: sorted(periods, key=lambda one: one[0]) for unit, periods in found.items()}


def _names(units: Iterable[int]) -> Mapping[int, Sequence[tuple[date, str]]]:
    rows = UnitVersion.objects.current().filter(unit__in=units).order_by("valid_from")
    found: dict[int, list[tuple[date, str]]] = {}
    for unit, start, name in rows.values_list("unit_id", "valid_from", "name"):
        found.setdefault(unit, []).append((start, name))
    return found


def _name_on(names: Sequence[tuple[date, str]], day: date) -> str:
    earlier = [name for start, name in names if start <= day]
    return (earlier or [name for _start, name in names] or [""])[-1]


def _shared(period: Period, others: Iterable[Period]) -> Iterator[Period]:
    """Yield what two periods share; ends are exclusive."""
    start, end = period
    for other_start, other_end in others:
        first = max(start, other_start)
        last = min((one for one in (end, other_end) if one), default=None)
        if last is None or first < last:
            yield first, last


def _rule(row: Addendum, unit_name: str, start: date, end: date | None) -> LocalRule:
    return LocalRule(
        unit_name=unit_name,
        title=row.title,
        text=row.text,
        is_stricter=row.is_stricter,
        valid_from=start,
        last_day=last_day(end),
    )
