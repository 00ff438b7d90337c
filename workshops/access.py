"""Who may see and handle which workshops and bookings (domain.md §5.2).

Whoever is not named here sees nothing. A confidential booking is seen by its participant and by
who leads the event, by nobody else: no manager, no coordinator, not who planned it.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import Exact

from compliance.enums import EventKind
from compliance.models import Obligation, ObligationEvent
from core import clock
from organisations.enums import MandateKind, RoleKind
from organisations.models import (
    Appointment,
    Mandate,
    Person,
    PersonMerge,
    RoleAssignment,
    Unit,
    UnitAncestry,
)
from organisations.querysets import active_q
from organisations.viewers import Viewer, person_of
from workshops.enums import BookingState
from workshops.models import Booking, Event, TeamRequest
from workshops.querysets import BookingQuerySet, EventQuerySet

PLANNERS = frozenset({RoleKind.TRAINER, RoleKind.WORKSHOP_COORDINATOR})
"""Roles in which somebody plans workshops."""

MANAGERS = frozenset({MandateKind.MANAGER, MandateKind.ACTING_MANAGER})
"""Mandates that make somebody the manager of a unit."""


def events_visible_to(user: Viewer) -> EventQuerySet:
    """Return the events that somebody may see: published ones, but for those for other units.

    What is cancelled stays visible. Whoever plans events also sees those that are not published.
    """
    events: EventQuerySet = Event.objects.published()
    person = person_of(user)
    if person is None:
        return events.filter(for_unit__isnull=True)
    mine = events.filter(Q(for_unit__isnull=True) | Q(for_unit__in=_units_above(person)))
    organised = events_organised_by(user)
    found: EventQuerySet = Event.objects.filter(
        Q(pk__in=mine.values("pk")) | Q(pk__in=organised.values("pk"))
    )
    return found


def sees_event(user: Viewer, event: Event) -> bool:
    """Tell whether somebody may see an event; of one that is for everybody nothing is asked."""
    if event.published_at is not None and event.for_unit_id is None:
        return True
    return events_visible_to(user).filter(pk=event.pk).exists()


def events_organised_by(user: Viewer) -> EventQuerySet:
    """Return the events that somebody may plan, change and cancel.

    A trainer: those that they lead or planned. A coordinator: those of their part of the
    organisation. Seeing who booked is another matter: `bookings_handled_by`.
    """
    events: EventQuerySet = Event.objects.all()
    person = person_of(user)
    return events.none() if person is None else events.filter(_organised_q(person))


def bookings_of(user: Viewer) -> BookingQuerySet:
    """Return somebody's own bookings."""
    bookings: BookingQuerySet = Booking.objects.all()
    person = person_of(user)
    return bookings.none() if person is None else bookings.of(person)


def bookings_handled_by(user: Viewer) -> BookingQuerySet:
    """Return the bookings that somebody sees as trainer or coordinator."""
    bookings: BookingQuerySet = Booking.objects.all()
    person = person_of(user)
    if person is None:
        return bookings.none()
    return bookings.filter(event__in=_handled(person).values("pk"))


def events_handled_by(user: Viewer) -> EventQuerySet:
    """Return the events whose participants somebody sees as trainer or coordinator."""
    events: EventQuerySet = Event.objects.all()
    person = person_of(user)
    return events.none() if person is None else _handled(person)


def handles(person: Person, event: Event) -> bool:
    """Tell whether somebody sees and changes the bookings of an event for the participants."""
    return _handled(person).filter(pk=event.pk).exists()


def bookings_visible_to_manager(user: Viewer) -> BookingQuerySet:
    """Return the bookings of a manager's own people that are for a duty of theirs.

    Never a confidential one, never one that somebody chose, also not when others must attend it.
    """
    bookings: BookingQuerySet = Booking.objects.all()
    manager = person_of(user)
    if manager is None:
        return bookings.none()
    return _with_day(bookings).filter(
        _is_one_of("person", _people_of(manager)),
        Exists(_duties_met()),
        event__is_confidential=False,
        event__type__is_confidential=False,
    )


def requests_for(user: Viewer) -> BookingQuerySet:
    """Return the requests that somebody may decide about as manager of the participant."""
    bookings: BookingQuerySet = Booking.objects.filter(
        state=BookingState.REQUESTED, event__is_confidential=False
    )
    manager = person_of(user)
    if manager is None:
        return bookings.none()
    return bookings.filter(_is_one_of("person", _answers_for(manager))).exclude(
        pk__in=bookings.of(manager).values("pk")
    )


def team_requests_for(user: Viewer) -> QuerySet[TeamRequest]:
    """Return what managers ask for teams in the parts of the organisation one plans for."""
    return TeamRequest.objects.filter(unit__in=units_planned_for(user))


def planning_units(user: Viewer) -> QuerySet[Unit]:
    """Return the units of the roles in which somebody plans workshops today."""
    person = person_of(user)
    if person is None:
        return Unit.objects.none()
    roles = RoleAssignment.objects.current().active_on(clock.today())
    held = roles.filter(person__in=_records(person), role__in=PLANNERS)
    return Unit.objects.filter(pk__in=held.values("unit")).order_by("pk")


def units_planned_for(user: Viewer) -> QuerySet[Unit]:
    """Return the units of those roles and everything below them."""
    below = UnitAncestry.objects.filter(
        active_q(clock.today()), ancestor__in=planning_units(user).order_by()
    )
    return Unit.objects.filter(pk__in=below.values("descendant"))


def units_with_results_for(user: Viewer) -> QuerySet[Unit]:
    """Return of which organisers somebody sees what participants thought, added up by kind.

    Of the parts that one plans for, and of those that a mandate lets one see figures of.
    """
    planned, seen = units_planned_for(user), Unit.objects.visible_to(user)
    return Unit.objects.filter(
        Q(pk__in=planned.order_by().values("pk")) | Q(pk__in=seen.order_by().values("pk"))
    )


def approvers_of(person: Person) -> list[Person]:
    """Return who decides about a request: the nearest managers, and never oneself.

    Of each appointment those of the unit itself, else of the unit above it, and so on.
    """
    today = clock.today()
    held = Mandate.objects.current().active_on(today).filter(kind__in=MANAGERS)
    held = held.exclude(holder__in=_records(person)).exclude(holder__erased_at__isnull=False)
    rows = UnitAncestry.objects.filter(
        active_q(today),
        descendant__in=_appointments(person).values("unit"),
        ancestor__in=held.values("unit"),
    )
    nearest: dict[int, int] = {}
    for below, above in rows.order_by("depth").values_list("descendant_id", "ancestor_id"):
        nearest.setdefault(below, above)
    found = held.filter(unit__in=set(nearest.values())).order_by("holder")
    return _as_they_count(found)


def managers_of(unit: Unit) -> list[Person]:
    """Return the managers of exactly this unit today."""
    held = Mandate.objects.current().active_on(clock.today())
    held = held.filter(kind__in=MANAGERS, unit=unit, holder__erased_at__isnull=True)
    return _as_they_count(held.order_by("holder"))


def _organised_q(person: Person) -> Q:
    today = clock.today()
    roles = RoleAssignment.objects.current().active_on(today).filter(person__in=_records(person))
    coordinates = roles.filter(role=RoleKind.WORKSHOP_COORDINATOR)
    below = UnitAncestry.objects.filter(active_q(today), ancestor__in=coordinates.values("unit"))
    trains = Exists(roles.filter(role=RoleKind.TRAINER))
    return (
        _led_q(person)
        | (Q(planned_by__in=_records(person)) & Q(trains))
        | Q(organiser__in=below.values("descendant"))
    )


def _led_q(person: Person) -> Q:
    led = Event.objects.filter(sessions__trainers__person__in=_records(person))
    return Q(pk__in=led.values("pk"))


def _handled(person: Person) -> EventQuerySet:
    """Return the events of which somebody handles the bookings."""
    open_ones = Q(is_confidential=False) & _organised_q(person)
    events: EventQuerySet = Event.objects.filter(_led_q(person) | open_ones)
    return events


def _records(person: Person) -> QuerySet[Person]:
    """Return the records of one human being: this one, and those merged into it."""
    merged = PersonMerge.objects.current().filter(into=person)
    return Person.objects.filter(Q(pk=person.pk) | Q(pk__in=merged.values("person")))


def _appointments(person: Person) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.current().active_on(clock.today())
    return rows.filter(person__in=_records(person))


def _units_above(person: Person) -> QuerySet[Unit]:
    """Return the units in or below which somebody works today."""
    rows = UnitAncestry.objects.filter(
        active_q(clock.today()), descendant__in=_appointments(person).values("unit")
    )
    units: QuerySet[Unit] = Unit.objects.filter(pk__in=rows.values("ancestor"))
    return units


def _people_of(manager: Person) -> QuerySet[Appointment]:
    """Return the appointments in exactly the units that somebody is the manager of."""
    today = clock.today()
    held = Mandate.objects.current().active_on(today).filter(kind__in=MANAGERS)
    held = held.filter(holder__in=_records(manager))
    rows: QuerySet[Appointment] = Appointment.objects.current().active_on(today)
    return rows.filter(unit__in=held.values("unit"))


def _answers_for(manager: Person) -> QuerySet[Appointment]:
    """Return the appointments of whose holder somebody is the nearest manager.

    The same as `approvers_of`, seen from the other side.
    """
    today = clock.today()
    managing = Mandate.objects.current().active_on(today).filter(kind__in=MANAGERS)
    mine = managing.filter(holder__in=_records(manager))
    # A manager in between decides, unless that is the participant.
    nearer = managing.filter(
        active_q(today, "unit__descendant_rows__"),
        unit__descendant_rows__descendant=OuterRef("descendant"),
        unit__descendant_rows__depth__lt=OuterRef("depth"),
        holder__erased_at__isnull=True,
    ).exclude(holder=OuterRef(OuterRef("person")))
    above = UnitAncestry.objects.filter(
        ~Exists(nearer),
        active_q(today),
        descendant=OuterRef("unit"),
        ancestor__in=mine.values("unit"),
    )
    rows: QuerySet[Appointment] = Appointment.objects.current().active_on(today)
    return rows.filter(Exists(above))


def _is_one_of(field: str, appointments: QuerySet[Appointment]) -> Q:
    """Return the condition "somebody with one of these", whichever record of them has it."""
    persons = appointments.values("person")
    merges = PersonMerge.objects.current()
    merged = merges.filter(Q(person__in=persons) | Q(into__in=persons))
    return (
        Q(**{f"{field}__in": persons})
        | Q(**{f"{field}__in": merged.values("into")})
        | Q(**{f"{field}__in": merges.filter(into__in=merged.values("into")).values("person")})
    )


def _with_day(bookings: BookingQuerySet) -> BookingQuerySet:
    """Add on which day the event begins, and as whom the participant counts."""
    merge = PersonMerge.objects.current().filter(person=OuterRef("person"))
    found: BookingQuerySet = bookings.alias(
        held_on=TruncDate("event__starts_at", tzinfo=clock.AMSTERDAM),
        counts_as=Coalesce(Subquery(merge.values("into")[:1]), F("person")),
    )
    return found


def _duties_met() -> QuerySet[Obligation]:
    """Return the duties of a booking's participant, of the day of the event, that it counts for."""
    duties = Obligation.objects.filter(
        Q(closes_on__isnull=True) | Q(closes_on__gte=OuterRef("held_on")),
        person=OuterRef("counts_as"),
        opens_on__lte=OuterRef("held_on"),
        version__accepted__activity=OuterRef("event__type__activity"),
    )
    return duties.exclude(Q(_says_withdrawn(by_person=False)) | Q(_says_withdrawn(by_person=True)))


def _says_withdrawn(*, by_person: bool) -> Exact:
    """Return whether planning, or a person, said last that a duty does not apply."""
    words = ObligationEvent.objects.filter(
        obligation=OuterRef("pk"),
        kind__in=[EventKind.WITHDRAWN, EventKind.REOPENED],
        voids__isnull=True,
        voided_by__isnull=True,
        effective_on__lte=clock.today(),
    ).order_by("-effective_on", "-pk")
    last = words.filter(actor__isnull=not by_person).values("kind")[:1]
    return Exact(Coalesce(Subquery(last), Value("")), EventKind.WITHDRAWN)


def _as_they_count(mandates: QuerySet[Mandate]) -> list[Person]:
    """Return the holders as the persons as whom they count, each once."""
    roots = dict(
        PersonMerge.objects.current()
        .filter(person__in=mandates.values("holder"))
        .values_list("person_id", "into_id")
    )
    holders = mandates.values_list("holder_id", flat=True)
    ids = {roots.get(holder, holder) for holder in holders}
    return list(Person.objects.filter(pk__in=ids, erased_at__isnull=True).order_by("pk"))
