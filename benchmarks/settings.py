"""The settings of the site on a PostgreSQL database of its own, with the two references."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-" + "0123456789" * 5)
os.environ.setdefault("DEMO", "1")
os.environ["DEBUG"] = "0"
os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/kompas_bench")

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.reference"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ROOT_URLCONF = "benchmarks.urls"
