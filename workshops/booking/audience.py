"""Who may book which event, and why not: always a sentence."""

from datetime import timedelta

from django.utils.translation import gettext as _

from compliance.planning.people import People
from compliance.planning.presence import Audience
from compliance.rules.audiences import AudienceRule, read_audience
from core import clock
from organisations.enums import RoleKind
from organisations.models import Mandate, Person, PersonMerge, Unit
from organisations.reports import unit_names
from workshops.access import MANAGERS
from workshops.booking.messages import moment_text
from workshops.booking.places import teams_of
from workshops.errors import (
    BookingRefused,
    EventCancelled,
    EventStarted,
    NotForYou,
    NotForYourUnit,
    NotOpenYet,
    NotPublished,
    PersonGone,
    RegistrationClosed,
)
from workshops.models import Event, WorkshopType


def why_not(person: Person, event: Event) -> str | None:
    """Return why somebody may not book an event, in a sentence; None: they may.

    Whether there is a place is another matter: who may book may wait too.
    """
    try:
        check_event(event)
        check_window(event, zone=person.time_zone)
        check_person(person, event)
    except BookingRefused as refused:
        return str(refused)
    return None


def check_event(event: Event) -> None:
    """Raise `BookingRefused` when nobody can book it."""
    if event.published_at is None:
        raise NotPublished
    if event.is_cancelled:
        raise EventCancelled
    if event.has_started:
        raise EventStarted


def check_window(event: Event, *, zone: str) -> None:
    """Raise `BookingRefused` outside the time of registration."""
    now = clock.now()
    if event.opens_at is not None and now < event.opens_at:
        raise NotOpenYet(moment=moment_text(event.opens_at, zone))
    if event.closes_at is not None and now >= event.closes_at:
        raise RegistrationClosed(moment=moment_text(event.closes_at, zone))


def check_person(person: Person, event: Event) -> None:
    """Raise `BookingRefused` when it is not for this person."""
    if person.erased_at is not None:
        raise PersonGone
    unit = event.for_unit
    if unit is not None and unit.pk not in teams_of(person, among=[unit.pk]):
        raise NotForYourUnit(unit=_called(unit))
    if not is_meant_for(person, event.type):
        raise NotForYou(audiences=_audiences(event.type))


def is_meant_for(person: Person, kind: WorkshopType) -> bool:
    """Tell whether the rule of a kind of workshop lets somebody in today.

    Whoever has the mandate of a manager is a manager for the rule too, also without the role.
    """
    if not kind.rule:
        return True
    rule = read_audience(kind.rule)
    if _names_managers(rule) and _is_manager(person):
        if RoleKind.MANAGER in rule.exclude.roles:
            return False
        rule = rule.model_copy(update={"roles": ()})
    today = clock.today()
    audience = Audience(rule, (today, today + timedelta(days=1)))
    return bool(audience.pieces(_alone(person)))


def _names_managers(rule: AudienceRule) -> bool:
    return RoleKind.MANAGER in {*rule.roles, *rule.exclude.roles}


def _is_manager(person: Person) -> bool:
    merged = PersonMerge.objects.current().filter(into=person).values("person")
    held = Mandate.objects.current().active_on(clock.today()).filter(kind__in=MANAGERS)
    return (held.filter(holder=person) | held.filter(holder__in=merged)).exists()


def _alone(person: Person) -> People:
    merged = PersonMerge.objects.current().filter(into=person).values_list("person_id", flat=True)
    absorbed = frozenset(merged)
    return People(
        ids=frozenset([person.pk]),
        absorbed=absorbed,
        roots=dict.fromkeys(absorbed, person.pk),
    )


def _audiences(kind: WorkshopType) -> str:
    return ", ".join(kind.audience_labels) or _("a group that you are not in")


def _called(unit: Unit) -> str:
    label = unit_names([unit.pk], clock.today()).get(unit.pk)
    return label.name if label else unit.code
