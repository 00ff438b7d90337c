"""Settings of worker processes that tests start: the sample jobs, and only what jobs need."""

from config.settings_test import *  # noqa: F403

# The tables of the other apps are there; leaving their code out makes a worker start quickly.
INSTALLED_APPS = ["tests.jobs.sample", "jobs", "core", "django_tasks", "django_tasks_db"]
