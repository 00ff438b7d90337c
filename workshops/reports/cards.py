"""The booking card: where somebody stands with an event, and what they can do now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from organisations.models import Person
from workshops.booking.audience import why_not
from workshops.booking.leaving import may_undo
from workshops.enums import ACTIVE, BookingState
from workshops.models import Booking, Event
from workshops.reports.badges import Badge, own_badge
from workshops.reports.clashes import clashes
from workshops.reports.moments import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: `address` is the name of where it posts, `about` of what it is about."""

    label: str
    address: str
    about: str
    value: str
    extra: Mapping[str, str] = field(default_factory=dict)
    kind: str = "primary"
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the card says: a title, a status, sentences, and buttons."""

    title: str
    badge: Badge | None = None
    sentences: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    warnings: tuple[str, ...] = ()
    afterwards: str = ""
    shows_seats: bool = False
    is_coming: bool = False


def booking_card(event: Event, person: Person | None, booking: Booking | None) -> Card:
    """Return the card of an event for somebody, with their newest booking of it."""
    if event.is_cancelled:
        return Card(
            title=_("Cancelled"),
            badge=Badge(text=_("Does not take place"), kind="bad", icon="circle-x"),
            sentences=(event.cancel_reason,),
        )
    if person is None:
        return Card(
            title=_("Book"),
            sentences=(
                _(
                    "This account is not linked to a person, so it cannot book. Ask the "
                    "administrator of your organisation."
                ),
            ),
            shows_seats=True,
        )
    show = _BY_STATE.get(booking.state) if booking else None
    if show is not None and booking is not None:
        return show(event, person, booking)
    if booking is not None and not event.has_started and may_undo(booking):
        return _undo(booking)
    return _new(event, person)


def newest_booking(event: Event, person: Person) -> Booking | None:
    """Return the active booking of somebody, else the one that ended last."""
    rows = Booking.objects.of(person).filter(event=event).order_by("-pk")
    found = list(rows)
    active = [row for row in found if row.state in ACTIVE]
    return next(iter(active or found), None)


def _new(event: Event, person: Person) -> Card:
    refusal = why_not(person, event)
    if refusal:
        title = _("It is over") if event.has_ended else _("You cannot book")
        sentence = _("This workshop was held already.") if event.has_ended else refusal
        return Card(title=title, sentences=(sentence,), shows_seats=not event.has_started)
    action, afterwards = _first_step(event)
    return Card(
        title=_("Book"),
        sentences=_room(event),
        actions=(action,),
        warnings=clashes(event, person),
        afterwards=afterwards,
        shows_seats=True,
    )


def _room(event: Event) -> tuple[str, ...]:
    """Say whether there is a place where numbers would tell how many dared to come."""
    if not event.is_confidential:
        return ()
    return (_("There are places left.") if event.seats_left > 0 else _("It is full."),)


def _first_step(event: Event) -> tuple[Action, str]:
    book = Action(
        label=_("Book a place"), address="workshops-book", about="event", value=str(event.uuid)
    )
    if event.needs_approval:
        return _renamed(book, _("Ask my manager")), _(
            "Your manager gets a message and decides. You hold no place until then."
        )
    if event.seats_left <= 0:
        return _renamed(book, _("Join the waiting list")), _(
            "When a place comes free, we offer it to you by mail. You choose then."
        )
    if event.is_confidential:
        return book, _("Only you and the trainer know that you come. Nobody else gets a message.")
    return book, _(
        "You get a mail with an appointment for your calendar at once. Your manager gets no "
        "message."
    )


def _renamed(action: Action, label: str) -> Action:
    return Action(label=label, address=action.address, about=action.about, value=action.value)


def _booked(event: Event, person: Person, booking: Booking) -> Card:
    if event.has_started:
        sentence = (
            _("It is over. The trainer notes who was there.")
            if event.has_ended
            else _("It has begun.")
        )
        return Card(
            title=_("You take part"),
            badge=own_badge(booking.state),
            sentences=(sentence,),
            is_coming=True,
        )
    return Card(
        title=_("You take part"),
        badge=own_badge(booking.state),
        sentences=(_cancel_sentence(event, person),),
        actions=(_leave(booking, _("Cancel my place")),) if _may_cancel(event) else (),
        is_coming=True,
        shows_seats=True,
    )


def _offered(event: Event, person: Person, booking: Booking) -> Card:
    until = moment_text(booking.offered_until, person.time_zone) if booking.offered_until else ""
    sentence = _("A place came free. We keep it for you until %(moment)s.") % {"moment": until}
    answers = (("ja", _("Take the place"), "primary"), ("nee", _("No, thank you"), "secondary"))
    return Card(
        title=_("There is a place for you"),
        badge=own_badge(booking.state),
        sentences=(sentence,),
        actions=tuple(
            Action(
                label=label,
                address="workshops-offer",
                about="booking",
                value=str(booking.uuid),
                extra={"antwoord": value},
                kind=kind,
            )
            for value, label, kind in answers
        ),
        warnings=clashes(event, person),
    )


def _waiting(event: Event, _person: Person, booking: Booking) -> Card:
    ahead = Booking.objects.waiting().filter(event=event, line__lt=booking.line or 0).count()
    sentence = (
        _("You are first in line.")
        if ahead == 0
        else ngettext("%(n)d person is before you.", "%(n)d persons are before you.", ahead)
        % {"n": ahead}
    )
    return Card(
        title=_("You are on the waiting list"),
        badge=Badge(
            text=_("Number %(n)d in line") % {"n": ahead + 1}, kind="neutral", icon="hourglass"
        ),
        sentences=(sentence, _("When a place comes free, we offer it to you by mail.")),
        actions=() if event.has_started else (_leave(booking, _("Leave the waiting list")),),
        shows_seats=True,
    )


def _requested(event: Event, _person: Person, booking: Booking) -> Card:
    return Card(
        title=_("Your manager must approve"),
        badge=own_badge(booking.state),
        sentences=(_("You hold no place yet. You get a message when there is an answer."),),
        actions=() if event.has_started else (_leave(booking, _("Take back my request")),),
        shows_seats=True,
    )


def _finished(_event: Event, _person: Person, booking: Booking) -> Card:
    badge = own_badge(booking.state)
    sentences = {
        BookingState.ATTENDED: _("It stands with what you finished."),
        BookingState.PARTLY_ATTENDED: _("You missed a part, so it does not count yet."),
        BookingState.EXCUSED: _("You let us know in time. Choose another date when you like."),
        BookingState.NO_SHOW: _("Is this wrong? Tell the trainer."),
    }
    if booking.event.is_confidential and booking.state == BookingState.ATTENDED:
        return Card(title=badge.text if badge else "", badge=badge)
    return Card(
        title=badge.text if badge else "",
        badge=badge,
        sentences=(sentences[BookingState(booking.state)],),
    )


def _undo(booking: Booking) -> Card:
    return Card(
        title=_("You have cancelled"),
        sentences=(_("Was this a mistake? You can undo it for ten minutes."),),
        actions=(
            Action(
                label=_("Undo"),
                address="workshops-cancel",
                about="booking",
                value=str(booking.uuid),
                extra={"actie": "terug"},
                kind="secondary",
                icon="undo-2",
            ),
        ),
    )


def _leave(booking: Booking, label: str) -> Action:
    return Action(
        label=label,
        address="workshops-cancel",
        about="booking",
        value=str(booking.uuid),
        kind="secondary",
    )


def _may_cancel(event: Event) -> bool:
    return event.cancel_until is None or clock.now() <= event.cancel_until


def _cancel_sentence(event: Event, person: Person) -> str:
    if event.cancel_until is None:
        return _("You can cancel until it begins. Your place then goes to somebody else.")
    moment = moment_text(event.cancel_until, person.time_zone)
    if _may_cancel(event):
        return _("You can cancel until %(moment)s. Your place then goes to somebody else.") % {
            "moment": moment
        }
    return _("You could cancel until %(moment)s. Can you not come? Tell the trainer.") % {
        "moment": moment
    }


_BY_STATE: Mapping[str, Callable[[Event, Person, Booking], Card]] = {
    BookingState.BOOKED: _booked,
    BookingState.OFFERED: _offered,
    BookingState.WAITLISTED: _waiting,
    BookingState.REQUESTED: _requested,
    BookingState.ATTENDED: _finished,
    BookingState.PARTLY_ATTENDED: _finished,
    BookingState.EXCUSED: _finished,
    BookingState.NO_SHOW: _finished,
}
