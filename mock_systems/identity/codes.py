"""Authorization codes: good once, for a minute, for one client, redirect URI and PKCE verifier.

Sources: RFC 6749 sections 4.1.2 and 4.1.3, RFC 7636 section 4.6, RFC 9700 section 2.1.1.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from mock_systems.identity.access_tokens import Grant, IssuedToken
from mock_systems.identity.refusal import invalid_grant
from mock_systems.identity.revocations import Revocations

LIFETIME_S = 60.0
REMEMBERED_S = 600.0
"""Longer than a token that a code brought can live, so that a second use is always noticed."""
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""A SHA-256 in base64url (RFC 7636 section 4.2)."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class Authorization:
    """What somebody allowed, and to whom the code for it was sent."""

    redirect_uri: str
    challenge: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Redemption:
    """How a code comes back. `client_id` has been authenticated, or is a public client's."""

    code: str
    client_id: str
    redirect_uri: str
    verifier: str


@dataclass(slots=True)
class _Code:
    authorization: Authorization
    issued_at_s: float
    is_open: bool = True
    token: IssuedToken | None = None


class Codes:
    """Codes given out, in their order, until nothing depends on them any more."""

    def __init__(self, revocations: Revocations) -> None:
        self._codes: dict[str, _Code] = {}
        self._revocations = revocations

    def give(self, code: str, authorization: Authorization, now_s: float) -> None:
        """Takes note of a new code, which the caller drew at random."""
        for old in [c for c, kept in self._codes.items() if _is_over(kept, now_s)]:
            del self._codes[old]
        self._codes[code] = _Code(authorization, now_s)

    def redeem(self, redemption: Redemption, now_s: float) -> Grant:
        """What the code was given for. Raises OAuthRefusal `invalid_grant`.

        Whatever comes of it, the code is used up: whoever stole one gets no second guess. One
        that comes again takes back the token that it brought.
        """
        kept = self._codes.get(redemption.code)
        if kept is None:
            raise invalid_grant("unknown code")
        if not kept.is_open:
            self._revoke(kept, now_s)
            raise invalid_grant("code used before")
        kept.is_open = False
        if now_s >= kept.issued_at_s + LIFETIME_S:
            raise invalid_grant("code expired")
        _check_bound(redemption, kept.authorization)
        return kept.authorization.grant

    def brought(self, code: str, token: IssuedToken) -> None:
        """Takes note of the token that a code was exchanged for."""
        self._codes[code].token = token

    def _revoke(self, kept: _Code, now_s: float) -> None:
        if kept.token is not None:
            self._revocations.revoke(kept.token.jti, kept.token.expires_at_s, now_s)


def _is_over(kept: _Code, now_s: float) -> bool:
    return now_s >= kept.issued_at_s + REMEMBERED_S


def _check_bound(redemption: Redemption, given: Authorization) -> None:
    if redemption.client_id != given.grant.client_id:
        raise invalid_grant("code of another client")
    if redemption.redirect_uri != given.redirect_uri:
        raise invalid_grant("redirect URI differs")
    if not _VERIFIER.fullmatch(redemption.verifier):
        raise invalid_grant("no code verifier")
    if not compare_digest(challenge_of(redemption.verifier), given.challenge):
        raise invalid_grant("code verifier does not fit")


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
