"""Clients of the identity provider (S16): who they are, what they may at most be granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from mock_systems.identity.keys import VerificationKey

EVERY_FACILITY = "*"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client (RFC 7591 terms). Raises ValueError for an unusable redirect URI.

    `keys` come from its JWK Set by `read_jwks`; none makes it a public client, which may only
    use the authorization code. `facilities` are GLNs, or `*` for all. `jku` is the registered
    URL of the key set: it is compared and never fetched. `certificate_bound` (RFC 8705 section
    3.4) refuses tokens that would not be bound to a certificate.
    """

    id: str
    tenant: str
    scopes: frozenset[str]
    facilities: frozenset[str]
    keys: tuple[VerificationKey, ...] = ()
    jku: str = ""
    redirect_uris: tuple[str, ...] = ()
    certificate_bound: bool = False

    def __post_init__(self) -> None:
        for uri in self.redirect_uris:
            _require_safe(uri)

    @property
    def is_public(self) -> bool:
        """Whether it has no key to prove who it is (RFC 6749 section 2.1)."""
        return not self.keys


class Clients:
    """The registry. To rotate a client's keys, register it with both, later with the new one."""

    def __init__(self, clients: Iterable[Client] = ()) -> None:
        self._by_id = {client.id: client for client in clients}

    def register(self, client: Client) -> None:
        """Adds a client, or replaces the one of the same id."""
        self._by_id[client.id] = client

    def find(self, client_id: str) -> Client | None:
        return self._by_id.get(client_id)

    @property
    def scopes(self) -> list[str]:
        """Every scope that somebody may ask for, in order."""
        return sorted({scope for client in self._by_id.values() for scope in client.scopes})


def _require_safe(uri: str) -> None:
    """RFC 6749 section 3.1.2 and RFC 9700 section 2.6: absolute, no fragment, no plain HTTP but
    to the user's own machine."""
    parts = urlsplit(uri)
    plain = parts.scheme == "http" and parts.hostname not in LOOPBACK
    if not parts.scheme or parts.fragment or plain or parts.scheme in {"javascript", "data"}:
        raise ValueError(f"{uri!r} cannot be a redirect URI; register an https URL")
