"""Give every worker a fresh copy of one migrated database, and put it back after a flushing test.

Wagtail's migrations cost about ten seconds of processor time, a copy a tenth of a second. Putting
it back, where Django would empty all tables, also keeps what migrations made (Wagtail's root page,
permissions) and leaves the triggers of the ledger alone, which refuse to be emptied.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Protocol

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from tests.pristine_postgresql import PostgresDatabases

_KEEP = timedelta(days=1)


class Engine(Protocol):
    """What a database engine must be able to do with whole databases."""

    def exists(self, name: str) -> bool: ...
    def copy(self, source: str, target: str) -> None: ...
    def move(self, source: str, target: str) -> None: ...
    def prepare(self, name: str) -> None: ...
    def restore(self, source: str, target: str) -> None: ...
    def remove(self, name: str) -> None: ...
    def remove_old(self, template: str, age: timedelta) -> None: ...
    def template(self, key: str) -> str: ...


class SqliteFiles:
    """Databases are files."""

    def template(self, key: str) -> str:
        folder = Path(settings.DATABASES["default"]["TEST"]["NAME"]).parent
        return str(folder / f"template-{key}.sqlite3")

    def exists(self, name: str) -> bool:
        return Path(name).exists()

    def copy(self, source: str, target: str) -> None:
        self.remove(target)
        shutil.copyfile(source, target)

    def move(self, source: str, target: str) -> None:
        Path(source).replace(target)

    def prepare(self, name: str) -> None:
        """Do nothing: a file is put back whole."""

    def restore(self, source: str, target: str) -> None:
        # Through SQLite itself, so that a server thread that still holds the file keeps working.
        with closing(sqlite3.connect(source)) as pristine, closing(sqlite3.connect(target)) as used:
            pristine.backup(used)

    def remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)

    def remove_old(self, template: str, age: timedelta) -> None:
        oldest = (datetime.now(UTC) - age).timestamp()
        for path in Path(template).parent.glob("template-*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


class PristineDatabase:
    """The database of this worker and the template that it is a copy of."""

    def __init__(self) -> None:
        self.engine: Engine = (
            SqliteFiles() if connection.vendor == "sqlite" else PostgresDatabases()
        )
        self.name = str(connection.settings_dict["TEST"]["NAME"])
        self.source = ""

    def prepare(self, *, migrations: bool, renew: bool) -> None:
        """Make this worker's copy, and the template when no worker did so before."""
        key = migration_key() if migrations else f"none_{uuid.uuid4().hex[:12]}"
        self.source = self.engine.template(key)
        with _locked(self.source):
            if renew:
                self.engine.remove(self.source)
            if not self.engine.exists(self.source):
                self._build()
            self.engine.copy(self.source, self.name)
        self._use(self.name)
        # Triggers come from post_migrate, whose code may be newer than the template.
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        if not migrations:
            self.engine.remove(self.source)
        self._freeze()

    def restore(self) -> None:
        """Undo everything that was committed since `prepare`."""
        _disconnect()
        self.engine.restore(self.source, self.name)

    def remove(self) -> None:
        """Take this worker's databases away."""
        _disconnect()
        self.engine.remove(self.name)
        self.engine.remove(self.source)

    def _build(self) -> None:
        half_made = f"{self.source}_building"
        connection.settings_dict["TEST"]["NAME"] = half_made
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            _disconnect()
            self.engine.move(half_made, self.source)
        finally:
            _disconnect()
            self.engine.remove(half_made)
        self.engine.remove_old(self.source, _KEEP)

    def _freeze(self) -> None:
        """Keep a copy of the copy: the template itself belongs to every worker."""
        _disconnect()
        self.engine.prepare(self.name)
        kept = f"{self.name}_pristine"
        self.engine.copy(self.name, kept)
        self.source = kept

    def _use(self, name: str) -> None:
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name


def migration_key() -> str:
    """Return a digest that changes whenever migrating would give another database."""
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        module_name, _explicit = MigrationLoader.migrations_module(app.label)
        with suppress(ImportError, TypeError):
            folder = Path(str(import_module(str(module_name)).__file__)).parent
            for path in sorted(folder.glob("*.py")):
                digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _disconnect() -> None:
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@contextmanager
def _locked(name: str) -> Iterator[None]:
    lock = Path(tempfile.gettempdir()) / f"kompas-{os.getuid()}-{Path(name).name}.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
