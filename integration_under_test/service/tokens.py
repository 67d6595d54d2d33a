"""What the token of a caller says: the claims of a JSON Web Token (RFC 9068).

As everywhere at the boundary, the host has checked the signature before it hands a request over;
the service listens on loopback for nobody else. A token that cannot be read is none.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from integration_under_test.boundary import Token

SCHEME = "bearer"


class _Claims(BaseModel):
    sub: str
    exp: float
    scope: str = ""
    facilities: tuple[str, ...] = ()


def token_of(authorization: str, business_at: Callable[[datetime], datetime]) -> Token | None:
    """The token in a header `Bearer …`; None if there is none. A token expires in seconds of the
    wall, and the boundary tells it in business time: `business_at` translates."""
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
