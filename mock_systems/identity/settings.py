"""What whoever starts an identity provider (S16) decides, and what it must supply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from mock_systems.identity.clients import LOOPBACK
from mock_systems.identity.key_ring import NewKey
from mock_systems.identity.parameters import Parameters
from mock_systems.identity.refusal import OAuthRefusal

MOST_LIFETIME_S = 300
"""SMART Backend Services: `expires_in` should not exceed five minutes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`issuer` is the provider's own URL; `audiences` are the resource servers that it serves
    tokens for, the first one by default. Raises ValueError for what is unusable."""

    issuer: str
    audiences: tuple[str, ...]
    token_lifetime_s: int = 300
    jwks_max_age_s: int = 60

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        plain = parts.scheme == "http" and parts.hostname in LOOPBACK
        bare = not (parts.path or parts.query or parts.fragment)
        if not bare or not (parts.scheme == "https" or plain):
            raise ValueError(
                f"expected https, a host and nothing behind it, got {self.issuer!r}"
                " (RFC 8414 section 2; plain http for 127.0.0.1 only)"
            )
        if not 0 < self.token_lifetime_s <= MOST_LIFETIME_S:
            expected = f"expected tokens to live for 1 to {MOST_LIFETIME_S} s"
            raise ValueError(f"{expected}, got {self.token_lifetime_s}")
        if not self.audiences:
            raise ValueError("expected at least one audience, got none (RFC 9068 needs `aud`)")

    @property
    def token_url(self) -> str:
        return f"{self.issuer}/token"

    def audience(self, parameters: Parameters) -> str:
        """The audience asked for as `resource` (RFC 8707). Raises OAuthRefusal."""
        wanted = parameters.get("resource", self.audiences[0])
        if wanted not in self.audiences:
            raise OAuthRefusal("invalid_target", "there are no tokens for this resource")
        return wanted


@dataclass(frozen=True, slots=True)
class Supplies:
    """Time and chance. `now` is wall-clock time in UTC, never the business time of a run, at whose
    speed tokens would end at once; `new_id` gives at least 128 random bits as URL-safe text;
    `new_key` makes a private key on P-384."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    new_key: NewKey

    def now_s(self) -> float:
        """Seconds since 1970."""
        return self.now().timestamp()
