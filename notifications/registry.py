"""Which kinds of messages there are: what the installed apps declare as NOTICES in notices.py."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from notifications.specs import NoticeSpec


class UnknownKind(LookupError):
    """No installed app declares this kind of message."""


def discover() -> None:
    """Import the notices.py of every app."""
    autodiscover_modules("notices")


def declared() -> Iterator[NoticeSpec]:
    """Yield what the apps declare, in the order of the apps."""
    for config in apps.get_app_configs():
        yield from getattr(_notices_of(config.name), "NOTICES", ())


@cache
def _notices_of(app: str) -> ModuleType | None:
    try:
        return import_module(f"{app}.notices")
    except ModuleNotFoundError as error:
        if error.name != f"{app}.notices":
            raise
        return None


def specs() -> dict[str, NoticeSpec]:
    """Return all kinds by name."""
    return {spec.kind: spec for spec in declared()}


def get_spec(kind: str) -> NoticeSpec:
    """Return a kind, or raise `UnknownKind`."""
    found = specs().get(kind)
    if found is None:
        raise UnknownKind(kind)
    return found
