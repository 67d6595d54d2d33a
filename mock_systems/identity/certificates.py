"""The thumbprint by which a token is bound to a client certificate (RFC 8705 section 3.1)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256


def thumbprint(der: bytes) -> str:
    """`x5t#S256`: the SHA-256 of a certificate in DER, in base64url. `ssl` gives the DER by
    `getpeercert(binary_form=True)`."""
    return urlsafe_b64encode(sha256(der).digest()).rstrip(b"=").decode()
