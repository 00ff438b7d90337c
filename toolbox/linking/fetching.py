"""Asks one address on the internet, with care: no private addresses, no long waits, no big pages.

As with events (`compliance.webhooks.addresses`), the name is looked up here and the connection goes
to the very address that was checked. Every redirect is checked the same way.
"""

import contextlib
import http.client
import socket
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from django.conf import settings

from compliance.webhooks.addresses import PinnedConnection, RefusedAddress, Target, is_public

TIMEOUT = 10.0
MOST_BYTES = 500_000
_PORTS = {"https": 443, "http": 80}
_SAFE = "/%:@!$&'()*+,;=~?-._"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answered; `url` is where it came from."""

    status: int
    url: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def user_agent() -> str:
    """Return how we call ourselves, with where we can be found."""
    return f"Kompas-linkcontrole/1.0 (+{settings.BASE_URL})"


def place_of(url: str) -> tuple[str, Target]:
    """Return the scheme and where to connect; raises `RefusedAddress` or `OSError`."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise RefusedAddress("unreadable") from error
    if not port or not parts.hostname or parts.username is not None or parts.password is not None:
        raise RefusedAddress("no address of a page")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise RefusedAddress("unreadable") from error
    addresses = {str(info[4][0]) for info in found}
    # One private address among public ones is refused too: chance must not choose.
    if not settings.LINK_CHECK_PRIVATE and not all(map(is_public, addresses)):
        raise RefusedAddress("a private address")
    path = parts.path or "/"
    return parts.scheme, Target(
        host=parts.hostname,
        port=port,
        path=quote(f"{path}?{parts.query}" if parts.query else path, safe=_SAFE),
        address=min(addresses),
    )


def ask(url: str, *, method: str) -> Answer:
    """Ask one address once; a redirect is an answer too."""
    scheme, target = place_of(url)
    line = _connection(scheme, target)
    with contextlib.closing(line):
        line.request(
            method,
            target.path,
            headers={"User-Agent": user_agent(), "Accept": "*/*", "Connection": "close"},
        )
        response = line.getresponse()
        body = response.read(MOST_BYTES) if method == "GET" else b""
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, url=url, body=body, headers=headers)


class _PlainPinned(http.client.HTTPConnection):
    """A connection without encryption to the address that was checked."""

    def __init__(self, target: Target) -> None:
        self._pinned = target.address
        super().__init__(target.host, target.port, timeout=TIMEOUT)

    def connect(self) -> None:
        """Connect to the pinned address."""
        self.sock = socket.create_connection((self._pinned, self.port), TIMEOUT)


def _connection(scheme: str, target: Target) -> http.client.HTTPConnection:
    return PinnedConnection(target) if scheme == "https" else _PlainPinned(target)
