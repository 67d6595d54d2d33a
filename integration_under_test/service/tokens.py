"""Who calls, and what the token allows: the claims of a JSON Web Token (RFC 9068).

Where POST /start names an identity provider, a token is verified before the integration sees it, as
everywhere at the boundary. Where it names none, nobody signs tokens that could be verified: they
are read as they are, and one that cannot be read is none. The service listens on loopback then.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.datastructures import Headers

from integration_under_test.boundary import Token, Unavailable
from integration_under_test.service.problems import Unacceptable, Unauthorized

SCHEME = "bearer"
COME_AGAIN_S = 5
BusinessAt = Callable[[datetime], datetime]
"""Business time at an instant of the wall: a token expires in seconds of the wall, and the boundary
tells it in business time."""


class Caller(NamedTuple):
    """What a verified token says; it ends at an instant of the wall."""

    subject: str
    client_id: str
    scopes: tuple[str, ...]
    facilities: tuple[str, ...]
    expires_at: datetime


class Verifies(Protocol):
    """Who can tell whether a token is good."""

    async def caller(self, authorization: str, named: str) -> Caller | None:
        """See `callers.Callers.caller`."""
        ...


class Visitor(NamedTuple):
    """Who a request says that it is from, and the token that came with it."""

    name: str
    token: Token | None


NOBODY = Visitor("", None)


async def visitor_of(headers: Headers, verifies: Verifies | None, at: BusinessAt) -> Visitor:
    """Raises Unauthorized for a token that does not verify, where somebody can tell, and
    Unacceptable while nobody can."""
    named = headers.get("X-Client-Id", "")
    if verifies is None:
        token = token_of(headers.get("Authorization", ""), at)
        return Visitor(named or (token.subject if token else ""), token)
    offered = headers.getlist("Authorization")
    if len(offered) > 1:
        raise Unauthorized("one token", f"{len(offered)}", "send one", "Bearer")
    try:
        caller = await verifies.caller(offered[0] if offered else "", named)
    except Unavailable as error:
        refusal = Unacceptable("the issuer's keys", "none just now", "come again", 503)
        refusal.headers = {"Retry-After": str(COME_AGAIN_S)}
        raise refusal from error
    if caller is None:
        return Visitor(named, None)
    return Visitor(named or caller.subject, _token(caller, at))


def _token(caller: Caller, at: BusinessAt) -> Token:
    try:
        expires_at = at(caller.expires_at)
    except OverflowError:
        expires_at = datetime.max.replace(tzinfo=UTC)
    return Token(caller.subject, caller.scopes, caller.facilities, expires_at)


class _Claims(BaseModel):
    sub: str
    exp: float
    scope: str = ""
    facilities: tuple[str, ...] = ()


def token_of(authorization: str, business_at: BusinessAt) -> Token | None:
    """The token in a header `Bearer …`, unverified; None if there is none."""
    scheme, _, compact = authorization.partition(" ")
    if scheme.lower() != SCHEME:
        return None
    try:
        claims = _Claims.model_validate(_payload(compact.strip()))
        expires_at = business_at(datetime.fromtimestamp(claims.exp, UTC))
    except (ValidationError, ValueError, OverflowError, OSError):
        return None
    return Token(claims.sub, tuple(claims.scope.split()), claims.facilities, expires_at)


def _payload(compact: str) -> Any:
    """The middle one of the three parts. Raises ValueError."""
    _, payload, _ = compact.split(".")
    padding = "=" * (-len(payload) % 4)
    return from_json(base64.b64decode(payload + padding, altchars=b"-_", validate=True))
