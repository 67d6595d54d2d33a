"""Tokens made by hand, from `cryptography` and base64 alone, so that any attack can be written.

Nothing here is shared with the code under test: a mistake in the library that it uses would show.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """One key for each name; any key will do, so it need not be the same tomorrow."""
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
    return ec.derive_private_key(number, ec.SECP384R1())


def jwk(key: PrivateKey, kid: str, **members: Any) -> dict[str, Any]:
    """The public JWK (RFC 7518 section 6)."""
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        parts = {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
    else:
        point = public.public_numbers()
        parts = {"kty": "EC", "crv": "P-384", "x": _number(point.x, 48), "y": _number(point.y, 48)}
    return {**parts, "kid": kid, **members}


def encoded(part: Mapping[str, Any] | str | bytes) -> str:
    """base64url of JSON, or of the very bytes given."""
    text = part if isinstance(part, str | bytes) else json.dumps(part)
    return b64(text.encode() if isinstance(text, str) else text)


def token(header: Mapping[str, Any] | str, claims: Mapping[str, Any] | str, key: PrivateKey) -> str:
    """Signed with RS384 or ES384 after the key's type, whatever the header says."""
    signed = f"{encoded(header)}.{encoded(claims)}"
    return f"{signed}.{b64(_signature(key, signed.encode()))}"


def hmac_token(
    header: Mapping[str, Any], claims: Mapping[str, Any], secret: bytes, digest: str = "sha256"
) -> str:
    signed = f"{encoded(header)}.{encoded(claims)}"
    return f"{signed}.{b64(hmac.new(secret, signed.encode(), digest).digest())}"


def unsigned_token(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    return f"{encoded(header)}.{encoded(claims)}."


def claims_of(signed: str) -> dict[str, Any]:
    return dict(json.loads(_decoded(signed.split(".")[1])))


def header_of(signed: str) -> dict[str, Any]:
    return dict(json.loads(_decoded(signed.split(".", maxsplit=1)[0])))


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _signature(key: PrivateKey, content: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), hashes.SHA384())
    r, s = decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA384())))
    return r.to_bytes(48, "big") + s.to_bytes(48, "big")


def _number(number: int, size: int = 0) -> str:
    return b64(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
