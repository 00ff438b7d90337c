"""Where events may go: https, to an address on the internet. Never back into our own network.

The name is looked up here and the connection goes to the very address that was checked, so that a
name that answers something else a moment later leads nowhere. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 10.0
_CHECKS_MORE = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))
"""Addresses of IPv6 in which one of IPv4 hides, perhaps a private one."""


class RefusedAddress(ValueError):
    """Events may not go there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to send, after the check: a name for the certificate, an address for the socket."""

    host: str
    port: int
    path: str
    address: str


def check_url(url: str) -> tuple[str, int, str]:
    """Return host, port and path; raises `RefusedAddress` for what can never be right."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError as error:
        raise RefusedAddress("unreadable") from error
    if parts.scheme != "https" or not parts.hostname:
        raise RefusedAddress("not https")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress("a password in the address")
    path = parts.path or "/"
    return parts.hostname, port, f"{path}?{parts.query}" if parts.query else path


def target_of(url: str) -> Target:
    """Look a name up and return where to send; raises `RefusedAddress` or `OSError`."""
    host, port, path = check_url(url)
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    # One private address among public ones is refused too: chance must not choose.
    if not settings.EVENTS_TO_PRIVATE_ADDRESSES and not all(map(is_public, found)):
        raise RefusedAddress("a private address")
    return Target(host=host, port=port, path=path, address=min(found))


def is_public(address: str) -> bool:
    """Tell whether an address is one of the internet at large."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in _CHECKS_MORE):
            return False
    return ip.is_global and not ip.is_multicast


class PinnedConnection(http.client.HTTPSConnection):
    """A connection to the address that was checked, with the certificate of the name."""

    def __init__(self, target: Target) -> None:
        self._pinned = target.address
        self._tls = ssl.create_default_context()
        super().__init__(target.host, target.port, timeout=TIMEOUT, context=self._tls)

    def connect(self) -> None:
        """Connect to the pinned address."""
        plain = socket.create_connection((self._pinned, self.port), TIMEOUT)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
