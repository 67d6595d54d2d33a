"""Seals on stored values: AES-256-GCM, each bound to its table and key, with a random nonce."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES = 32, 12
FORM = "sealed1"


class Unreadable(Exception):
    """A value is sealed with a key that is not here, was changed, or stands in another's place."""


class Seal:
    """With the first of its keys it seals, with any of them it opens."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_id_of(key): AESGCM(key) for key in keys}
        self._first = _id_of(keys[0])

    def sealed(self, text: str, place: str) -> str:
        """The text as only who has the key can read it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        content = self._ciphers[self._first].encrypt(nonce, text.encode(), place.encode())
        return f"{FORM}:{self._first}:{b64encode(nonce + content).decode()}"

    def opened(self, sealed: object, place: str) -> str:
        """The text. Raises Unreadable."""
        form, key, coded = (*str(sealed).split(":"), "", "")[:3]
        if form != FORM:
            raise Unreadable("expected a sealed row, got one that nobody sealed")
        if key not in self._ciphers:
            raise Unreadable(f"sealed with the key {key}, got {', '.join(self._ciphers)}")
        try:
            content = b64decode(coded, validate=True)
            opened = self._ciphers[key].decrypt(
                content[:NONCE_BYTES], content[NONCE_BYTES:], place.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise Unreadable("a sealed row was changed, or put in another's place") from error
        return opened.decode()


def read_keys(text: str) -> tuple[bytes, ...]:
    """Keys of 32 bytes in base64 or hexadecimal, with white space between. Raises ValueError, which
    does not repeat them."""
    keys = tuple(map(_key_of, text.split()))
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ValueError("expected keys of 32 bytes in base64; make one: openssl rand -base64 32")
    return keys


def _key_of(word: str) -> bytes:
    try:
        return bytes.fromhex(word) if len(word) == 2 * KEY_BYTES else b64decode(word, validate=True)
    except ValueError:
        return b""


def _id_of(key: bytes) -> str:
    """Tells keys apart, and nothing about them."""
    return sha256(b"integration storage key|" + key).hexdigest()[:12]
