"""Settings from the environment, each read once, with a sentence of help (docs/settings.md)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
_NOT_GIVEN = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable that Kompas reads."""

    name: str
    kind: str
    default: object
    help: str
    required: bool


VARIABLES: dict[str, Variable] = {}
_environ = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)


def env(name: str, *, help: str, kind: str = "str", default: Any = _NOT_GIVEN) -> Any:  # noqa: A002
    """Return the variable as `kind` (a method of `environ.Env`) and remember it for the docs.

    Raises `ImproperlyConfigured` when it has no default and is not set.
    """
    required = default is _NOT_GIVEN
    VARIABLES[name] = Variable(
        name=name, kind=kind, default=None if required else default, help=help, required=required
    )
    read = getattr(_environ, kind)
    return read(name) if required else read(name, default=default)
