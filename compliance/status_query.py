"""The statement that works out the status of many obligations, for SQLite and PostgreSQL.

The rules are those of `compliance.status`. Dates are worked out here and given as parameters: the
engines do arithmetic with dates in different ways. Other statements build on `StatusQuery.ctes`.
"""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from compliance.models import (
    AcceptedActivity,
    Cycle,
    Obligation,
    ObligationEvent,
    RequirementVersion,
)
from lms.api import Completion
from organisations.models import PersonMerge


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusQuery:
    """Which obligations, on which day, as known when (None: now).

    `grace_days` are all the days of grace that occur in the rules. `scope` is a SELECT that gives
    `person_id`; without it everybody is meant. `only_current`: of each person and requirement only
    the obligation that opened and is due last, of the named cycle or of those not closed yet.
    """

    as_of: date
    grace_days: Collection[int]
    known_at: datetime | None = None
    requirement_ids: Collection[int] | None = None
    cycle_label: str | None = None
    only_current: bool = False
    scope: str | None = None

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of the statement."""
        adapt = connection.ops.adapt_datefield_value
        values: dict[str, Any] = {"as_of": adapt(self.as_of)}
        for days in self.grace_days:
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
        """Return the CTEs that end in `result`, one row per obligation; needs `merged`."""
        parts = (self._picked(), self._events(), self._duty(), self._done(), self._result())
        return ",\n".join(parts)

    def _picked(self) -> str:
        where = "o.person_id IS NOT NULL" + self.recorded("o")
        if self.scope is not None:
            where += f" AND o.person_id IN ({self.scope})"
        if self.requirement_ids is not None:
            where += f" AND c.requirement_id IN ({integers(self.requirement_ids)})"
        if self.cycle_label is not None:
            where += " AND c.label = %(cycle_label)s"
        elif self.only_current:
            where += " AND (o.closes_on IS NULL OR o.closes_on >= %(as_of)s)"
        return f"""picked AS (
  SELECT o.id, o.person_id, o.unit_id, c.requirement_id, o.cycle_id, c.label, o.closes_on,
         o.version_id, o.opens_on, o.counts_from, o.due_on, o.is_newcomer
  FROM {_OBLIGATION} o JOIN {_CYCLE} c ON c.id = o.cycle_id
  WHERE {where}
)"""

    def _events(self) -> str:
        """Return `changed`: one row for each obligation that something happened to.

        Of the changes of the due date the last counts; withdrawals and reopenings of planning and
        of persons are two tracks, of each the last counts.
        """
        lasts = "(until_on IS NULL OR until_on > %(as_of)s)"
        stated = "track = 1 AND place = 1"
        return f"""event AS (
  SELECT e.*, ROW_NUMBER() OVER (
    PARTITION BY e.obligation_id, e.track ORDER BY e.effective_on DESC, e.id DESC) AS place
  FROM (
    SELECT e.*, CASE WHEN e.kind = 'due_changed' THEN 1
      WHEN e.kind NOT IN ('withdrawn', 'reopened') THEN 4
      WHEN e.actor_id IS NULL THEN 2 ELSE 3 END AS track
    FROM picked p JOIN {_EVENT} e ON e.obligation_id = p.id
    WHERE e.voids_id IS NULL AND e.effective_on <= %(as_of)s{self.recorded("e")}
      AND NOT EXISTS (SELECT 1 FROM {_EVENT} v WHERE v.voids_id = e.id{self.recorded("v")})
  ) e
),
changed AS (
  SELECT obligation_id,
    MAX(CASE WHEN {stated} THEN version_id END) AS version_id,
    MAX(CASE WHEN {stated} THEN opens_on END) AS opens_on,
    MAX(CASE WHEN {stated} THEN counts_from END) AS counts_from,
    MAX(CASE WHEN {stated} THEN due_on END) AS due_on,
    MAX(CASE WHEN {stated} AND is_newcomer THEN 1 ELSE 0 END) AS is_newcomer,
    MAX(CASE WHEN kind = 'withdrawn' AND place = 1 THEN 1 ELSE 0 END) AS is_withdrawn,
    MAX(CASE WHEN kind = 'exempted' AND {lasts} THEN 1 ELSE 0 END) AS is_exempt,
    MAX(CASE WHEN kind = 'paused' AND {lasts} THEN effective_on END) AS paused_on,
    MAX(CASE WHEN kind = 'resumed' THEN effective_on END) AS resumed_on
  FROM event GROUP BY obligation_id
)"""

    def _duty(self) -> str:
        duty = """duty AS (
  SELECT p.id, p.person_id, p.unit_id, p.requirement_id, p.cycle_id, p.label, p.closes_on,
    COALESCE(s.version_id, p.version_id) AS version_id,
    COALESCE(s.opens_on, p.opens_on) AS opens_on,
    CASE WHEN s.due_on IS NULL THEN p.counts_from ELSE s.counts_from END AS counts_from,
    COALESCE(s.due_on, p.due_on) AS due_on,
    CASE WHEN s.due_on IS NOT NULL THEN s.is_newcomer
      WHEN p.is_newcomer THEN 1 ELSE 0 END AS is_newcomer,
    CASE WHEN m.person_id IS NOT NULL THEN 1 ELSE s.is_withdrawn END AS is_withdrawn,
    s.is_exempt,
    CASE WHEN s.resumed_on IS NULL OR s.resumed_on < s.paused_on THEN s.paused_on END AS paused_on
  FROM picked p
  LEFT JOIN changed s ON s.obligation_id = p.id
  LEFT JOIN merged m ON m.person_id = p.person_id
)"""
        if not self.only_current:
            return duty
        return f"""{duty.replace("duty AS", "any_duty AS", 1)},
duty AS (
  SELECT * FROM (
    SELECT d.*, ROW_NUMBER() OVER (
      PARTITION BY d.person_id, d.requirement_id ORDER BY d.due_on DESC, d.id DESC) AS place
    FROM any_duty d WHERE d.opens_on <= %(as_of)s
  ) d WHERE d.place = 1
)"""

    def _done(self) -> str:
        conditions = f"""f.voids_id IS NULL AND f.assurance >= a.minimum_assurance
    AND f.occurred_on <= %(as_of)s
    AND (d.counts_from IS NULL OR f.occurred_on >= d.counts_from)
    AND (d.closes_on IS NULL OR f.occurred_on <= d.closes_on){self.recorded("f")}
    AND NOT EXISTS (SELECT 1 FROM {_COMPLETION} v WHERE v.voids_id = f.id{self.recorded("v")})"""
        return f"""completed AS (
  SELECT d.id, d.version_id, f.activity_id, f.occurred_on
  FROM duty d
  JOIN {_ACCEPTED} a ON a.version_id = d.version_id
  JOIN {_COMPLETION} f ON f.person_id = d.person_id AND f.activity_id = a.activity_id
  WHERE {conditions}
  UNION ALL
  SELECT d.id, d.version_id, f.activity_id, f.occurred_on
  FROM merged m
  JOIN duty d ON d.person_id = m.into_id
  JOIN {_ACCEPTED} a ON a.version_id = d.version_id
  JOIN {_COMPLETION} f ON f.person_id = m.person_id AND f.activity_id = a.activity_id
  WHERE {conditions}
),
first_done AS (
  SELECT id, version_id, activity_id, MIN(occurred_on) AS done_on
  FROM completed GROUP BY id, version_id, activity_id
),
rule AS (
  SELECT v.id, v.grace_days, COALESCE(v.needed, COUNT(a.id)) AS needed
  FROM {_VERSION} v LEFT JOIN {_ACCEPTED} a ON a.version_id = v.id
  GROUP BY v.id, v.grace_days, v.needed
),
done AS (
  SELECT f.id, f.done_on
  FROM (
    SELECT id, version_id, done_on,
      ROW_NUMBER() OVER (PARTITION BY id ORDER BY done_on) AS place
    FROM first_done
  ) f JOIN rule ON rule.id = f.version_id AND rule.needed = f.place
)"""

    def _result(self) -> str:
        grace = " ".join(f"WHEN {int(days)} THEN %(grace_{days})s" for days in self.grace_days)
        overdue = f"d.due_on < CASE rule.grace_days {grace} END" if grace else "1 = 0"
        # Worked out once and kept: else SQLite weaves it into a join that takes n times n steps.
        return f"""result AS MATERIALIZED (
  SELECT d.id, d.person_id, d.unit_id, d.requirement_id, d.cycle_id, d.label, d.version_id,
    CASE
      WHEN d.is_withdrawn = 1 THEN 'not_applicable'
      WHEN k.done_on <= d.due_on THEN 'done_on_time'
      WHEN k.done_on IS NOT NULL THEN 'done_late'
      WHEN d.is_exempt = 1 THEN 'exempt'
      WHEN d.paused_on IS NOT NULL THEN 'paused'
      WHEN {overdue} THEN 'overdue'
      WHEN d.due_on < %(as_of)s THEN 'in_grace'
      WHEN d.opens_on <= %(as_of)s THEN 'open'
      ELSE 'not_yet_open'
    END AS status,
    d.opens_on, d.counts_from, d.due_on, d.closes_on, k.done_on, d.is_newcomer
  FROM duty d
  JOIN rule ON rule.id = d.version_id
  LEFT JOIN done k ON k.id = d.id
)"""


def integers(values: Iterable[int]) -> str:
    """Return numbers as SQL; never empty, because that is no SQL."""
    return ", ".join(str(int(value)) for value in values) or "NULL"


_OBLIGATION = Obligation._meta.db_table
_EVENT = ObligationEvent._meta.db_table
_CYCLE = Cycle._meta.db_table
_VERSION = RequirementVersion._meta.db_table
_ACCEPTED = AcceptedActivity._meta.db_table
_COMPLETION = Completion._meta.db_table
_MERGE = PersonMerge._meta.db_table
