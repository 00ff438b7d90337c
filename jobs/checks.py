"""System checks: every job that is asked for by name, by hand or by the clock, exists."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from core.env import BASE_DIR
from jobs.registry import ScheduleSpec, checked_rule, declared_schedules, get_job, job_names


@register("jobs")
def check_schedules(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Look at what the apps declare in SCHEDULES."""
    seen: set[str] = set()
    for spec in declared_schedules():
        if spec.key in seen:
            yield Error(
                f"Two schedules are called '{spec.key}'.",
                hint="Give each ScheduleSpec of one job its own name.",
                id="jobs.E002",
            )
        seen.add(spec.key)
        problem = _problem(spec)
        if problem:
            yield Error(f"The schedule '{spec.key}': {problem}", id="jobs.E001")


def _problem(spec: ScheduleSpec) -> str:
    if spec.job not in job_names():
        return f"no app has a job '{spec.job}'."
    try:
        checked_rule(spec.when)
        get_job(spec.job).accepts(spec.arguments)
    except (TypeError, ValueError) as error:
        return str(error)
    return ""


@register("jobs")
def check_enqueued_names(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Read our own code for `enqueue("…")`: a typing error shows now, not on the day it runs."""
    for path in _own_files():
        for line, name in names_enqueued_in(path.read_text(encoding="utf-8")):
            if name not in job_names():
                yield Error(
                    f"{path.relative_to(BASE_DIR)}:{line} enqueues '{name}', which no app has.",
                    hint="Correct the name, or register it with @job in that app's tasks.py.",
                    id="jobs.E003",
                )


def _own_files() -> Iterator[Path]:
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.is_relative_to(BASE_DIR) and "site-packages" not in folder.parts:
            yield from sorted(folder.rglob("*.py"))


def names_enqueued_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of every `enqueue("…")` in a file."""
    if "enqueue(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_enqueue(node.func) and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield node.lineno, name.value


def _is_enqueue(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "enqueue"
    return isinstance(function, ast.Name) and function.id == "enqueue"
