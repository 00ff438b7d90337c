"""What must always be true of the data, registered by each app in its own `invariants.py`.

The database refuses most of what is wrong. The rest (derived tables, periods on SQLite) is checked
by `manage.py check_invariants`: in CI on generated data, in production whenever one wants to know.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils.module_loading import autodiscover_modules

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a function that yields one sentence for each thing that is wrong.

    `name` is the app and what is checked: "organisations.ancestry".
    """

    def register(check: Check) -> Check:
        _checks[name] = check
        return check

    return register


def invariants() -> dict[str, Check]:
    """Return all registered functions by name, in order of name."""
    autodiscover_modules("invariants")
    return dict(sorted(_checks.items()))


def broken_invariants() -> Iterator[tuple[str, str]]:
    """Run them all; return what is wrong as (name, sentence)."""
    for name, check in invariants().items():
        for sentence in check():
            yield name, sentence
