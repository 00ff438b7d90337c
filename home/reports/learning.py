"""What "Mijn leren" shows to its owner: what to do, by when, where one was, what is finished."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.enums import Status
from compliance.figures.units import Duty, DutyActivity, own_duties
from compliance.why import excuses
from lms.api import CourseProgress, courses, courses_progress, done_beside_courses
from organisations.models import Person

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWay:
    """Something that counts just as well as what a task leads to."""

    title: str
    url: str
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing on the list, with its status in words, colour and icon.

    `others` are ways to do it besides the one that `url` leads to.
    """

    title: str
    url: str
    minutes: int | None
    due_on: date
    kind: str
    icon: str
    badge: str
    badge_kind: str
    badge_icon: str
    action: str
    is_late: bool
    why_url: str
    excuse: str
    is_recorded_elsewhere: bool
    others: tuple[OtherWay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where somebody was in a course that is not finished."""

    course_title: str
    module_title: str
    url: str
    done: int
    current: int
    total: int

    @property
    def label(self) -> str:
        """What the segments say, for who does not see them."""
        return _("%(done)d of %(total)d modules finished") % {
            "done": self.done,
            "total": self.total,
        }

    @property
    def place(self) -> str:
        """Which module of how many."""
        return _("module %(current)d of %(total)d") % {
            "current": self.current,
            "total": self.total,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A compulsory part of this year, done or not."""

    title: str
    is_done: bool
    why_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Something that was completed, with its date."""

    title: str
    done_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The whole page."""

    year: int
    todo: tuple[Task, ...]
    paused: tuple[Task, ...]
    resume: Resume | None
    ticks: tuple[Tick, ...]
    finished: tuple[Finished, ...]
    is_newcomer: bool = False

    @property
    def overdue(self) -> tuple[Task, ...]:
        """The tasks whose last day has passed."""
        return tuple(task for task in self.todo if task.is_late)

    @property
    def done_count(self) -> int:
        """How many compulsory parts of this year are done."""
        return sum(tick.is_done for tick in self.ticks)

    @property
    def total_count(self) -> int:
        """How many compulsory parts there are this year."""
        return len(self.ticks)

    @property
    def lead(self) -> str:
        """One sentence on what is owed and by when."""
        first = self.todo[0].due_on if self.todo else None
        return duty_line(len(self.todo), first_due=first, is_late=bool(self.overdue))

    @property
    def ring_label(self) -> str:
        """What the ring says, for who does not see it."""
        return _("%(done)d of %(total)d compulsory parts finished") % {
            "done": self.done_count,
            "total": self.total_count,
        }

    @property
    def ring_text(self) -> str:
        """A calm word beside the ring."""
        if self.overdue:
            return _("Something is late. Do that first, the rest can wait.")
        if self.todo:
            return _("You are on time.")
        return _("You are ready for this year.")


def learning_overview(person: Person, *, on: date) -> Overview:
    """Report on one's own learning on a day (today in the zone of the person)."""
    duties = own_duties(person, on)
    progress = courses_progress(person, [course.spec for course in courses()], on=on)
    started = {key for key, course in progress.items() if course.is_started and not course.is_done}
    open_duties = sorted((row for row in duties if row.is_to_do), key=lambda row: row.due_on)
    finished = [
        Finished(title=course.spec.title, done_on=course.last_done_on)
        for course in progress.values()
        if course.last_done_on
    ]
    finished += [
        Finished(title=done.title, done_on=done.last_on) for done in done_beside_courses(person)
    ]
    excused = [row for row in duties if row.status in {Status.EXEMPT, Status.PAUSED}]
    reasons = excuses([row.obligation_id for row in excused], as_of=on)
    return Overview(
        year=on.year,
        todo=tuple(_task(duty, on, started) for duty in open_duties),
        paused=tuple(
            replace(_task(duty, on, started), excuse=reasons.get(duty.obligation_id, ""))
            for duty in excused
        ),
        resume=_resume(progress.values()),
        ticks=tuple(_ticks(duties, on)),
        finished=tuple(sorted(finished, key=lambda row: row.done_on, reverse=True)),
        is_newcomer=any(duty.is_newcomer and duty.is_to_do for duty in duties),
    )


def duty_line(todo: int, *, first_due: date | None, is_late: bool) -> str:
    """Return one sentence on what is owed and by when."""
    if first_due is None:
        return _("You are all set: there is nothing that you must do now.")
    if is_late:
        return ngettext(
            "You still have to finish %(n)d part. It is late, but you can still do it.",
            "You still have to finish %(n)d parts. Start with what is late.",
            todo,
        ) % {"n": todo}
    return ngettext(
        "You still have to finish %(n)d part, by %(day)s.",
        "You still have to finish %(n)d parts, the first by %(day)s.",
        todo,
    ) % {"n": todo, "day": date_format(first_due, "j F Y")}


def in_language(path: str) -> str:
    """Return the address of a page in the language of the visitor."""
    language = get_language() or "nl"
    return path if language.startswith("nl") else f"/{language}{path}"


def _ticks(duties: Sequence[Duty], on: date) -> list[Tick]:
    mine = [
        duty
        for duty in duties
        if duty.is_to_do or (duty.is_done and duty.done_on and duty.done_on.year == on.year)
    ]
    return [Tick(title=duty.title, is_done=duty.is_done, why_url=_why_url(duty)) for duty in mine]


def _why_url(duty: Duty) -> str:
    """Return the address of the page that tells why a duty stands where it stands."""
    round_ = urlencode({"ronde": duty.cycle_label})
    return f"{reverse('waarom-eigen', args=[duty.requirement_key])}?{round_}"


def _task(duty: Duty, on: date, started: set[str]) -> Task:
    ways = _ways(duty, started)
    first = ways[0] if ways else duty.next_activity
    kind, icon, badge = _badge(duty, on)
    return Task(
        title=duty.title,
        url=in_language(ways[0].start_path) if ways else "",
        minutes=first.minutes if first else None,
        due_on=duty.due_on,
        kind="",
        icon="shield-check" if duty.cycle_label.isdigit() else "book-open",
        badge=badge,
        badge_kind=kind,
        badge_icon=icon,
        action=_("Go on") if first and first.key in started else _("Start"),
        is_late=duty.status in {Status.OVERDUE, Status.IN_GRACE},
        why_url=_why_url(duty),
        excuse="",
        is_recorded_elsewhere=first is not None and not ways,
        others=tuple(
            OtherWay(title=way.title, url=in_language(way.start_path), minutes=way.minutes)
            for way in ways[1:]
        ),
    )


def _ways(duty: Duty, started: set[str]) -> list[DutyActivity]:
    """Return what can be done here for a duty, what was started first."""
    found = [way for way in duty.ways if way.start_path]
    return sorted(found, key=lambda way: way.key not in started)


def _badge(duty: Duty, on: date) -> tuple[str, str, str]:
    left = (duty.due_on - on).days
    if duty.status == Status.EXEMPT:
        return "neutral", "circle-slash", _("You are exempt")
    if duty.status == Status.PAUSED:
        return "neutral", "pause", _("Postponed while you are away")
    if left < 0:
        return (
            "bad",
            "triangle-alert",
            ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left},
        )
    if left == 0:
        return "warn", "alarm-clock", _("Last day today")
    if left <= SOON.days:
        return (
            "warn",
            "alarm-clock",
            ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left},
        )
    return "info", "circle-dashed", _("To do")


def _resume(progress: Iterable[CourseProgress]) -> Resume | None:
    """Return the latest spot in a course that is not finished."""
    halfway = [
        (course.resume.saved_at, course.resume, course)
        for course in progress
        if course.resume and not course.is_done
    ]
    if not halfway:
        return None
    _saved_at, place, course = max(halfway, key=lambda row: row[0])
    keys = [module.activity_key for module in course.modules]
    return Resume(
        course_title=course.spec.title,
        module_title=place.title,
        url=in_language(place.url),
        done=course.done_count,
        current=keys.index(place.module_activity_key) + 1,
        total=len(keys),
    )
