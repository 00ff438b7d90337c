"""What the pages of good practices show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import clock
from organisations.enums import UnitKind
from organisations.models import Unit, UnitAncestry
from organisations.querysets import active_q
from organisations.reports import unit_names
from organisations.viewers import Viewer, person_of
from toolbox.access.practices import (
    judges_of,
    practices_judged_by,
    practices_read_by,
    practices_written_by,
    units_around,
    units_without_judge,
)
from toolbox.enums import Audience, TeamTrait, Theme
from toolbox.models import GoodPractice
from toolbox.models.practices import is_open
from toolbox.practice_enums import PracticeState
from toolbox.tagging import labels_of

_ORGANISATIONS = (UnitKind.MINISTRY, UnitKind.AGENCY, UnitKind.INSPECTORATE)
_WORDS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A state in words, with the colour and the icon that say the same."""

    kind: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeLine:
    """A good practice in a list."""

    uuid: UUID
    title: str
    excerpt: str
    unit_name: str
    themes: Sequence[str]
    audiences: Sequence[str]
    at: datetime
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step in the life of a practice; `name` is empty for whoever may not know it."""

    text: str
    at: datetime
    name: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeView:
    """A good practice on a page of its own, with what this reader can do with it."""

    practice: GoodPractice
    line: PracticeLine
    traits: Sequence[str]
    name: str
    is_own: bool
    is_open: bool
    may_judge: bool
    nobody_judges: bool
    steps: Sequence[StepLine]

    @property
    def is_behind_the_scenes(self) -> bool:
        """Tell whether more is shown than what every reader gets."""
        return self.is_own or self.may_judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for somebody, the oldest first, and what stands."""

    waiting: Sequence[PracticeLine]
    published: Sequence[PracticeLine]


def practice_lines(practices: Iterable[GoodPractice]) -> list[PracticeLine]:
    """Return practices as they stand in a list; one query for the names of all units."""
    rows = list(practices)
    names = unit_names([row.unit_id for row in rows], clock.today())
    return [_line(row, names[row.unit_id].name if row.unit_id in names else "") for row in rows]


def organisation_choices(user: Viewer) -> list[tuple[str, str]]:
    """Return the organisations from which there are practices to read."""
    above = UnitAncestry.objects.filter(
        active_q(clock.today()), descendant__in=practices_read_by(user).values("unit")
    )
    codes = dict(Unit.objects.filter(pk__in=above.values("ancestor")).values_list("pk", "code"))
    names = unit_names(codes, clock.today())
    found = [(codes[pk], label.name) for pk, label in names.items() if label.kind in _ORGANISATIONS]
    return sorted(found, key=lambda one: one[1].lower())


def unit_choices(user: Viewer) -> list[tuple[str, str]]:
    """Return the units that somebody can share a practice of, the own team first."""
    codes = dict(units_around(user).values_list("pk", "code"))
    today = clock.today()
    depths: dict[int, int] = {}
    rows = UnitAncestry.objects.filter(active_q(today), descendant__in=codes)
    for unit, depth in rows.values_list("descendant_id", "depth"):
        depths[unit] = max(depth, depths.get(unit, 0))
    names = unit_names(codes, today)
    order = sorted(names, key=lambda pk: (-depths.get(pk, 0), names[pk].name))
    return [(codes[pk], names[pk].name) for pk in order]


def own_practices(user: Viewer) -> list[PracticeLine]:
    """Return what somebody submitted or keeps as a draft, the last change first."""
    return practice_lines(practices_written_by(user).order_by("-changed_at", "-pk"))


def queue_for(user: Viewer) -> Queue:
    """Return what somebody judges."""
    rows = practices_judged_by(user)
    return Queue(
        waiting=practice_lines(
            rows.filter(state=PracticeState.SUBMITTED).order_by("changed_at", "pk")
        ),
        published=practice_lines(rows.published().order_by("-published_at", "-pk")),
    )


def practice_view(practice: GoodPractice, user: Viewer) -> PracticeView:
    """Return a practice for a reader."""
    is_own = practices_written_by(user).filter(pk=practice.pk).exists()
    may_judge = not is_own and practices_judged_by(user).filter(pk=practice.pk).exists()
    is_seen = is_own or may_judge
    shows = practice.shows_name or is_seen
    return PracticeView(
        practice=practice,
        line=practice_lines([practice])[0],
        traits=labels_of(practice.traits, TeamTrait),
        name=practice.submitted_by.name if shows else "",
        is_own=is_own,
        is_open=is_open(practice),
        may_judge=may_judge,
        nobody_judges=is_own and _waits_for_editors(practice),
        steps=_steps(practice, is_own=is_own) if is_seen else (),
    )


def units_that_nobody_judges(user: Viewer) -> list[str]:
    """Return the names of own units of which no HR adviser could judge a practice."""
    person = person_of(user)
    if person is None:
        return []
    without = units_without_judge(units_around(user), but=person)
    names = unit_names(without, clock.today())
    return sorted(label.name for label in names.values())


def _waits_for_editors(practice: GoodPractice) -> bool:
    return practice.state != PracticeState.PUBLISHED and not judges_of(practice)


def _line(practice: GoodPractice, unit_name: str) -> PracticeLine:
    published = practice.published_at if practice.state == PracticeState.PUBLISHED else None
    return PracticeLine(
        uuid=practice.uuid,
        title=practice.title,
        excerpt=Truncator(practice.problem).words(_WORDS),
        unit_name=unit_name,
        themes=labels_of(practice.themes, Theme),
        audiences=labels_of(practice.audiences, Audience),
        at=published or practice.changed_at,
        badge=_badge(practice.state),
    )


def _steps(practice: GoodPractice, *, is_own: bool) -> list[StepLine]:
    """Return the history; the submitter reads what was said, not by whom."""
    rows = practice.steps.select_related("by").order_by("recorded_at", "pk")
    by_submitter = {PracticeState.DRAFT, PracticeState.SUBMITTED, PracticeState.WITHDRAWN}
    return [
        StepLine(
            text=_STEPS[PracticeState(row.state)](),
            at=row.recorded_at,
            name="" if is_own and row.state not in by_submitter else row.by.name,
            comment=row.comment,
        )
        for row in rows
    ]


def _badge(state: str) -> Badge:
    kind, icon = {
        PracticeState.DRAFT: ("neutral", "pencil"),
        PracticeState.SUBMITTED: ("info", "hourglass"),
        PracticeState.RETURNED: ("warn", "rotate-ccw"),
        PracticeState.PUBLISHED: ("good", "check"),
        PracticeState.WITHDRAWN: ("neutral", "circle-slash"),
    }[PracticeState(state)]
    return Badge(kind=kind, icon=icon, text=str(PracticeState(state).label))


_STEPS = {
    PracticeState.DRAFT: lambda: _("Started"),
    PracticeState.SUBMITTED: lambda: _("Sent in"),
    PracticeState.RETURNED: lambda: _("Sent back"),
    PracticeState.PUBLISHED: lambda: _("Published"),
    PracticeState.WITHDRAWN: lambda: _("Taken back"),
}
