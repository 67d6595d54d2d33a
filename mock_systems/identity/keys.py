"""Public keys by which a signature is checked: one key, one algorithm (RFC 8725 section 3.1).

The type of a key settles its algorithm, so a token cannot choose another for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

RS384, ES384 = "RS384", "ES384"
LEAST_RSA_BITS = 2048
_TYPES = {"RSA": RS384, "EC": ES384}


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key with its id, which is unique only together with the key's type."""

    kid: str
    alg: str
    key: RSAKey | ECKey


def read_jwks(document: Mapping[str, Any]) -> tuple[VerificationKey, ...]:
    """The keys of a JWK Set (RFC 7517 section 5) that serve RS384 or ES384.

    Keys of other types, curves, algorithms or uses are passed over, as the RFC asks. Raises
    ValueError for a private key, a key without an id, an RSA key under 2048 bits, and for what
    is no JWK Set.
    """
    listed = document.get("keys")
    if not isinstance(listed, list) or not all(isinstance(jwk, dict) for jwk in listed):
        raise ValueError("expected a JWK Set, an object with a list of keys")
    return tuple(_read(jwk) for jwk in listed if _serves(jwk))


def matching(keys: Iterable[VerificationKey], kid: str, alg: str) -> list[VerificationKey]:
    """The keys with this id whose type fits the algorithm; only a single one may be used."""
    return [key for key in keys if key.kid == kid and key.alg == alg]


def _serves(jwk: Mapping[str, Any]) -> bool:
    """A key of our two types that is not meant for something else."""
    alg = _TYPES.get(str(jwk.get("kty")))
    return (
        alg is not None
        and jwk.get("alg", alg) == alg
        and jwk.get("use", "sig") == "sig"
        and "verify" in jwk.get("key_ops", ["verify"])
        and (alg == RS384 or jwk.get("crv") == "P-384")
    )


def _read(jwk: dict[str, Any]) -> VerificationKey:
    kid = jwk.get("kid")
    if not isinstance(kid, str) or not kid:
        raise ValueError("a registered key needs a kid")
    if "d" in jwk:
        raise ValueError(f"key {kid!r} is private; register its public part only")
    try:
        key = RSAKey.import_key(jwk) if jwk["kty"] == "RSA" else ECKey.import_key(jwk)
    except (JoseError, ValueError) as error:
        raise ValueError(f"key {kid!r} cannot be read: {error}") from error
    if isinstance(key, RSAKey) and key.raw_value.key_size < LEAST_RSA_BITS:
        raise ValueError(f"key {kid!r} is shorter than {LEAST_RSA_BITS} bits")
    return VerificationKey(kid, _TYPES[jwk["kty"]], key)
