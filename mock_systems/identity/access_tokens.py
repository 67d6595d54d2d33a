"""Access tokens as the identity provider (S16) issues them: JWT of RFC 9068, signed ES384."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jwt

from mock_systems.identity.compact import MOST_BYTES
from mock_systems.identity.key_ring import KeyRing
from mock_systems.identity.keys import ES384
from mock_systems.identity.refusal import OAuthRefusal

TOKEN_TYPE = "at+jwt"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token will say. `certificate` is the thumbprint (RFC 8705 section 3.1) of the client
    certificate to which it is bound, '' for none."""

    subject: str
    client_id: str
    audience: str
    tenant: str
    scopes: tuple[str, ...]
    facilities: tuple[str, ...]
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token with its id; it ends at `expires_at_s`, in seconds since 1970."""

    token: str
    jti: str
    expires_in_s: int
    expires_at_s: int
    scopes: tuple[str, ...]

    def body(self) -> dict[str, Any]:
        """The JSON of the answer (RFC 6749 section 5.1); never with a refresh token."""
        return {
            "access_token": self.token,
            "token_type": "Bearer",
            "expires_in": self.expires_in_s,
            "scope": " ".join(self.scopes),
        }


class AccessTokens:
    """Issues access tokens in one issuer's name."""

    def __init__(
        self, issuer: str, key_ring: KeyRing, new_id: Callable[[], str], lifetime_s: int
    ) -> None:
        self._issuer = issuer
        self._key_ring = key_ring
        self._new_id = new_id
        self._lifetime_s = lifetime_s

    def issue(self, grant: Grant, now_s: float) -> IssuedToken:
        """A signed token for what was granted. Raises OAuthRefusal for one that is too long."""
        signer = self._key_ring.current(now_s)
        claims = self._claims(grant, int(now_s))
        header = {"alg": ES384, "kid": signer.kid, "typ": TOKEN_TYPE}
        token = jwt.encode(header, claims, signer.key, algorithms=[ES384])
        if len(token) > MOST_BYTES:
            raise OAuthRefusal("invalid_scope", "the token would be too long to be accepted")
        return IssuedToken(token, claims["jti"], self._lifetime_s, claims["exp"], grant.scopes)

    def _claims(self, grant: Grant, now_s: int) -> dict[str, Any]:
        """RFC 9068 section 2.2; facilities and tenant are ours."""
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "sub": grant.subject,
            "client_id": grant.client_id,
            "aud": grant.audience,
            "iat": now_s,
            "exp": now_s + self._lifetime_s,
            "jti": self._new_id(),
            "scope": " ".join(grant.scopes),
            "facilities": list(grant.facilities),
            "tenant": grant.tenant,
        }
        if grant.certificate:
            claims["cnf"] = {"x5t#S256": grant.certificate}
        return claims
