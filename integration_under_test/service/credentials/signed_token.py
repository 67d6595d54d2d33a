"""A signed token in compact form (JWS, RFC 7515 section 7.1), read with suspicion.

A bound on its size before anything is decoded, three parts (so nothing encrypted, and nothing to
unpack), canonical base64url, no repeated JSON members (RFC 8725 section 2.4), no numbers that are
none. Nothing in it is true before `check_signature` returned.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

MOST_BYTES = 8_192
ALGORITHM = "ES384"
TYPES = ("at+jwt", "application/at+jwt")
FOREIGN = ("crit", "jku", "jwk", "x5u", "x5c", "b64", "zip")
"""Header members that would have us understand an extension, or take the token's own key."""
LATEST_S = 1e11
"""Beyond the year 5000 a number is no date."""


class BadToken(Exception):
    """Says which rule a token breaks, never what is in it."""


class SignedToken(NamedTuple):
    """What a token claims; `kid` is compared with the ids of keys and used for nothing else."""

    compact: str
    kid: str
    claims: Mapping[str, Any]


def read_token(compact: str) -> SignedToken:
    """An access token whose signature nobody has checked. Raises BadToken."""
    if len(compact) > MOST_BYTES:
        raise BadToken(f"longer than {MOST_BYTES} bytes")
    parts = compact.split(".")
    if len(parts) != 3:
        raise BadToken("not of three parts")
    header, claims, _ = (_decoded(part) for part in parts)
    told = _object(header)
    if told.get("alg") != ALGORITHM:
        raise BadToken("an algorithm that is not allowed")
    if text(told, "typ").lower() not in TYPES:
        raise BadToken("another type of token")
    if any(name in told for name in FOREIGN):
        raise BadToken("an extension, or a key of its own")
    return SignedToken(compact, text(told, "kid"), _object(claims))


def check_signature(token: SignedToken, key: ECKey) -> None:
    """Raises BadToken unless it was signed with the key, which is good for one algorithm."""
    registry = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
    registry.max_header_length = MOST_BYTES
    try:
        jws.deserialize_compact(token.compact, key, registry=registry)
    except (JoseError, ValueError) as error:
        raise BadToken("a signature that does not verify") from error


def text(members: Mapping[str, Any], name: str) -> str:
    """A member that is a text, else ''."""
    value = members.get(name)
    return value if isinstance(value, str) else ""


def texts(members: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, of which one counts as a list of one. Raises BadToken."""
    value = members.get(name, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise BadToken(f"{name} that is no list of texts")
    return tuple(listed)


def seconds(members: Mapping[str, Any], name: str) -> float:
    """A date in seconds since 1970 (RFC 7519 section 2). Raises BadToken."""
    value = members.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < LATEST_S:
        return float(value)
    raise BadToken(f"{name} that is no date")


def _decoded(part: str) -> bytes:
    """Only one way to write the same bytes: else a bit of a signature would be free to change."""
    try:
        decoded = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise BadToken("a part that is not base64url") from error
    if not decoded or urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise BadToken("a part that is not base64url")
    return decoded


def _object(encoded: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            encoded.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_constant
        )
    except (ValueError, RecursionError) as error:
        raise BadToken("a part that is not JSON") from error
    if not isinstance(found, dict):
        raise BadToken("a part that is no JSON object")
    return found


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadToken("a JSON member that is repeated")
    return members


def _constant(_: str) -> float:
    raise BadToken("a number that is none")
