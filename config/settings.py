"""Settings of the ready-to-run site; every choice of an operator is an environment variable."""

from importlib.metadata import entry_points
from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from core.cache import cache_settings
from core.databases import with_limits
from core.env import BASE_DIR, env
from core.logs import configure_structlog, log_settings
from core.search_engine import search_settings

# --- How this site runs -------------------------------------------------------------------
DEBUG: bool = env("DEBUG", kind="bool", default=False, help="Developer pages. Never in production.")
DEMO: bool = env(
    "DEMO", kind="bool", default=False, help="Marks this as a demo: one-click sign-in, sample data."
)
SECRET_KEY: str = env("SECRET_KEY", help="Signs sessions and tokens. Long, random, secret.")
ALLOWED_HOSTS: list[str] = env(
    "ALLOWED_HOSTS",
    kind="list",
    default=["127.0.0.1", "localhost"],
    help="Host names that this site answers to, separated by commas.",
)
BASE_URL: str = env(
    "BASE_URL", default="http://127.0.0.1:8000", help="Address of this site, for links in mail."
)
HTTPS: bool = env(
    "HTTPS", kind="bool", default=False, help="The site is served over HTTPS: secure cookies, HSTS."
)
TLS_PROXY: bool = env(
    "TLS_PROXY",
    kind="bool",
    default=False,
    help="A proxy in front does TLS and always sets X-Forwarded-Proto itself. Needs HTTPS=1.",
)
READ_ONLY: bool = env(
    "READ_ONLY",
    kind="bool",
    default=False,
    help="For maintenance: pages can be read, nothing can be saved, the worker waits.",
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
VAR_DIR = Path(
    env("VAR_DIR", default=str(BASE_DIR / "var"), help="Folder for the SQLite database.")
)

# --- Apps ---------------------------------------------------------------------------------
LOCAL_COURSES: list[str] = env(
    "LOCAL_COURSES",
    kind="list",
    default=[
        "courses.goed_ambtenaarschap",
        "courses.goed_ambtenaarschap_kort",
        "courses.integriteit_sociale_veiligheid",
        "courses.briefing_opname",
        "courses.sociale_veiligheid_werving",
    ],
    help="Course apps of this repository that are switched on.",
)
INSTALLED_COURSES = [point.value for point in entry_points(group="lms.courses")]

INSTALLED_APPS = [
    "home",
    "search",
    *(["demo"] if DEMO else []),
    *LOCAL_COURSES,
    *INSTALLED_COURSES,
    "workshops",
    "toolbox",
    "compliance",
    "gir",
    "lms",
    "guidance",
    "notifications",
    "organisations",
    "jobs",
    "assets",
    "accounts",
    "design",
    "core",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "allauth",
    "allauth.account",
    "csp",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# The order matters: headers on everything, then what answers without the database.
MIDDLEWARE = [
    "core.middleware.ResponseHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "core.middleware.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestLogMiddleware",
    "config.api_middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Its refusals are sentences: before the line above they would be in the language of whoever
    # this thread answered last.
    "core.middleware.AvailabilityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "design.templatetags.design",
                "design.templatetags.translating",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "design.context_processors.site",
            ],
        },
    }
]

FORM_RENDERER = "design.rendering.FormRenderer"

# --- Data ---------------------------------------------------------------------------------
DATABASES = {
    "default": with_limits(
        env(
            "DATABASE_URL",
            kind="db_url",
            default=f"sqlite:///{VAR_DIR / 'kompas.sqlite3'}",
            help="Database: sqlite:///path or postgres://user:password@host:port/name.",
        ),
        pool_size=env(
            "DB_POOL_SIZE",
            kind="int",
            default=10,
            help="PostgreSQL: most connections per process; as many as it has threads. 0: no pool.",
        ),
        statement_timeout=env(
            "DB_STATEMENT_TIMEOUT",
            kind="int",
            default=120,
            help="PostgreSQL: seconds that one statement may take. The web server itself uses 30.",
        ),
        prepared=env(
            "DB_PREPARED",
            kind="bool",
            default=True,
            help="PostgreSQL: keep the plans of what every page asks. 0 behind an old PgBouncer.",
        ),
    )
}
CACHES = {
    "default": cache_settings(
        env(
            "CACHE_URL",
            default="",
            help="Redis or Valkey shared by all processes: redis://host:port/0. It may be absent.",
        )
    )
}
# Without a shared cache each process would have its own idea of who is signed in.
SESSION_ENGINE = (
    "core.sessions"
    if CACHES["default"]["BACKEND"] == "core.cache.RedisCache"
    else "core.stored_sessions"
)

# --- Language and time --------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True

# --- Accounts -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["organisations.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "first_name", "last_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn-leren/"
LOGOUT_REDIRECT_URL = "account_login"
# After a refusal Wagtail must not send somebody who is signed in to the sign-in page: that sends
# them straight back, without end.
WAGTAIL_FRONTEND_LOGIN_URL = "account_sign_in_first"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
# Per account or per user, never per network address: a whole office shares one.
# Wrong passwords are counted in `accounts.services`.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
    "signup": None,
}

# --- Mail ---------------------------------------------------------------------------------
_MAIL = env(
    "EMAIL_URL",
    kind="email_url",
    default="consolemail://",
    help="Mail server: smtp+tls://user:password@host:port. Without it mail is only printed.",
)
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "")
EMAIL_PORT = _MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT: int = env(
    "EMAIL_TIMEOUT", kind="int", default=10, help="Seconds that the mail server may take to answer."
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env(
    "DEFAULT_FROM_EMAIL", default="kompas@localhost", help="Sender of the mail of this site."
)
BOUNCES_TO: str = env(
    "BOUNCES_TO",
    default="",
    help="Mailbox for messages that come back (the envelope sender). Empty: that of the sender.",
)
BOUNCE_TOKEN: str = env(
    "BOUNCE_TOKEN",
    default="",
    help="Secret with which a mail server reports bounces to /berichten/retour/. Empty: closed.",
)
FREE_DAYS: list[str] = env(
    "FREE_DAYS",
    kind="list",
    default=[],
    help="Days without reminders beside weekends and Dutch public holidays: 2027-05-07,2027-12-24.",
)

# --- Static files and media ---------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "build" / "static"] if folder.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Exports: only the view that judges who may see them reads from here.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env(
                "PRIVATE_DIR",
                default=str(VAR_DIR / "private"),
                help="Folder for exports; no web server may serve it.",
            ),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
WAGTAILIMAGES_IMAGE_MODEL = "assets.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "assets.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp4", "ods", "odt", "pdf", "txt", "vtt", "webm", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- Wagtail ------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Kompas"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Without the names that only this machine knows, such as "localtime": browsers refuse them.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
WAGTAIL_AUTOSAVE_INTERVAL = 20_000
# Wagtail can ask earlier steps again after a change, but then those would have the last word, and
# not the lawyer. Instead the texts are locked while they are judged, and nobody approves their own.
WAGTAIL_FINISH_WORKFLOW_ACTION = "gir.finishing.publish_approved"
WAGTAILSEARCH_BACKENDS = search_settings(
    env(
        "SEARCH_ENGINE",
        default="",
        help="opensearch2, opensearch3, elasticsearch8 or elasticsearch9. Empty: the database.",
    ),
    env(
        "SEARCH_URLS",
        kind="list",
        default=[],
        help="Where that engine answers: https://user:password@host:9200, separated by commas.",
    ),
)

# --- House style ---------------------------------------------------------------------------
SITE_NAVIGATION = [
    "home.navigation.main",
    "workshops.navigation.main",
    "gir.navigation.main",
    "toolbox.navigation.main",
    "compliance.navigation.main",
]
# Links above "Mijn team" and the organisation, of apps that compliance does not know.
TEAM_NAVIGATION = ["toolbox.session_navigation.team", "workshops.navigation.team"]
ORGANISATION_NAVIGATION = [
    "workshops.navigation.organisation",
    "toolbox.session_navigation.organisation",
]
# Figures about quality on the page about improving, of apps that compliance does not know.
IMPROVEMENT_INDICATORS = ["workshops.improving.SOURCE", "compliance.improving.polls.SOURCE"]
THEME_CSS: str = env(
    "THEME_CSS", default="", help="Path of a CSS file with a ministry's own brand values."
)

# --- Toolboxes: recommending ------------------------------------------------------------------
# What a manager may recommend besides courses and tools: title, address, key of the activity.
SUGGESTION_SOURCES: list[str] = ["workshops.suggestible.workshops"]

# --- Learning -----------------------------------------------------------------------------
# Under which page types the catalogue of courses may stand: those of apps above lms.
LMS_CATALOGUE_PARENTS = ["wagtailcore.Page", "home.HomePage"]
# The same for the catalogue of workshops.
WORKSHOPS_PARENTS = ["wagtailcore.Page", "home.HomePage"]
# The same for the code of conduct.
GIR_PARENTS = ["wagtailcore.Page", "home.HomePage"]
# The same for the toolboxes.
TOOLBOX_PARENTS = ["wagtailcore.Page", "home.HomePage"]
# The same for the page on which editors build the guide to help.
GUIDANCE_PARENTS = ["wagtailcore.Page", "home.HomePage"]
# Dotted path of a function that names kinds of workshops by their keys, for links in tools.
TOOLBOX_WORKSHOPS: str | None = "workshops.navigation.kinds"
# Editions that `load_gir` loads before the one that Kompas comes with. Only the demo has one, made
# up to show what an earlier version, a date and a comparison look like.
GIR_EARLIER_EDITIONS = [BASE_DIR / "demo" / "gir-2017.yaml"] if DEMO else []
# Dotted path of a function that turns an article such as "4-1" into an address, or None.
LMS_ARTICLE_RESOLVER: str | None = "gir.navigation.article_address"

# What may stand on the page of who finished a course, of apps that lms does not know.
AFTER_COURSE = ["guidance.polls.asking.after_course"]
# Where polls find the figures from research that answers are held against.
POLL_FIGURES = "lms.content.compared.figures_of"

# --- Search ---------------------------------------------------------------------------------
# What has to be read again by a day, said by the apps themselves; see `core.reviewing`.
REVIEW_SOURCES = [
    "toolbox.reports.reviewing.tools_to_review",
    "toolbox.reports.reviewing_knowledge.knowledge_to_review",
]
# What can be found, said by the apps themselves; see `core.searching`.
SEARCH_SOURCES = [
    "gir.searchable.documents",
    "lms.searchable.documents",
    "workshops.searchable.documents",
    "home.searchable.documents",
    "guidance.searchable.documents",
    "guidance.searchable_guide.documents",
    "toolbox.searchable.documents",
    "toolbox.searchable_knowledge.documents",
]

# --- Code of conduct ------------------------------------------------------------------------
GIR_PUBLIC: bool = env(
    "GIR_PUBLIC",
    kind="bool",
    default=False,
    help="Let people read the code of conduct without signing in, also offline on a phone.",
)

# --- Toolboxes ----------------------------------------------------------------------------
TOOLBOX_PUBLIC: bool = env(
    "TOOLBOX_PUBLIC",
    kind="bool",
    default=False,
    help="Let people read the toolboxes without signing in.",
)
LINK_CHECK: bool = env(
    "LINK_CHECK",
    kind="bool",
    default=False,
    help="Look every night whether links to other sites still work. Needs the way to the internet.",
)
LINK_CHECK_PRIVATE: bool = env(
    "LINK_CHECK_PRIVATE",
    kind="bool",
    default=False,
    help="Also look at links to private addresses, such as your own intranet.",
)
AGREEMENT_YEARS: int = env(
    "AGREEMENT_YEARS",
    kind="int",
    default=3,
    help="Years that agreements of a team are kept after it looked back on them; at least 1.",
)

# --- Guide to help ---------------------------------------------------------------------------
QUICK_EXIT_URL: str = env(
    "QUICK_EXIT_URL",
    default="https://www.rijksoverheid.nl/",
    help="Neutral page to which the red button on the help page leads.",
)
GUIDE_EMBED_ORIGINS: list[str] = env(
    "GUIDE_EMBED_ORIGINS",
    kind="list",
    default=[],
    help="Intranets that may show the guide in a frame: https://intranet.example.nl. Empty: none.",
)
# Dotted path of a function that gives the addresses of tools by their codes, or None.
GUIDANCE_TOOL_RESOLVER: str | None = "toolbox.navigation.tool_addresses"

# --- Security -----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

_HOST_ONLY = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST_ONLY}kompas_session"
CSRF_COOKIE_NAME = f"{_HOST_ONLY}kompas_csrf"
LANGUAGE_COOKIE_NAME = f"{_HOST_ONLY}kompas_language"
THEME_COOKIE_NAME = f"{_HOST_ONLY}kompas_theme"
KEYS_COOKIE_NAME = f"{_HOST_ONLY}kompas_keys"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezond$", r"^gereed$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # Wagtail shows previews in a frame of its own page.
    "security.W021",  # Preloading HSTS binds a whole domain: that is its owner's decision.
]

# --- Figures ------------------------------------------------------------------------------
SMALL_GROUP: int = env(
    "SMALL_GROUP",
    kind="int",
    default=5,
    help="Smallest group of which figures are shown; at least 5.",
)

EXPORT_DAYS: int = env(
    "EXPORT_DAYS", kind="int", default=7, help="Days that an export is kept before it is deleted."
)

# --- Workshops ----------------------------------------------------------------------------
BOOKING_MONTHS: int = env(
    "BOOKING_MONTHS",
    kind="int",
    default=13,
    help="Months that bookings of a workshop are kept after its last session; at least 6.",
)

# --- Ledger -------------------------------------------------------------------------------
LEDGER_HEADS_FILE: str = env(
    "LEDGER_HEADS_FILE",
    default=str(VAR_DIR / "ledger-heads.txt"),
    help="File outside the database that proves what was in the ledger. Empty: none.",
)
LEDGER_MAIL_TO: str = env(
    "LEDGER_MAIL_TO",
    default="",
    help="Address that gets the head of the ledger every day, and word when something is wrong.",
)

# --- REST API and events --------------------------------------------------------------------
API_RATE_PER_MINUTE: int = env(
    "API_RATE_PER_MINUTE",
    kind="int",
    default=300,
    help="REST API: requests that one token may make in a minute, per process without Redis.",
)
API_CONTACT: str = env(
    "API_CONTACT", default="kompas@localhost", help="REST API: address for who builds on it."
)
EVENT_SOURCE: str = (
    env(
        "EVENT_SOURCE",
        default="",
        help="Sender in events: urn:nld:oin:<your OIN>:systeem:kompas; empty: BASE_URL.",
    )
    or BASE_URL
)
EVENTS_TO_PRIVATE_ADDRESSES: bool = env(
    "EVENTS_TO_PRIVATE_ADDRESSES",
    kind="bool",
    default=False,
    help="Let events go to private addresses, for receivers inside your own network.",
)

# --- Jobs ---------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Logs ---------------------------------------------------------------------------------
configure_structlog()
LOGGING = log_settings(
    debug=DEBUG,
    level=env("LOG_LEVEL", default="INFO", help="From which level on is logged: DEBUG to ERROR."),
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
