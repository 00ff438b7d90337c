"""Make the site ready to be served; runs inside .venv, one process, safe to repeat.

One process, because starting Django and Wagtail takes longer than most of these steps.
"""

import argparse
import hashlib
import io
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from scripts.messages import compile_messages
from scripts.terminal import LOG, ROOT, say, step


def prepare(*, logins: Path | None) -> None:
    """Translations, assets, tables, content and, in demo mode, the demo organisation."""
    prepare_files()
    connect()
    migrate()
    if not settings.DEBUG:
        collect_static()
    with step("Starter content"):
        quietly("load_pages")
        quietly("load_course", all=True, publish=True)
        quietly("load_workshops", publish=True)
        quietly("load_gir", publish=True)
        quietly("load_directory", publish=True)
        quietly("load_toolbox", publish=True)
        quietly("load_knowledge", publish=True)
        quietly("load_guide", publish=True)
        quietly("load_polls")
        quietly("load_search")
        quietly("sync_english")
        quietly("seed_requirements")
    if apps.is_installed("demo"):
        with step("Demo organisation (about a minute the first time)"):
            quietly("demo")
            quietly("sync_english")
        if logins is not None:
            text = io.StringIO()
            call_command("demo_logins", stdout=text)
            logins.write_text(text.getvalue())
    with step("What can be found"):
        quietly("update_search")


def prepare_files() -> None:
    """Write what is made from other files: translations and assets."""
    with step("Translations and assets"):
        compile_messages()
        quietly("build_assets")


def quietly(command: str, **options: Any) -> None:
    """Run a management command; what it has to tell goes to var/setup.log."""
    text = io.StringIO()
    try:
        call_command(command, stdout=text, stderr=text, **options)
    finally:
        with LOG.open("a") as log:
            log.write(f"\n$ manage.py {command}\n{text.getvalue()}")


def connect() -> None:
    """See that the database answers before anything is changed."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise CommandError(
            f"the database does not answer; check DATABASE_URL in .env. ({problem})"
        ) from problem


def migrate() -> None:
    """Bring the database to the newest tables, when it is not there already."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Database tables (about a minute the first time)"):
            call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Collect and compress the static files, when one of them changed."""
    stamp = Path(settings.STATIC_ROOT) / ".kompas"
    present = static_digest()
    if not stamp.exists() or stamp.read_text() != present:
        with step("Static files"):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(present)


def static_digest() -> str:
    """Return one digest over every static file that the site serves."""
    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            total.update(path.encode())
            with storage.open(path) as file:
                total.update(file.read())
    return total.hexdigest()


def main(arguments: list[str]) -> int:
    """Prepare, or end with one sentence; the whole story goes to var/setup.log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files-only", action="store_true", help="translations and assets")
    parser.add_argument("--logins", type=Path, help="write the demo logins to this file")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # The settings look for this folder only once, and it is made further down.
    (ROOT / "build" / "static").mkdir(parents=True, exist_ok=True)
    try:
        django.setup()
        if options.files_only:
            prepare_files()
        else:
            prepare(logins=options.logins)
    except Exception as problem:  # noqa: BLE001 - the story is in the log, the reader gets a sentence
        with LOG.open("a") as log:
            traceback.print_exc(file=log)
        say(_sentence(problem))
        return 1
    return 0


def _sentence(problem: Exception) -> str:
    if isinstance(problem, ImproperlyConfigured):
        return f"A setting is wrong: {problem} Correct it in .env; docs/settings.md explains it."
    if isinstance(problem, CommandError | OSError):
        return f"Preparing stopped: {problem}"
    return f"Preparing stopped by a fault in Kompas, please report it: {problem!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
