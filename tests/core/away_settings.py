"""Settings for a process whose database is not there."""

from config.settings_test import *  # noqa: F403

ROOT_URLCONF = "tests.core.site"
