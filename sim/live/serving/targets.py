"""Where events may be sent: this machine, or a host that was named when the server was started.

Whoever may subscribe could otherwise have this server knock at any door that it can reach (server
side request forgery). So a target is judged by its words alone, without asking a name service: an
address of the loopback, `localhost`, or a listed host. Redirects are never followed.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

LOCALHOST = "localhost"


class TargetRefused(ValueError):
    """A URL to which nothing is sent; says which rule it breaks."""


def check_target(url: str, hosts: Collection[str]) -> None:
    """Raises TargetRefused unless it is an http(s) URL of the loopback or of one of the hosts."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise TargetRefused(f"expected a URL, got {url!r}: {error}") from None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise TargetRefused(f"expected http://HOST or https://HOST, got {url!r}")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("expected a URL without a user, got one with; leave that out")
    if not is_loopback(host) and host not in hosts:
        raise TargetRefused(
            f"expected a host of this machine or one named by --webhook-host, got {host!r}"
        )


def is_loopback(host: str) -> bool:
    """Whether it is `localhost` or an address that never leaves the machine."""
    if host.lower() == LOCALHOST:
        return True
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
