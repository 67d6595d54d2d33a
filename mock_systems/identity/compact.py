"""A signed token in compact form (JWS, RFC 7515 section 7.1), read with suspicion.

Nothing in it is true before `check_signature` returned. Parsing is stricter than the library's:
a size bound before anything is decoded, no encrypted tokens (so nothing to decompress), canonical
base64url, no repeated JSON members (RFC 8725 section 2.4 and RFC 7515 section 4), no NaN.

    read = read_compact(token)
    check_signature(read, key)     # key found by read.header["kid"], which proves nothing
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from mock_systems.identity.keys import VerificationKey

MOST_BYTES = 8_192
LATEST_S = 1e11
"""Beyond the year 5000 a number is no date; it also keeps out infinity and NaN."""
FOREIGN_KEYS = ("jwk", "x5u", "x5c")
"""Header members by which a token would bring or fetch its own key."""


class Malformed(Exception):
    """No token that we accept from anybody; says which rule it breaks, never what is in it."""


@dataclass(frozen=True, slots=True)
class Unverified:
    """What a token claims."""

    token: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def read_compact(token: str) -> Unverified:
    """Header and claims of a token whose signature nobody has checked. Raises Malformed."""
    if len(token) > MOST_BYTES:
        raise Malformed(f"longer than {MOST_BYTES} bytes")
    parts = token.split(".")
    if len(parts) != 3:
        raise Malformed(f"expected three parts (JWS), got {len(parts)}")
    header, claims = (_json_object(_decoded(part)) for part in parts[:2])
    _decoded(parts[2])
    return Unverified(token, header, claims)


def check_header(read: Unverified, types: tuple[str, ...], algorithms: tuple[str, ...]) -> None:
    """Raises Malformed unless type and algorithm are among those expected (RFC 8725 sections 3.1
    and 3.11), no extension must be understood, and the token brings no key of its own."""
    header = read.header
    if text(header, "alg") not in algorithms:
        raise Malformed("algorithm not allowed")
    if text(header, "typ").lower() not in types:
        raise Malformed("wrong type of token")
    if "crit" in header:
        raise Malformed("an extension must be understood")
    if any(name in header for name in FOREIGN_KEYS):
        raise Malformed("the token brings its own key")
    if not text(header, "kid"):
        raise Malformed("no key id")


def check_signature(read: Unverified, key: VerificationKey) -> None:
    """Raises Malformed unless the token was signed with the key, in the key's one algorithm."""
    registry = jws.JWSRegistry(algorithms=[key.alg], strict_check_header=False)
    registry.max_header_length = MOST_BYTES
    try:
        jws.deserialize_compact(read.token, key.key, registry=registry)
    except (JoseError, ValueError) as error:
        raise Malformed("signature does not verify") from error


def check_not_expired(claims: Mapping[str, Any], now_s: float, skew_s: float = 0.0) -> None:
    """Raises Malformed on and after `exp`, which must be there (RFC 7519 section 4.1.4)."""
    if now_s >= seconds(claims, "exp") + skew_s:
        raise Malformed("expired")


def check_begun(claims: Mapping[str, Any], now_s: float, skew_s: float) -> None:
    """Raises Malformed before `nbf` or `iat`, if they are there (RFC 7519 section 4.1.5)."""
    for name in ("nbf", "iat"):
        if name in claims and seconds(claims, name) > now_s + skew_s:
            raise Malformed(f"{name} lies in the future")


def text(members: Mapping[str, Any], name: str) -> str:
    """A member that is a string, else ''."""
    value = members.get(name)
    return value if isinstance(value, str) else ""


def texts(members: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A member that is a list of strings; one string counts as a list of one. Raises Malformed."""
    value = members.get(name, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise Malformed(f"{name} is no list of strings")
    return tuple(listed)


def seconds(members: Mapping[str, Any], name: str) -> float:
    """A NumericDate (RFC 7519 section 2) in seconds since 1970. Raises Malformed."""
    value = members.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < LATEST_S:
        return value
    raise Malformed(f"{name} is no date")


def _decoded(part: str) -> bytes:
    """Raises Malformed for anything but canonical base64url: an unused bit of the last character
    would otherwise be free to change."""
    try:
        decoded = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise Malformed("a part is not base64url") from error
    if not decoded or urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise Malformed("a part is not canonical base64url")
    return decoded


def _json_object(encoded: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            encoded.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_constant
        )
    except (ValueError, RecursionError) as error:
        raise Malformed("a part is not JSON") from error
    if not isinstance(found, dict):
        raise Malformed("a part is no JSON object")
    return found


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Malformed("a JSON member is repeated")
    return members


def _constant(_: str) -> float:
    raise Malformed("not a JSON number")
