"""What callers show where nobody issues tokens: who they are, signed by nobody.

An unsecured JSON Web Token (RFC 7519 section 6). Whoever asks for tokens refuses it; whoever was
told of no issuer reads it as the word of a host on the same machine.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

from pydantic_core import to_json

from integration_under_test.boundary import Token
from sim.clock.wall import wall_now

LIFE_S = 300


def unsigned(token: Token) -> str:
    """The claims of a caller's token; its life is the wall's."""
    claims = {
        "sub": token.subject,
        "client_id": token.subject,
        "scope": " ".join(token.scopes),
        "facilities": list(token.facilities),
        "exp": int(wall_now().timestamp()) + LIFE_S,
    }
    return f"{_encoded({'alg': 'none', 'typ': 'at+jwt'})}.{_encoded(claims)}."


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(to_json(part)).rstrip(b"=").decode("ascii")
