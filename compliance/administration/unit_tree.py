"""Choosing units in a form, without a script: a part of the tree with boxes, opened and searched.

Shown are the top of what somebody may choose from, what is chosen, what was opened and what was
found; each under the nearest unit above it that is shown too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from compliance.administration.policies import top_units, units_under
from core import clock
from organisations.models import Unit, UnitAncestry, UnitVersion
from organisations.querysets import active_q
from organisations.reports import UnitLabel, unit_names

MOST_FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One box: `above` names what lies between it and the row that it stands under."""

    code: str
    name: str
    kind: str
    above: str
    depth: int
    is_chosen: bool
    can_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """The boxes, what is open, and what was searched for; `is_cut`: more was found than shown."""

    rows: Sequence[UnitRow]
    opened: Sequence[str]
    words: str
    found: int
    is_cut: bool

    @property
    def chosen(self) -> Sequence[UnitRow]:
        """What is chosen now."""
        return [row for row in self.rows if row.is_chosen]


def unit_choice(
    user: User, *, chosen: Collection[str], opened: Collection[str] | None, words: str
) -> UnitChoice:
    """Return the boxes to show; `opened` None opens the top."""
    tops = top_units(user)
    may = units_under(user)
    codes = dict(may.filter(code__in=[*chosen, *(opened or ())]).values_list("code", "pk"))
    open_ids = tops if opened is None else [codes[code] for code in opened if code in codes]
    found = _found(may, words)
    shown = {*tops, *open_ids, *_children(may, open_ids), *found[:MOST_FOUND]}
    shown.update(codes[code] for code in chosen if code in codes)
    rows = _rows(shown, chosen, open_ids)
    named = dict(Unit.objects.filter(pk__in=open_ids).values_list("pk", "code"))
    return UnitChoice(
        rows=rows,
        opened=[named[pk] for pk in open_ids],
        words=words,
        found=min(len(found), MOST_FOUND),
        is_cut=len(found) > MOST_FOUND,
    )


def _versions() -> Any:
    return UnitVersion.objects.current().active_on(clock.today())


def _found(may: Any, words: str) -> list[int]:
    if not words:
        return []
    hits = _versions().filter(name__icontains=words, unit__in=may.values("pk"))
    hits = hits.order_by("name", "unit").values_list("unit_id", flat=True)
    return list(hits[: MOST_FOUND + 1])


def _children(may: Any, units: Collection[int]) -> list[int]:
    rows = _versions().filter(parent__in=units, unit__in=may.values("pk"))
    return list(rows.values_list("unit_id", flat=True))


def _rows(shown: set[int], chosen: Collection[str], open_ids: Collection[int]) -> list[UnitRow]:
    paths = _paths(shown)
    everyone = {pk for path in paths.values() for pk in path} | shown
    labels = unit_names(everyone, clock.today())
    codes = dict(Unit.objects.filter(pk__in=shown).values_list("pk", "code"))
    parents = set(_versions().filter(parent__in=shown).values_list("parent_id", flat=True))
    in_order = sorted(shown, key=lambda pk: [(_name(labels, one), one) for one in paths[pk]])
    return [
        UnitRow(
            code=codes[pk],
            name=_name(labels, pk) or codes[pk],
            kind=str(labels[pk].kind.label) if pk in labels else "",
            above=_above(paths[pk], shown, labels),
            depth=min(len(shown.intersection(paths[pk])) - 1, 6),
            is_chosen=codes[pk] in chosen,
            can_open=pk in parents and pk not in open_ids,
        )
        for pk in in_order
    ]


def _paths(shown: set[int]) -> dict[int, list[int]]:
    """Return for each unit the way to it from the top, itself included."""
    rows = UnitAncestry.objects.filter(active_q(clock.today()), descendant__in=shown)
    paths: dict[int, list[int]] = {pk: [] for pk in shown}
    for unit, above in rows.order_by("-depth").values_list("descendant_id", "ancestor_id"):
        paths[unit].append(above)
    return {pk: path or [pk] for pk, path in paths.items()}


def _name(labels: Mapping[int, UnitLabel], pk: int) -> str:
    return labels[pk].name if pk in labels else ""


def _above(path: Sequence[int], shown: set[int], labels: Mapping[int, UnitLabel]) -> str:
    """Return the names between a unit and the nearest one above it that is shown."""
    names: list[str] = []
    for pk in reversed(path[:-1]):
        if pk in shown:
            break
        names.append(_name(labels, pk))
    return " / ".join(reversed(names))
