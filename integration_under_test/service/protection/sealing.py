"""Seals on texts that are stored: AES-256-GCM (NIST SP 800-38D), a random nonce for each text.

Who has no key reads nothing, and can change nothing without its being noticed: each text is bound
to its place, so that none can stand for another. What a seal does not show is that a whole older
state was put back. With random nonces one key is good for some 2^32 texts; follow it by another in
time.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from integration_under_test.boundary import StorageUnavailable
from integration_under_test.service.chance import fresh_bytes

KEY_BYTES, NONCE_BYTES = 32, 12
FORM = "sealed1"


class Seal:
    """With the first of its keys it seals, with any of them it opens."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_id_of(key): AESGCM(key) for key in keys}
        self._first = _id_of(keys[0])

    def sealed(self, text: str, place: str) -> str:
        """The text as only who has the key can read it, in ASCII."""
        nonce = fresh_bytes(NONCE_BYTES)
        content = self._ciphers[self._first].encrypt(nonce, text.encode(), place.encode())
        return f"{FORM}:{self._first}:{b64encode(nonce + content).decode()}"

    def opened(self, sealed: str, place: str) -> str:
        """The text. Raises StorageUnavailable for another key's, and for one that was changed or
        put in another place."""
        form, _, rest = sealed.partition(":")
        key, _, coded = rest.partition(":")
        if form != FORM:
            raise StorageUnavailable("expected a sealed text, got one that nobody sealed")
        if key not in self._ciphers:
            raise StorageUnavailable(
                f"sealed with the key {key}, got {', '.join(self._ciphers)}; give that key too"
            )
        try:
            content = b64decode(coded, validate=True)
            nonce, rest_of_it = content[:NONCE_BYTES], content[NONCE_BYTES:]
            return self._ciphers[key].decrypt(nonce, rest_of_it, place.encode()).decode()
        except (InvalidTag, NotBase64, ValueError) as error:
            raise StorageUnavailable(
                "a sealed text was changed, or put in another place"
            ) from error

    def is_current(self, sealed: str) -> bool:
        """Whether it was sealed with the first of the keys."""
        return sealed.startswith(f"{FORM}:{self._first}:")


def read_keys(text: str) -> tuple[bytes, ...]:
    """Keys, each 32 bytes in base64 or in hexadecimal, with white space between. Raises ValueError,
    which does not repeat them."""
    keys = tuple(map(_key_of, text.split()))
    if not keys:
        raise ValueError("expected a key of 32 bytes in base64, got none")
    return keys


def _key_of(word: str) -> bytes:
    try:
        key = bytes.fromhex(word) if len(word) == 2 * KEY_BYTES else b64decode(word, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"expected a key of {KEY_BYTES} bytes in base64, got another text; "
            "make one with: openssl rand -base64 32"
        )
    if len(set(key)) < KEY_BYTES // 4:
        raise ValueError("expected a key of random bytes, got one that repeats itself")
    return key


def _id_of(key: bytes) -> str:
    """Tells keys apart, and nothing about them."""
    return sha256(b"integration storage key|" + key).hexdigest()[:12]
