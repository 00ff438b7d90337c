"""Settings of worker processes that tests start: the site with the sample messages."""

from config.settings_test import *  # noqa: F403
from config.settings_test import INSTALLED_APPS

INSTALLED_APPS = ["tests.notifications.sample", *INSTALLED_APPS]
EMAIL_BACKEND = "tests.notifications.sample.postman.FileBackend"
