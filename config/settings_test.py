"""Settings of the test suite: the real ones, with fast passwords and a database of its own."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent.parent
_TEST_DIR = _HERE / "var" / "test"
_TEST_DIR.mkdir(parents=True, exist_ok=True)

# What a developer keeps in .env must not change the outcome of a test.
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789" * 5
os.environ["DEMO"] = "1"
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"
os.environ["BASE_URL"] = "http://testserver"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_TEST_DIR / 'unused.sqlite3'}")

from django.conf import global_settings  # noqa: E402

from config import settings as site  # noqa: E402
from config.settings import *  # noqa: E402, F403

_DATABASE = site.DATABASES["default"]
TEST_DATABASE_NAME = "kompas_" + os.environ.get("KOMPAS_TEST_DB", "test")
if _DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because several connections to one in-memory database do not lock as SQLite does.
    _DATABASE["TEST"] = {"NAME": str(_TEST_DIR / f"{TEST_DATABASE_NAME}.sqlite3")}
    _options = _DATABASE.setdefault("OPTIONS", {})
    _options["init_command"] = _options.get("init_command", "") + ";PRAGMA synchronous=OFF"
else:
    _DATABASE["TEST"] = {"NAME": TEST_DATABASE_NAME}
    # Nobody pulls the plug in a test: a commit need not wait for the disk.
    _DATABASE["OPTIONS"]["options"] += " -c synchronous_commit=off"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **getattr(site, "STORAGES", global_settings.STORAGES),
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(_TEST_DIR / "private")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from the apps, not from a folder that somebody collected some day.
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = _TEST_DIR / "media"
# A file would remember what other tests sealed; a test that wants one says so.
LEDGER_HEADS_FILE = ""
