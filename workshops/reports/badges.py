"""The few words that say where a workshop stands for the reader: places, or one's own booking."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.enums import BookingState
from workshops.models import Event

FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A status in words, with a colour and an icon that say the same."""

    text: str
    kind: str
    icon: str


def own_badge(state: str) -> Badge | None:
    """Return what somebody's own booking says; None for a state that is over."""
    return _own().get(state)


def no_place_badge() -> Badge:
    """Return what a booking says that waited until it was over."""
    return Badge(text=_("No place came free"), kind="neutral", icon="hourglass")


def _own() -> Mapping[str, Badge]:
    return {
        BookingState.BOOKED: Badge(text=_("You take part"), kind="good", icon="check"),
        BookingState.REQUESTED: Badge(
            text=_("Your manager must approve"), kind="info", icon="hourglass"
        ),
        BookingState.WAITLISTED: Badge(
            text=_("You are on the waiting list"), kind="neutral", icon="hourglass"
        ),
        BookingState.OFFERED: Badge(text=_("There is a place for you"), kind="warn", icon="bell"),
        BookingState.ATTENDED: Badge(text=_("You were there"), kind="good", icon="circle-check"),
        BookingState.PARTLY_ATTENDED: Badge(
            text=_("You were there in part"), kind="warn", icon="circle-dashed"
        ),
        BookingState.EXCUSED: Badge(text=_("Excused"), kind="neutral", icon="circle-slash"),
        BookingState.NO_SHOW: Badge(text=_("You were not there"), kind="neutral", icon="circle"),
    }


def seats_badge(event: Event) -> Badge:
    """Return how many places are left, or that there is a waiting list."""
    left = event.seats_left
    if event.is_confidential:
        return Badge(text=_("Confidential"), kind="neutral", icon="lock")
    if left <= 0:
        return Badge(text=_("Full, waiting list"), kind="neutral", icon="hourglass")
    text = ngettext("%(n)d place left", "%(n)d places left", left) % {"n": left}
    return Badge(text=text, kind="warn" if left < FEW else "info", icon="armchair")


def badge_of(event: Event, state: str) -> Badge:
    """Return what matters most to the reader: their own booking, else the places."""
    return (own_badge(state) if state else None) or seats_badge(event)


def short_seats(event: Event) -> str:
    """Return the same in two words, for a cell of the month."""
    if event.is_confidential:
        return _("confidential")
    left = event.seats_left
    if left <= 0:
        return _("waiting list")
    return ngettext("%(n)d place", "%(n)d places", left) % {"n": left}
