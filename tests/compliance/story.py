"""Words in which the tests of compliance tell what happened."""

from datetime import UTC, date, datetime
from typing import Any

from compliance.enums import Status
from compliance.models import Obligation, Requirement
from compliance.planning import PlanResult, plan
from compliance.services.reminder_rules import set_reminder_rule
from compliance.status.sql import StatusRow, status_rows
from core import clock
from lms.api import Activity
from organisations.models import Person
from tests.factories.compliance import RequirementVersionFactory
from tests.factories.organisations import AppointmentFactory, PersonFactory


def day(text: str) -> date:
    """Return a date such as 2026-12-31."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """Return noon on a day, or a moment in UTC such as 2026-12-31T23:01."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def yearly(**fields: Any) -> Requirement:
    """Return a duty of every year, from 2024 on."""
    return RequirementVersionFactory(**fields).requirement


def once(**fields: Any) -> Requirement:
    """Return a duty of once, from 2024 on; who was here is due on 31 December 2024."""
    return RequirementVersionFactory(once=True, **fields).requirement


def activity_of(requirement: Requirement) -> Activity:
    """Return the activity that the first version accepts."""
    return requirement.versions.earliest("number").accepted.get().activity


def person_from(start: str, until: str | None = None, **fields: Any) -> Person:
    """Return somebody with one appointment."""
    appointment = AppointmentFactory(
        valid_from=day(start), valid_until=day(until) if until else None, **fields
    )
    return appointment.person


def plan_on(text: str, **options: Any) -> PlanResult:
    """Plan as if it were that day."""
    with clock.at(moment(text)):
        return plan(**options)


def obligations(person: Person) -> dict[str, Obligation]:
    """Return the obligations of somebody by the name of the cycle."""
    return {row.cycle.label: row for row in person.obligations.select_related("cycle")}


def rows_of(person: Person, as_of: str, known_at: str | None = None) -> dict[str, StatusRow]:
    """Return where somebody stands on a day, by the name of the cycle."""
    rows = status_rows(
        as_of=day(as_of), known_at=known_at and moment(known_at), person_ids=[person.pk]
    )
    return {row.cycle_label: row for row in rows}


def status_of(person: Person, cycle: str, as_of: str, known_at: str | None = None) -> Status:
    """Return the status of somebody in a cycle on a day, as known then or now."""
    return rows_of(person, as_of, known_at)[cycle].status


def remind_on(requirement: Requirement, days: list[int], escalate_after: int | None = None) -> None:
    """Have somebody set the days of the reminders of a requirement."""
    last = requirement.reminder_rules.order_by("number").last()
    set_reminder_rule(
        requirement=requirement,
        days=days,
        escalate_after=escalate_after,
        agreed_in="Overleg met de ondernemingsraad" if escalate_after else "",
        based_on=last.number if last else 0,
        by=PersonFactory(),
    )
