"""The statement that works out the status of many obligations, for SQLite and PostgreSQL.

The rules are those of `compliance.status.decision`. Dates are worked out here and given as
parameters: the engines do arithmetic with dates in different ways. Other statements build on
`StatusQuery.ctes`, whose parts stand in `compliance.status.ctes` and `compliance.status.done`.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from compliance.status import ctes as status_ctes
from compliance.status import done as status_done
from compliance.status import everybody, everybody_done
from compliance.status.memory import KnownRules, Memory, known_rules
from compliance.status.words import integers
from organisations.models import PersonMerge

__all__ = ["StatusQuery", "integers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusQuery:
    """Which obligations, on which day, as known when (None: now).

    `rules` is what must be known of the rules beforehand, looked up when it is not given. `teams`:
    duties of units instead of those of persons. `scope` is a SELECT that gives `person_id`, or
    `unit_id` for teams; without it everybody is meant. `only_current`: of each subject and
    requirement only the obligation that opened and is due last, of the named cycle or of those not
    closed yet.
    """

    as_of: date
    known_at: datetime | None = None
    requirement_ids: Collection[int] | None = None
    cycle_label: str | None = None
    only_current: bool = False
    scope: str | None = None
    teams: bool = False
    rules: KnownRules = field(default_factory=known_rules)

    @property
    def memory(self) -> Memory:
        """The cycles that look back at the one before."""
        return self.rules.memory

    @property
    def subject(self) -> str:
        """The column that names the subject."""
        return "unit_id" if self.teams else "person_id"

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of the statement."""
        adapt = connection.ops.adapt_datefield_value
        values: dict[str, Any] = {"as_of": adapt(self.as_of)}
        for days in self.rules.grace_days:
            values[f"grace_{days}"] = adapt(self.as_of - timedelta(days=days))
        if self.known_at is not None:
            values["known_at"] = connection.ops.adapt_datetimefield_value(self.known_at)
        if self.cycle_label is not None:
            values["cycle_label"] = self.cycle_label
        return values

    def recorded(self, alias: str) -> str:
        """Return the condition "recorded by then"."""
        return "" if self.known_at is None else f" AND {alias}.recorded_at <= %(known_at)s"

    def known(self, alias: str) -> str:
        """Return the condition "held for true then" on a row that can be superseded."""
        if self.known_at is None:
            return f"{alias}.superseded_at IS NULL"
        return (
            f"({alias}.superseded_at IS NULL OR {alias}.superseded_at > %(known_at)s)"
            f"{self.recorded(alias)}"
        )

    def active(self, alias: str) -> str:
        """Return the condition "valid on the day" on a dated row."""
        return (
            f"{alias}.valid_from <= %(as_of)s"
            f" AND ({alias}.valid_until IS NULL OR {alias}.valid_until > %(as_of)s)"
        )

    def merges(self) -> str:
        """Return the CTE `merged`: which record counts as whom. Merges are one step deep."""
        return f"merged AS (SELECT m.person_id, m.into_id FROM {_MERGE} m WHERE {self.known('m')})"

    def ctes(self) -> str:
        """Return the CTEs that end in `result`, one row per obligation; needs `merged`.

        `completed` has a row for each completion that counts for an obligation.
        """
        known = everybody.look_up(self) if self.is_about_everybody else None
        parts = (
            status_ctes.picked(self, known),
            status_ctes.changed(self, known),
            status_ctes.duty(self, known),
            status_done.rule(),
            status_done.completed(self, known),
            everybody_done.done(known) if known else status_done.done(),
            status_ctes.result(self, known),
        )
        return ",\n".join(parts)

    @property
    def is_about_everybody(self) -> bool:
        """Whether the statement is given in the form for everybody; only PostgreSQL has one."""
        everybody_now = self.scope is None and self.only_current and not self.teams
        return everybody_now and connection.vendor == "postgresql"


_MERGE = PersonMerge._meta.db_table
