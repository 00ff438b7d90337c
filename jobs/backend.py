"""The one place that knows the Tasks API: `django_tasks` now, `django.tasks` from Django 6.0."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING or not find_spec("django.tasks"):
    from django_tasks import task
    from django_tasks.base import Task, TaskContext, TaskResultStatus
else:
    from django.tasks import task
    from django.tasks.base import Task, TaskContext, TaskResultStatus

__all__ = ["Task", "TaskContext", "TaskResultStatus", "task"]
