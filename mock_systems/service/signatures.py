"""Signatures of webhooks after Standard Webhooks 1.0.0: who sent it, when, and that it is whole.

A signature covers `id.timestamp.body`, the body as raw bytes. Each endpoint has a secret of its
own; while one secret follows another, both sign, and the receiver takes either.

    secrets = (EndpointSecret.read("whsec_..."),)
    headers = sign(secrets, Message("evt-1", now_s, body))
    verify(secrets, headers, body, now_s)          # Message, or raises SignatureRefused

A message that verifies may still be one that came before: the sender repeats an event under the
same id with a new timestamp, so whoever receives it applies each id once.
"""

from __future__ import annotations

import math
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from hmac import compare_digest, new

ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER = (
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
)
TOLERANCE_S = 300
MOST_SIGNATURES = 16
_PREFIX = "whsec_"
_LEAST_BYTES, _MOST_BYTES = 24, 64
_ID = re.compile(r"[!-\-/-~]{1,255}")
"""Visible ASCII without `.`, which parts id, time and body: or one message could pass for another
with the parting elsewhere."""
_TIMESTAMP = re.compile(r"[1-9][0-9]{0,10}")


class SignatureRefused(Exception):
    """A delivery that must not be acted on; says which rule it breaks, never the signature due."""


@dataclass(frozen=True, slots=True)
class EndpointSecret:
    """The secret of one endpoint, in force before `until_s` (seconds since 1970). Raises
    ValueError unless it has 24 to 64 bytes."""

    key: bytes = field(repr=False)
    until_s: float = math.inf

    def __post_init__(self) -> None:
        if not _LEAST_BYTES <= len(self.key) <= _MOST_BYTES:
            raise ValueError(f"expected {_LEAST_BYTES} to {_MOST_BYTES} bytes, got {len(self.key)}")

    @classmethod
    def read(cls, text: str) -> EndpointSecret:
        """From its form `whsec_<base64>`. Raises ValueError, which does not repeat it."""
        if not text.startswith(_PREFIX):
            raise ValueError(f"expected a secret that begins with {_PREFIX}")
        try:
            return cls(b64decode(text.removeprefix(_PREFIX), validate=True))
        except ValueError as error:
            raise ValueError(f"no webhook secret: {error}") from None

    def text(self) -> str:
        """The form in which it is handed to the receiver, once."""
        return _PREFIX + b64encode(self.key).decode()


Secrets = tuple[EndpointSecret, ...]


def rotated(secrets: Secrets, new_secret: EndpointSecret, until_s: float) -> Secrets:
    """The new secret first; the others sign along and are accepted until `until_s`."""
    ending = (replace(old, until_s=min(old.until_s, until_s)) for old in secrets)
    return (new_secret, *ending)


@dataclass(frozen=True, slots=True)
class Message:
    """What is signed. `id` stays the same when a delivery is repeated, `timestamp_s` does not."""

    id: str
    timestamp_s: int
    body: bytes


def sign(secrets: Secrets, message: Message) -> dict[str, str]:
    """The three headers, with one signature for each secret in force. Raises ValueError for an id
    that cannot be signed and when no secret is in force."""
    if not _ID.fullmatch(message.id):
        raise ValueError(f"expected 1 to 255 visible ASCII characters but '.', got {message.id!r}")
    signatures = _signatures(secrets, message, message.timestamp_s)
    if not signatures:
        raise ValueError("no secret of this endpoint is in force, so nobody could verify it")
    return {
        ID_HEADER: message.id,
        TIMESTAMP_HEADER: str(message.timestamp_s),
        SIGNATURE_HEADER: " ".join(signatures),
    }


def verify(secrets: Secrets, headers: Mapping[str, str], body: bytes, now_s: float) -> Message:
    """The message, if one of its signatures is by a secret in force and it was sent within five
    minutes of now. Header names in any case. Raises SignatureRefused."""
    given = {name.lower(): value for name, value in headers.items()}
    message = Message(_id(given), _timestamp(given, now_s), body)
    offered = given.get(SIGNATURE_HEADER, "").split(" ")
    if len(offered) > MOST_SIGNATURES:
        raise SignatureRefused(f"more than {MOST_SIGNATURES} signatures")
    if not _any_equal(_signatures(secrets, message, now_s), offered):
        raise SignatureRefused(f"no signature in {SIGNATURE_HEADER} verifies")
    return message


def _id(given: Mapping[str, str]) -> str:
    found = given.get(ID_HEADER, "")
    if not _ID.fullmatch(found):
        raise SignatureRefused(f"{ID_HEADER} is missing or no id")
    return found


def _timestamp(given: Mapping[str, str], now_s: float) -> int:
    found = given.get(TIMESTAMP_HEADER, "")
    if not _TIMESTAMP.fullmatch(found):
        raise SignatureRefused(f"{TIMESTAMP_HEADER} is missing or no number of seconds")
    if abs(int(found) - now_s) > TOLERANCE_S:
        raise SignatureRefused(f"sent more than {TOLERANCE_S} s before or after now")
    return int(found)


def _signatures(secrets: Secrets, message: Message, now_s: float) -> list[str]:
    content = f"{message.id}.{message.timestamp_s}.".encode() + message.body
    in_force = (secret for secret in secrets if now_s < secret.until_s)
    return [_signature(secret.key, content) for secret in in_force]


def _signature(key: bytes, content: bytes) -> str:
    return "v1," + b64encode(new(key, content, sha256).digest()).decode()


def _any_equal(due: Iterable[str], offered: list[str]) -> bool:
    """Each comparison takes the same time wherever the two begin to differ."""
    sent = [one.encode(errors="replace") for one in offered]
    return any(compare_digest(one.encode(), two) for one in due for two in sent)
