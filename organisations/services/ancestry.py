"""Works out, in one statement, which unit stands above which in which period."""

from django.db import connection, transaction

from organisations.models import UnitAncestry, UnitVersion

_VERSION = UnitVersion._meta.db_table
_ANCESTRY = UnitAncestry._meta.db_table

# Runs as it stands on SQLite and PostgreSQL. '9999-12-31' stands for "no end" while periods are
# cut to each other; `edge` joins versions of a unit that only differ in name, so that a rename does
# not double all rows below it; the bound on depth stops a cycle that a bulk load may have made.
PATHS = f"""
WITH RECURSIVE
version AS (
  SELECT unit_id, COALESCE(parent_id, 0) AS parent_id, valid_from,
         COALESCE(valid_until, '9999-12-31') AS valid_until
  FROM {_VERSION} WHERE superseded_at IS NULL
),
marked AS (
  SELECT unit_id, parent_id, valid_from, valid_until,
         CASE WHEN LAG(valid_until) OVER unit = valid_from
                   AND LAG(parent_id) OVER unit = parent_id THEN 0 ELSE 1 END AS starts
  FROM version WINDOW unit AS (PARTITION BY unit_id ORDER BY valid_from)
),
numbered AS (
  SELECT unit_id, parent_id, valid_from, valid_until,
         SUM(starts) OVER (PARTITION BY unit_id ORDER BY valid_from) AS island
  FROM marked
),
edge AS (
  SELECT unit_id, parent_id, MIN(valid_from) AS valid_from, MAX(valid_until) AS valid_until
  FROM numbered GROUP BY unit_id, parent_id, island
),
path AS (
  SELECT unit_id AS ancestor_id, unit_id AS descendant_id, 0 AS depth, valid_from, valid_until
  FROM edge
  UNION ALL
  SELECT edge.parent_id, path.descendant_id, path.depth + 1,
         CASE WHEN edge.valid_from > path.valid_from
              THEN edge.valid_from ELSE path.valid_from END,
         CASE WHEN edge.valid_until < path.valid_until
              THEN edge.valid_until ELSE path.valid_until END
  FROM path JOIN edge ON edge.unit_id = path.ancestor_id
  WHERE edge.parent_id <> 0
    AND edge.valid_from < path.valid_until AND path.valid_from < edge.valid_until
    AND path.depth < 32
)
SELECT ancestor_id, descendant_id, depth, valid_from,
       NULLIF(valid_until, '9999-12-31') AS valid_until
FROM path
"""  # noqa: S608 (names of our own tables)


@transaction.atomic
def rebuild_ancestry() -> None:
    """Make `UnitAncestry` equal to what the versions known now say.

    The services of units call this; a bulk loader calls it once at its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_ANCESTRY}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {_ANCESTRY}"
            f" (ancestor_id, descendant_id, depth, valid_from, valid_until) {PATHS}"
        )
