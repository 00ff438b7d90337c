"""`/gezond`: this process lives. `/gereed`: it can serve, so traffic may come."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from copy import deepcopy

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

ALIVE_PATH = "/gezond"
READY_PATH = "/gereed"
LIMIT_SECONDS = 1.5

# Two threads bound what a silent database can hold up; a third probe simply takes too long.
_probes = ThreadPoolExecutor(max_workers=2, thread_name_prefix="gereed")


class Readiness:
    """What this process already knows: migrations that are applied stay applied."""

    migrated = False


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the answer when this is a health question, else None."""
    if request.path == ALIVE_PATH:
        return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
    if request.path == READY_PATH:
        problem = find_problem()
        return JsonResponse(
            {"status": problem or "ok"},
            status=503 if problem else 200,
            headers={"Cache-Control": "no-store"},
        )
    return None


def find_problem() -> str:
    """Return in one word why this process cannot serve, or nothing when it can."""
    own = _own_connection()
    probe = _probes.submit(_ask, own)
    try:
        return probe.result(timeout=LIMIT_SECONDS)
    except TookTooLong:
        return "database"


def _own_connection() -> BaseDatabaseWrapper:
    """Return a connection outside the pool, so that a busy site is not taken for a dead one."""
    own = connection.copy()
    own.settings_dict = deepcopy(own.settings_dict)
    if own.settings_dict["OPTIONS"].pop("pool", None):
        own.settings_dict["OPTIONS"]["connect_timeout"] = 2
    own.inc_thread_sharing()
    return own


def _ask(own: BaseDatabaseWrapper) -> str:
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not Readiness.migrated:
            executor = MigrationExecutor(own)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            Readiness.migrated = not plan
    except (DatabaseError, OSError):
        return "database"
    finally:
        own.close()
    return "" if Readiness.migrated else "migrations"
