"""A database of its own for each size, filled once."""

import os
from datetime import UTC, datetime, time

import psycopg
from django.core.management import call_command

from benchmarks.synthetic.generate import Generated, check_name, generate, make_duty
from benchmarks.synthetic.lives import TODAY

NOON = datetime.combine(TODAY, time(12), UTC)
MORNING = datetime.combine(TODAY, time(6), UTC)


def filled(size: int) -> Generated:
    """Make the database of this process anew and fill it."""
    name = check_name()
    with psycopg.connect(f"{os.environ['BENCH_SERVER']}/postgres", autocommit=True) as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]
        link.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    call_command("migrate", verbosity=0, interactive=False)
    made = generate(size)
    make_duty()
    return made
