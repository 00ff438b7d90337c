"""One log line per event: JSON in production, readable in development, never a name or address."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TOKEN = re.compile(r"/key/[^/\s]+")


def hide_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take e-mail addresses and one-time keys out of a log event, also out of tracebacks."""
    request = event.get("request")
    if request is not None and not isinstance(request, str):
        # Django hands over the whole request; its text holds the query, which may hold a name.
        del event["request"]
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _TOKEN.sub("/key/…", _ADDRESS.sub("[e-mail]", value))
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_structlog() -> None:
    """Send what our own code logs through Python's logging, so that one place decides its form."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def log_settings(*, debug: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, in one form."""
    last: list[Any] = (
        [hide_personal_data, structlog.dev.ConsoleRenderer()]
        if debug
        else [
            structlog.processors.format_exc_info,
            hide_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*_SHARED, structlog.stdlib.ExtraAdder()],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *last,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django gives this one a handler of its own, with mail to administrators.
            "django": {"level": level, "handlers": [], "propagate": True},
            "psycopg.pool": {"level": "ERROR"},
        },
    }
