"""Verifies access tokens offline, for resource servers: RFC 9068 section 4, RFC 8725, RFC 8705.

    verifier = AccessVerifier(Expected(issuer, audience), lambda: read_jwks(provider.jwks()), now)
    access = verifier.authorize(request.headers.get("Authorization", ""))
    access.require_scope("orders.read")

Every refusal is a `Denied`, which is the HTTP answer too: status, challenge, body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

from mock_systems.identity.access import Access, Denied
from mock_systems.identity.compact import (
    Malformed,
    Unverified,
    check_begun,
    check_header,
    check_not_expired,
    check_signature,
    read_compact,
    seconds,
    text,
    texts,
)
from mock_systems.identity.keys import ES384, VerificationKey, matching

TYPES = ("at+jwt", "application/at+jwt")
ALGORITHMS = (ES384,)
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)

KeySource = Callable[[], Iterable[VerificationKey]]
"""The issuer's keys, no older than its Cache-Control allows; ids are only compared with them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say. `certificate_bound` refuses tokens that anybody could use."""

    issuer: str
    audience: str
    skew_s: float = 5.0
    certificate_bound: bool = False


def _never(_: str) -> bool:
    return False


class AccessVerifier:
    """Checks tokens of one issuer for one audience. `is_revoked` looks up a token's id, where the
    provider is at hand; `now` is wall-clock time in UTC."""

    def __init__(
        self,
        expected: Expected,
        keys: KeySource,
        now: Callable[[], datetime],
        is_revoked: Callable[[str], bool] = _never,
    ) -> None:
        self._expected = expected
        self._keys = keys
        self._now = now
        self._is_revoked = is_revoked

    def authorize(self, authorization: str, certificate: str = "") -> Access:
        """Verifies what an Authorization header carries (RFC 6750 section 2.1). Raises Denied."""
        if not authorization:
            raise Denied(401, "", "a bearer token is needed")
        found = _BEARER.fullmatch(authorization)
        if not found:
            raise _invalid_token("no bearer token")
        return self.verify(found[1], certificate)

    def verify(self, token: str, certificate: str = "") -> Access:
        """What the token allows. `certificate` is the thumbprint of the client's certificate on
        this connection, '' without one. Raises Denied 401."""
        try:
            read = read_compact(token)
            check_header(read, TYPES, ALGORITHMS)
            check_signature(read, self._key(read))
            self._check_claims(read.claims)
            self._check_binding(read.claims, certificate)
            return _access(read.claims)
        except Malformed as broken:
            raise _invalid_token(str(broken)) from broken

    def _key(self, read: Unverified) -> VerificationKey:
        if "jku" in read.header:
            raise Malformed("the token brings its own key")
        keys = matching(self._keys(), text(read.header, "kid"), text(read.header, "alg"))
        if len(keys) != 1:
            raise Malformed(f"{len(keys)} keys match kid and kty")
        return keys[0]

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        expected, now_s = self._expected, self._now().timestamp()
        if text(claims, "iss") != expected.issuer:
            raise Malformed("wrong issuer")
        if expected.audience not in texts(claims, "aud"):
            raise Malformed("wrong audience")
        check_not_expired(claims, now_s, expected.skew_s)
        check_begun(claims, now_s, expected.skew_s)
        if missing := [name for name in ("sub", "client_id", "jti") if not text(claims, name)]:
            raise Malformed(f"{', '.join(missing)} missing")
        if "iat" not in claims:
            raise Malformed("iat missing")
        if self._is_revoked(text(claims, "jti")):
            raise Malformed("revoked")

    def _check_binding(self, claims: Mapping[str, Any], certificate: str) -> None:
        """RFC 8705 section 3; a confirmation that we cannot check is no confirmation."""
        if "cnf" not in claims:
            if self._expected.certificate_bound:
                raise Malformed("not bound to a certificate")
            return
        confirmation = claims["cnf"]
        bound_to = text(confirmation, "x5t#S256") if isinstance(confirmation, dict) else ""
        sent = bound_to.encode(errors="replace")
        if not sent or not compare_digest(sent, certificate.encode()):
            raise Malformed("bound to another certificate")


def _access(claims: Mapping[str, Any]) -> Access:
    return Access(
        subject=text(claims, "sub"),
        client_id=text(claims, "client_id"),
        tenant=text(claims, "tenant"),
        scopes=tuple(text(claims, "scope").split()),
        facilities=texts(claims, "facilities"),
        expires_at=datetime.fromtimestamp(seconds(claims, "exp"), UTC),
    )


def _invalid_token(reason: str) -> Denied:
    return Denied(401, "invalid_token", "the access token is not valid", reason)
