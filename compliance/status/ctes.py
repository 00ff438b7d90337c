"""The parts of the status statement about obligations: which, what happened, where they stand."""

# The statements are put together from names of our own tables and from our own conditions only.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from compliance.models import Cycle, Obligation, ObligationEvent
from compliance.status import everybody
from compliance.status.words import found_in, in_order, integers, mostly

if TYPE_CHECKING:
    from compliance.status.everybody import Everybody
    from compliance.status.query import StatusQuery


def picked(query: "StatusQuery", known: "Everybody | None" = None) -> str:
    """Return `picked`: the obligations that are asked for, and those that they look back at."""
    if known is not None:
        return everybody.picked(query, known)
    where = f"o.{query.subject} IS NOT NULL" + query.recorded("o")
    if query.scope is not None:
        where += f" AND o.{query.subject} IN ({query.scope})"
    if query.requirement_ids is not None:
        where += f" AND c.requirement_id IN ({integers(query.requirement_ids)})"
    asked = "1 = 1"
    if query.cycle_label is not None:
        asked = "c.label = %(cycle_label)s"
    elif query.only_current:
        asked = "(o.closes_on IS NULL OR o.closes_on >= %(as_of)s)"
    columns = ""
    if query.memory.before:
        earlier = f"c.requirement_id IN ({integers(query.memory.requirement_ids)})"
        columns = f",\n         CASE WHEN {asked} THEN 1 ELSE 0 END AS is_asked"
        asked = f"({asked} OR {earlier})"
    return f"""picked AS (
  SELECT o.id, o.person_id, o.unit_id, c.requirement_id, o.cycle_id, c.label, o.closes_on,
         c.edition_id, o.version_id, o.opens_on, o.counts_from, o.due_on, o.is_newcomer{columns}
  FROM {_OBLIGATION} o JOIN {_CYCLE} c ON c.id = o.cycle_id
  WHERE {where} AND {asked}
)"""


def changed(query: "StatusQuery", known: "Everybody | None" = None) -> str:
    """Return `changed`: one row for each obligation that something happened to.

    Of the changes of the due date the last counts, and so of the deferrals; withdrawals and
    reopenings of planning and of persons are two tracks, of each the last counts. What persons
    decided about a record that was merged into this person counts as well.
    """
    stated = "track = 1 AND place = 1"
    one, happened = "duty_id", _happened(query, known)
    columns = f"p.id AS duty_id, e.*, {_TRACK} AS track"
    absorbed = f"""
    SELECT {columns}
    FROM merged m
    JOIN picked p ON p.person_id = m.into_id
    JOIN {_OBLIGATION} o ON o.person_id = m.person_id AND o.cycle_id = p.cycle_id
    JOIN {_EVENT} e ON e.obligation_id = o.id
    WHERE e.actor_id IS NOT NULL AND {happened}"""
    if known is not None:
        one, columns = "person_id, duty_id", f"p.person_id, {columns}"
        absorbed = everybody.absorbed(known, columns, happened)
    return f"""event AS (
  SELECT e.*, ROW_NUMBER() OVER (
    PARTITION BY {one}, track ORDER BY effective_on DESC, id DESC) AS place
  FROM (
    SELECT {columns}
    FROM picked p JOIN {_EVENT} e ON e.obligation_id = p.id
    WHERE {happened}{"" if query.teams else f" UNION ALL {absorbed}"}
  ) e
),
changed AS (
  SELECT {one},
    MAX(CASE WHEN {stated} THEN version_id END) AS version_id,
    MAX(CASE WHEN {stated} THEN opens_on END) AS opens_on,
    MAX(CASE WHEN {stated} THEN counts_from END) AS counts_from,
    MAX(CASE WHEN {stated} THEN due_on END) AS due_on,
    MAX(CASE WHEN {stated} AND is_newcomer THEN 1 ELSE 0 END) AS is_newcomer,
    MAX(CASE WHEN track = 5 AND place = 1 THEN due_on END) AS deferred_to,
    MAX(CASE WHEN kind = 'withdrawn' AND place = 1 THEN 1 ELSE 0 END) AS is_withdrawn,
    MAX(CASE WHEN kind = 'exempted' THEN 1 ELSE 0 END) AS is_exempt,
    MAX(CASE WHEN kind = 'paused' THEN effective_on END) AS paused_on,
    MAX(CASE WHEN kind = 'resumed' THEN effective_on END) AS resumed_on
  FROM event GROUP BY {one}
)"""


def _happened(query: "StatusQuery", known: "Everybody | None") -> str:
    """Return the condition on an event that took effect, is not over and was not taken back."""
    voids = f"""SELECT v.voids_id FROM {_EVENT} v
        WHERE v.voids_id IS NOT NULL{query.recorded("v")}"""
    stands = f"NOT EXISTS ({voids} AND v.voids_id = e.id)"
    if known is not None:
        stands = mostly(f"NOT {found_in('e.id', voids)}")
    return f"""e.voids_id IS NULL AND e.effective_on <= %(as_of)s{query.recorded("e")}
      AND (e.until_on IS NULL OR e.until_on > %(as_of)s OR e.kind NOT IN ('exempted', 'paused'))
      AND {stands}"""


def duty(query: "StatusQuery", known: "Everybody | None" = None) -> str:
    """Return `duty`: the obligations that are asked for, as they stand after what happened.

    With a memory `any_duty` has those that they look back at as well. Of everybody the name of the
    cycle is looked up in `result`, when somebody asks for it.
    """
    columns = "p.is_asked, " if query.memory.before else ""
    picked, same = "picked", "s.duty_id = p.id"
    if known is None:
        columns += "p.label, "
        withdrawn, merged, kept = _WITHDRAWN[query.teams], _MERGED[query.teams], ""
    else:
        picked = in_order("picked", everybody.IN_ORDER)
        same = f"s.person_id = p.person_id AND {same}"
        withdrawn, merged, kept = everybody.WITHDRAWN, "", everybody.kept(query)
    every = f"""AS (
  SELECT p.*, CASE WHEN p.deferred_to > p.stated_due_on THEN p.deferred_to ELSE p.stated_due_on
    END AS due_on
  FROM (
    SELECT p.id, p.person_id, p.unit_id, p.requirement_id, p.cycle_id, p.closes_on,
      p.edition_id, {columns}s.deferred_to,
      COALESCE(s.version_id, p.version_id) AS version_id,
      COALESCE(s.opens_on, p.opens_on) AS opens_on,
      CASE WHEN s.due_on IS NULL THEN p.counts_from ELSE s.counts_from END AS counts_from,
      COALESCE(s.due_on, p.due_on) AS stated_due_on,
      CASE WHEN s.due_on IS NOT NULL THEN s.is_newcomer
        WHEN p.is_newcomer THEN 1 ELSE 0 END AS is_newcomer,
      {withdrawn} AS is_withdrawn,
      s.is_exempt,
      CASE WHEN s.resumed_on IS NULL OR s.resumed_on < s.paused_on THEN s.paused_on
        END AS paused_on
    FROM {picked} p
    LEFT JOIN changed s ON {same}
    {merged}
  ) p{kept}
)"""
    if known is not None:
        return f"any_duty {every},\n{everybody.current(query, known)}"
    asked = "d.is_asked = 1" if query.memory.before else "1 = 1"
    # "place < 2", not "= 1": PostgreSQL takes the latter for one row in 200, and then joins
    # everybody with everybody.
    if query.only_current:
        return f"""any_duty {every},
duty AS (
  SELECT * FROM (
    SELECT d.*, ROW_NUMBER() OVER (
      PARTITION BY d.{query.subject}, d.requirement_id ORDER BY d.due_on DESC, d.id DESC) AS place
    FROM any_duty d WHERE {asked} AND d.opens_on <= %(as_of)s
  ) d WHERE d.place < 2
)"""
    if query.memory.before:
        return f"any_duty {every},\nduty AS (SELECT * FROM any_duty d WHERE {asked})"
    return f"duty {every}"


def result(query: "StatusQuery", known: "Everybody | None" = None) -> str:
    """Return `result`: the status of each obligation that is asked for."""
    grace = " ".join(
        f"WHEN {int(days)} THEN %(grace_{days})s" for days in sorted(query.rules.grace_days)
    )
    overdue = f"d.due_on < CASE rule.grace_days {grace} END" if grace else "1 = 0"
    same = "k.id = d.id"
    keep, label, further = "MATERIALIZED ", "d.label", "LEFT JOIN rule ON rule.id = d.version_id"
    if known is not None:
        overdue, keep, label = everybody.overdue(known), "", "c.label"
        further = f"LEFT JOIN {_CYCLE} c ON c.id = d.cycle_id"
        same = f"k.subject_id = d.person_id AND {same}"
    # Worked out once and kept: else SQLite weaves it into a join that takes n times n steps. There
    # is always a rule; LEFT JOIN keeps PostgreSQL from thinking that few rows have one.
    return f"""result AS {keep}(
  SELECT d.id, d.person_id, d.unit_id, d.requirement_id, d.cycle_id, {label}, d.version_id,
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
  {further}
  LEFT JOIN done k ON {same}
)"""


_TRACK = """CASE WHEN e.kind = 'due_changed' THEN 1
      WHEN e.kind = 'deferred' THEN 5
      WHEN e.kind NOT IN ('withdrawn', 'reopened') THEN 4
      WHEN e.actor_id IS NULL THEN 2 ELSE 3 END"""
_WITHDRAWN = {
    False: "CASE WHEN m.person_id IS NOT NULL THEN 1 ELSE s.is_withdrawn END",
    True: "s.is_withdrawn",
}
_MERGED = {False: "LEFT JOIN merged m ON m.person_id = p.person_id", True: ""}
_OBLIGATION = Obligation._meta.db_table
_EVENT = ObligationEvent._meta.db_table
_CYCLE = Cycle._meta.db_table
