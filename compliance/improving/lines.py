"""What a unit wants with each duty beside how far it is, and how far it was."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from compliance.figures.counts import Counts
from compliance.figures.targets import targets_of
from compliance.improving.years import moments_before
from compliance.models import Snapshot
from compliance.reports.bars import Bar, percentage_of
from compliance.snapshots.source import Source, frozen_source
from organisations.access import Viewer
from organisations.models import Unit, UnitAncestry
from organisations.querysets import active_q
from organisations.reports import unit_names


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTarget:
    """A target that holds for a unit: how much, where that was decided, and for which unit."""

    percentage: int
    source: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty of persons or of teams."""

    pk: int
    title: str
    is_of_teams: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An earlier day; without a source nothing was frozen of it, or not for this unit."""

    day: date
    source: Source | None

    def percentage(self, duty: int) -> int | None:
        """Return the part that was done; None: hidden, about nobody, or not frozen."""
        if self.source is None:
            return None
        figure = self.source.shown(self.source.tree.unit, duty)
        return percentage_of(figure.counts) if figure else None

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot that it was frozen in."""
        return self.source.snapshot if self.source else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One duty. `counts` is None when the group is too small to show, or there is no figure yet.

    `before` has the percentage of each moment, in their order.
    """

    duty: Duty
    counts: Counts | None
    target: HeldTarget | None
    before: tuple[int | None, ...]

    @property
    def bar(self) -> Bar:
        """The counts as a bar."""
        return Bar(label=self.duty.title, url="", counts=self.counts)

    @property
    def percentage(self) -> int | None:
        """The part that is done, or None when it is hidden or about nobody."""
        return percentage_of(self.counts)

    @property
    def gap(self) -> int | None:
        """How many points the percentage is above the target, below it when negative."""
        if self.target is None or self.percentage is None:
            return None
        return self.percentage - self.target.percentage


def duty_lines(
    *,
    duties: Iterable[Duty],
    counts_of: Callable[[Duty], Counts | None],
    targets: Mapping[int, HeldTarget],
    moments: Sequence[Moment],
) -> tuple[DutyLine, ...]:
    """Return a line for each duty."""
    return tuple(
        DutyLine(
            duty=duty,
            counts=counts_of(duty),
            target=targets.get(duty.pk),
            before=tuple(moment.percentage(duty.pk) for moment in moments),
        )
        for duty in duties
    )


def held_targets(
    unit_id: int, *, duties: Collection[int], on: date, known_at: datetime | None = None
) -> dict[int, HeldTarget]:
    """Return the targets that hold for a unit on a day, by the id of the duty."""
    lines = UnitAncestry.objects.filter(active_q(on), descendant=unit_id).order_by("depth", "pk")
    above = list(lines.values_list("ancestor_id", flat=True))
    found = targets_of(above, requirement_ids=duties, on=on, known_at=known_at)
    names = unit_names({row.unit_id for row in found.values()}, on)
    return {
        duty: HeldTarget(
            percentage=row.percentage,
            source=row.source,
            unit=names[row.unit_id].name if row.unit_id in names else "",
        )
        for duty, row in found.items()
    }


def moments_of(user: Viewer, *, code: str, day: date) -> tuple[Moment, ...]:
    """Return what was frozen of the end of last year and of the quarters before a day."""
    days = moments_before(day)
    rows = Snapshot.objects.filter(reference_date__in=days, correction__isnull=True)
    snapshots = {row.reference_date: row for row in rows}
    return tuple(Moment(day=end, source=_source(user, code, snapshots.get(end))) for end in days)


def _source(user: Viewer, code: str, snapshot: Snapshot | None) -> Source | None:
    if snapshot is None:
        return None
    try:
        return frozen_source(user, snapshot=snapshot, code=code)
    except Unit.DoesNotExist:
        # The unit was not there, or not under this mandate.
        return None
