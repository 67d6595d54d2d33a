"""Who calls, proven: access tokens of callers are verified before the integration sees a request.

Sources: RFC 9068 section 4, RFC 8725, RFC 6750. Times in tokens are of the wall.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from integration_under_test.service.clock import wall_now
from integration_under_test.service.credentials.identity import Identity
from integration_under_test.service.credentials.key_set import KeySet
from integration_under_test.service.credentials.signed_token import (
    BadToken,
    SignedToken,
    check_signature,
    read_token,
    seconds,
    text,
    texts,
)
from integration_under_test.service.problems import Unauthorized
from integration_under_test.service.tokens import Caller

SKEW_S = 5.0
BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
NEEDED = ("sub", "client_id", "jti")


class Callers:
    """Verifies tokens of one issuer for one audience."""

    def __init__(
        self, identity: Identity, keys: KeySet, wall: Callable[[], datetime] = wall_now
    ) -> None:
        self._identity = identity
        self._keys = keys
        self._wall = wall

    async def caller(self, authorization: str, named: str) -> Caller | None:
        """Who a header Authorization stands for, None without one: then it is for the integration
        to refuse. `named` is who the request says that it is from, if it does. Raises Unauthorized,
        and Unavailable while the issuer's keys cannot be read."""
        if not authorization:
            return None
        found = BEARER.fullmatch(authorization)
        if found is None:
            raise _unauthorized("no bearer token")
        try:
            return _of_their_own(await self._verified(found[1]), named)
        except BadToken as bad:
            raise _unauthorized(str(bad)) from bad

    async def _verified(self, compact: str) -> Caller:
        token = read_token(compact)
        key = await self._keys.key(token.kid)
        if key is None:
            raise BadToken("a key that the issuer does not have")
        check_signature(token, key)
        self._check_claims(token)
        claims = token.claims
        return Caller(
            text(claims, "sub"),
            text(claims, "client_id"),
            tuple(text(claims, "scope").split()),
            texts(claims, "facilities"),
            datetime.fromtimestamp(seconds(claims, "exp"), UTC),
        )

    def _check_claims(self, token: SignedToken) -> None:
        claims, now_s = token.claims, self._wall().timestamp()
        if text(claims, "iss") != self._identity.issuer:
            raise BadToken("another issuer")
        if self._identity.audience not in texts(claims, "aud"):
            raise BadToken("another audience")
        if now_s >= seconds(claims, "exp") + SKEW_S:
            raise BadToken("an end that has passed")
        for name in ("nbf", "iat"):
            if name in claims and seconds(claims, name) > now_s + SKEW_S:
                raise BadToken(f"{name} in the future")
        if missing := [name for name in NEEDED if not text(claims, name)]:
            raise BadToken(f"no {missing[0]}")
        # It would be good with a certificate of the caller's (RFC 8705), which nobody shows us.
        if "cnf" in claims:
            raise BadToken("a binding to a certificate that cannot be seen here")


def _of_their_own(caller: Caller, named: str) -> Caller:
    if named and named not in (caller.subject, caller.client_id):
        raise BadToken("another client than X-Client-Id names")
    return caller


def _unauthorized(got: str) -> Unauthorized:
    remedy = "get a token for this audience from the identity provider"
    challenge = 'Bearer error="invalid_token", error_description="the token is not valid"'
    return Unauthorized("an access token that is valid", got, remedy, challenge)
