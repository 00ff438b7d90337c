"""Vocabulary for dated facts: who and what was true on a day, as known at a moment.

`visible_to` and `listable_to` are the visibility matrix (domain.md §5.2); see
`organisations.access` for what they promise.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from core import clock
from core.statements import Given
from organisations.enums import PERSON_LISTING_MANDATES, MandateKind
from organisations.viewers import Viewer, person_of

if TYPE_CHECKING:
    from organisations.models import Mandate, Person, Unit

Day = date | Given
"""A day, or the place of one in a statement that is worked out once."""


def active_q(day: Day, prefix: str = "") -> Q:
    """Return the condition "valid on `day`"; `valid_until` is exclusive."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def known_q(moment: datetime | None, prefix: str = "") -> Q:
    """Return the condition "known at `moment`"; None means: as known now."""
    if moment is None:
        return Q(**{f"{prefix}superseded_at__isnull": True})
    return Q(**{f"{prefix}recorded_at__lte": moment}) & (
        Q(**{f"{prefix}superseded_at__isnull": True}) | Q(**{f"{prefix}superseded_at__gt": moment})
    )


def overlap_q(start: date, end: date | None, prefix: str = "") -> Q:
    """Return the condition "valid on some day from `start` up to, not including, `end`"."""
    ends_later = Q(**{f"{prefix}valid_until__isnull": True}) | Q(
        **{f"{prefix}valid_until__gt": start}
    )
    return ends_later if end is None else ends_later & Q(**{f"{prefix}valid_from__lt": end})


class KnownQuerySet(models.QuerySet[Any]):
    """Rows that are superseded, never overwritten."""

    def as_known_at(self, moment: datetime | None) -> Self:
        """Keep what was recorded and not yet superseded at `moment`; None means now."""
        return self.filter(known_q(moment))

    def current(self) -> Self:
        """Keep what is known now."""
        return self.as_known_at(None)


class DatedQuerySet(KnownQuerySet):
    """Rows with a period of validity."""

    def active_on(self, day: Day) -> Self:
        """Keep what is valid on `day`."""
        return self.filter(active_q(day))

    def overlapping(self, start: date, end: date | None) -> Self:
        """Keep what is valid on some day from `start` up to, not including, `end`."""
        return self.filter(overlap_q(start, end))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, found by place in the tree."""

    def within(self, unit: Unit, *, on: date) -> Self:
        """Keep `unit` and everything below it on a day, as known now."""
        return self.filter(active_q(on, "ancestor_rows__"), ancestor_rows__ancestor=unit)

    def under(self, mandates: models.QuerySet[Mandate], *, on: date) -> Self:
        """Keep the units of these mandates and everything below them on a day, as known now."""
        rows = self.model.objects.filter(
            active_q(on, "ancestor_rows__"), ancestor_rows__ancestor__in=mandates.values("unit")
        )
        return self.filter(pk__in=rows.values("pk"))

    def visible_to(self, user: Viewer, *, on: date | None = None) -> Self:
        """Keep the units under any mandate of somebody, in the tree as it was on a day."""
        return self.under(_model("Mandate").objects.held_by(user), on=on or clock.today())

    def listable_to(self, user: Viewer) -> Self:
        """Keep the units whose own persons somebody may see by name: those a mandate is on."""
        return self.with_listing(_model("Mandate").objects.held_by(user))

    def with_listing(self, mandates: MandateQuerySet) -> Self:
        """Keep the units that one of these mandates is on, when it lets see persons by name."""
        return self.filter(pk__in=mandates.filter(kind__in=PERSON_LISTING_MANDATES).values("unit"))


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons, found by who may see them."""

    def visible_to(self, user: Viewer, *, on: date | None = None) -> Self:
        """Keep the persons that somebody may see by name on a day; never who was erased."""
        appointments = _model("Appointment").objects.listable_to(user, on=on)
        return self.filter(erased_at__isnull=True, pk__in=appointments.values("person"))


class PlacedQuerySet(DatedQuerySet):
    """Dated rows that stand in a unit."""

    def within(self, unit: Unit, *, on: date) -> Self:
        """Keep rows in `unit` or below it on a day, as known now."""
        return self.filter(
            active_q(on, "unit__ancestor_rows__"), unit__ancestor_rows__ancestor=unit
        )


class MandateQuerySet(PlacedQuerySet):
    """Mandates, found by who holds them."""

    def held_by(self, user: Viewer) -> Self:
        """Keep what lets somebody see something today, also as held by a merged record."""
        person: Person | None = person_of(user)
        return self.none() if person is None else self.held_on(clock.today(), person.pk)

    def held_on(self, day: Day, person_id: int | Given) -> Self:
        """Keep what a person, or a record that was merged into them, holds on a day."""
        # One list, not "this one or those": PostgreSQL would read all mandates for an OR.
        merges = _model("PersonMerge").objects.current().filter(into=person_id)
        own = _model("Person").objects.filter(pk=person_id)
        holders = own.values("pk").union(merges.values("person"), all=True)
        return self.filter(holder__in=holders).current().active_on(day)


class AppointmentQuerySet(PlacedQuerySet):
    """Appointments, found by who may see them."""

    def listable_to(self, user: Viewer, *, on: date | None = None) -> Self:
        """Keep the appointments on a day that somebody may see by name."""
        day = on or clock.today()
        units = _model("Unit").objects
        officer = _model("Mandate").objects.held_by(user)
        officer = officer.filter(kind=MandateKind.COMPLIANCE_OFFICER)
        listable = Q(unit__in=units.listable_to(user)) | Q(unit__in=units.under(officer, on=day))
        return self.current().active_on(day).filter(listable)


def _model(name: str) -> Any:
    """Return a model of this app; the models import this module, so it cannot import them."""
    return apps.get_model("organisations", name)
