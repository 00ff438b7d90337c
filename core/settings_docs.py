"""The text of docs/settings.md, made from the variables that the settings read."""

from collections.abc import Iterable

from core.env import BASE_DIR, VARIABLES, Variable

DOCS_PATH = BASE_DIR / "docs" / "settings.md"
_INTRODUCTION = """\
# Settings

Every choice of an operator is an environment variable, or a line in `.env` beside `manage.py`.
This page is made by `python manage.py write_settings_docs`; a test fails when it is out of date.

| Variable | Kind | Default | What it does |
|---|---|---|---|
"""


def settings_docs(variables: Iterable[Variable] | None = None) -> str:
    """Return the page, with the variables in alphabetical order."""
    rows = VARIABLES.values() if variables is None else variables
    return _INTRODUCTION + "".join(_row(row) for row in sorted(rows, key=lambda row: row.name))


def _row(variable: Variable) -> str:
    default = "**required**" if variable.required else _default(variable.default)
    help_text = variable.help.replace("|", "\\|")
    return f"| `{variable.name}` | {variable.kind} | {default} | {help_text} |\n"


def _default(value: object) -> str:
    """Show a default as one would type it; the folder of this machine says nothing to others."""
    if isinstance(value, bool):
        value = int(value)
    if isinstance(value, list | tuple):
        value = ",".join(str(item) for item in value)
    text = str(value).replace(str(BASE_DIR), "<folder of Kompas>")
    return f"`{text}`" if text else "(empty)"
