"""Small things that a learner sees around a page: the modules with their ticks, the saved time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from lms.additions.reports import LocalTitle
from lms.content.shell import CourseEntry, ModuleEntry
from lms.progress.enums import ModuleStatus
from lms.progress.reports import CourseProgress
from organisations.models import Person

LOCAL = "eigen-organisatie"
"""The spot on a module page where the parts of one's own organisation begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineModule:
    """A module in the outline beside a page."""

    number: int
    entry: ModuleEntry
    status: ModuleStatus
    is_current: bool

    @property
    def is_done(self) -> bool:
        """Tell whether it is done in this round."""
        return self.status == ModuleStatus.DONE

    @property
    def is_busy(self) -> bool:
        """Tell whether somebody is half-way."""
        return self.status == ModuleStatus.DOING


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLine:
    """What one's own organisation adds to a module of a course, and where it stands."""

    title: str
    unit_name: str
    number: int
    url: str

    @classmethod
    def of(cls, title: LocalTitle, module: OutlineModule) -> "LocalLine":
        """Return the line of a title."""
        return cls(
            title=title.title,
            unit_name=title.unit_name,
            number=module.number,
            url=f"{module.entry.page.url}#{LOCAL}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCard:
    """A course in the catalogue, with where somebody stands; None for who is nobody."""

    course: CourseEntry
    progress: CourseProgress | None


def saved_text(moment: datetime, person: Person) -> str:
    """Return when something was saved, for the person in their own time zone."""
    local = moment.astimezone(ZoneInfo(person.time_zone))
    today = clock.today(person.time_zone)
    if local.date() == today:
        return _("Saved at %(time)s") % {"time": date_format(local, "H.i")}
    if local.date() == today - timedelta(days=1):
        return _("Saved yesterday at %(time)s") % {"time": date_format(local, "H.i")}
    return _("Saved on %(day)s") % {"day": date_format(local, "j F")}
