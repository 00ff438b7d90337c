"""The database connection with a limit on everything that can hang."""

from pathlib import Path
from typing import Any

# Recursive triggers: without them "INSERT OR REPLACE" deletes past the triggers of the ledger.
_SQLITE_COMMANDS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA recursive_triggers=ON;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
)


def with_limits(
    config: dict[str, Any], *, pool_size: int, statement_timeout: int, prepared: bool = True
) -> dict[str, Any]:
    """Return Django's settings for a database, read from its URL, with our limits added.

    `pool_size` 0 means no pool. `statement_timeout` is in seconds; 0 means none. `prepared`: the
    server may keep the plans of what every request asks (core.statements).
    """
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(config)
    return _postgresql(
        config, pool_size=pool_size, statement_timeout=statement_timeout, prepared=prepared
    )


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    name = str(config["NAME"])
    if name != ":memory:" and not name.startswith("file:"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    options = {
        # A transaction that reads first and then writes may otherwise fail at once on a lock.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": _SQLITE_COMMANDS,
    }
    return {**config, "OPTIONS": {**options, **config.get("OPTIONS", {})}}


def _postgresql(
    config: dict[str, Any], *, pool_size: int, statement_timeout: int, prepared: bool
) -> dict[str, Any]:
    limits = {
        # Compiling our large statements takes longer than running them.
        "jit": "off",
        # A prepared statement (core.statements) is planned once: planning takes longer as well.
        "plan_cache_mode": "force_generic_plan",
        # Who reads rows bit by bit reads all of them: the quickest way to the last, not the first.
        "cursor_tuple_fraction": 1,
        "statement_timeout": statement_timeout * 1000,
        "lock_timeout": 5000,
        # Figures are reproducible because no transaction lasts longer than two minutes.
        "idle_in_transaction_session_timeout": 120_000,
    }
    options: dict[str, Any] = {
        "connect_timeout": 3,
        # A connection that nobody answers is dead after this many milliseconds.
        "tcp_user_timeout": 5000,
        "keepalives_idle": 30,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # After how often a statement is prepared, of those of core.statements; None: never.
        "prepare_threshold": 0 if prepared else None,
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
    }
    if pool_size:
        # Giving up early on a connection lets the next request try again instead of waiting for
        # the pool's own, ever longer, pauses: recovery within seconds after an outage.
        options["pool"] = {
            "min_size": 0,
            "max_size": pool_size,
            "timeout": 3,
            "reconnect_timeout": 1,
            "max_waiting": pool_size * 10,
        }
    return {
        **config,
        "ENGINE": "core.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **config.get("OPTIONS", {})},
    }
