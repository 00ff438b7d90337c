"""From what the clock on the wall says to a moment, also on the days that the clock changes."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workshops.planning.errors import ClockIsChanged, PlanningRefused


def moment_of(local: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which the clock in `zone` says this.

    Raises `ClockIsChanged` for a time that is not there or is there twice: to guess would put some
    participants an hour wrong.
    """
    if local.tzinfo is not None:
        raise ValueError("A clock on the wall knows no zone.")
    here = _zone(zone)
    early = local.replace(tzinfo=here, fold=0).astimezone(UTC)
    late = local.replace(tzinfo=here, fold=1).astimezone(UTC)
    if early == late:
        return early
    values = {"day": date_format(local, "j F Y"), "time": date_format(local, "G:i")}
    if early.astimezone(here).replace(tzinfo=None) != local:
        raise ClockIsChanged(
            _(
                "On %(day)s there is no %(time)s: the clock goes forward that night. Choose"
                " another time."
            )
            % values
        )
    raise ClockIsChanged(
        _("On %(day)s it is %(time)s twice: the clock goes back that night. Choose another time.")
        % values
    )


def _zone(name: str) -> ZoneInfo:
    if name not in _known_zones():
        raise PlanningRefused(_("We do not know this time zone. Choose one from the list."))
    return ZoneInfo(name)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())
