"""The keys with which the identity provider (S16) signs, and how one follows another.

A new key is published before it signs, for as long as a reader may keep the old key set; the old
one stays published until the last token that it signed has ended. So nobody ever meets a token
whose key it cannot know yet, or not any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey

from mock_systems.identity.keys import ES384

NewKey = Callable[[], ECKey]
SLACK_S = 60.0
"""A retired key is published this much longer, for the skew of the readers' clocks."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key that signs from some instant on; its id is its thumbprint (RFC 7638)."""

    kid: str
    key: ECKey
    signs_from_s: float


class KeyRing:
    """Keys in the order in which they sign. `new_key` makes a private key on P-384."""

    def __init__(self, new_key: NewKey, token_lifetime_s: float, announce_s: float) -> None:
        self._new_key = new_key
        self._token_lifetime_s = token_lifetime_s
        self._announce_s = announce_s
        self._keys = [self._made(signs_from_s=0.0)]

    def current(self, now_s: float) -> SigningKey:
        """The key that signs now: the newest of those whose time has come."""
        return [key for key in self._keys if key.signs_from_s <= now_s][-1]

    def jwks(self, now_s: float) -> dict[str, Any]:
        """The JWK Set (RFC 7517 section 5) with each key that a valid token may need."""
        self._drop_ended(now_s)
        return {"keys": [_public(key) for key in self._keys]}

    def rotate(self, now_s: float) -> str:
        """Publishes a new key, which signs once it was announced for long enough; its id."""
        self._drop_ended(now_s)
        signs_from_s = max(now_s + self._announce_s, self._keys[-1].signs_from_s)
        self._keys.append(self._made(signs_from_s))
        return self._keys[-1].kid

    def replace(self) -> str:
        """After a theft: a new key at once, and no token of the old ones verifies any more."""
        self._keys = [self._made(signs_from_s=0.0)]
        return self._keys[-1].kid

    def _drop_ended(self, now_s: float) -> None:
        needed_s = self._token_lifetime_s + SLACK_S
        while len(self._keys) > 1 and self._keys[1].signs_from_s + needed_s <= now_s:
            del self._keys[0]

    def _made(self, signs_from_s: float) -> SigningKey:
        key = self._new_key()
        if key.curve_name != "P-384" or not key.is_private:
            raise ValueError(f"expected a private key on P-384 for {ES384}, got {key.curve_name}")
        return SigningKey(key.thumbprint(), key, signs_from_s)


def _public(key: SigningKey) -> dict[str, Any]:
    return key.key.as_dict(private=False, kid=key.kid, alg=ES384, use="sig")
