"""Walks every address that the site answers to."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

ADMIN = "beheer/"
OWN_ADMIN = frozenset(
    {
        "requirement", "requirementversion", "requirementdraft", "cycle", "obligation", "ledger",
        "person", "unit",
        "unitversion", "appointment", "roleassignment", "mandate", "absence", "personmerge",
        "choose_person", "choose_unit", "jobrun", "apitoken",
        "eventsubscription", "ledgercheck", "notice", "berichtteksten", "reminderrule", "target",
        "snapshotday",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name with namespaces, its pattern and what answers."""

    name: str
    pattern: str
    view: Callable[..., Any]

    @property
    def is_wagtail_admin(self) -> bool:
        """Whether Wagtail made it, for the admin; those follow one rule together."""
        return self.pattern.startswith(ADMIN) and not self.is_own

    @property
    def is_own(self) -> bool:
        """Whether the matrix must name it."""
        own_door = self.name == "account_sign_in_first"
        outside = not self.pattern.startswith(ADMIN)
        return outside or own_door or self.name.partition(":")[0] in OWN_ADMIN


def all_routes() -> list[Route]:
    """Return every pattern of the site, Wagtail's included."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: Iterable[Any], prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for item in patterns:
        where = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield Route(":".join([*spaces, item.name or "-"]), where, item.callback)
        else:
            below = (*spaces, item.namespace) if item.namespace else spaces
            yield from _walk(item.url_patterns, where, below)


_EXAMPLES = (
    (r"\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)", "1-a"),
    (r"\(\?P<revision_id_\w>[^)]*\)", "live"),
    (r"\(\?P<pk>\.\+\)", "1"),
    (r"<int:\w+>", "1"),
    (r"<uuid:\w+>", "00000000-0000-0000-0000-000000000000"),
    (r"<path:\w+>", "sample"),
    (r"<\w+:\w+>|<\w+>", "a"),
    (r"\(\(\?:\[[^)]*\)\*\)", ""),
    (r"\(live[^)]*\)", "live"),
    (r"\(\\d\+\)", "1"),
    (r"\(\.\*\)|\.\*", "a"),
    (r"\\\.", "."),
    (r"[\^$]", ""),
)


def example_of(route: Route) -> str:
    """Return an address that a pattern answers to, with made up values in it."""
    url = route.pattern
    for pattern, value in _EXAMPLES:
        url = re.sub(pattern, value, url)
    return f"/{url}"
