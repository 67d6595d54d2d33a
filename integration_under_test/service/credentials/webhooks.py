"""Signatures of events after Standard Webhooks 1.0.0: who sent it, when, and that it is whole.

A signature covers `id.timestamp.body`, the body as it came. One that verifies may still be one that
came before: its sender repeats an event under the same id, and the integration applies each once.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest, new

from starlette.datastructures import Headers

from integration_under_test.service.clock import wall_now
from integration_under_test.service.problems import Unacceptable, Unauthorized

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
LEAST_BYTES, MOST_BYTES = 24, 64
TOLERANCE_S = 300
MOST_SIGNATURES = 16
IDS = re.compile(r"[!-\-/-~]{1,255}")
"""Without `.`, which parts id, time and body: or one message could pass for another."""
TIMESTAMPS = re.compile(r"[1-9][0-9]{0,10}")
SIGNATURES = re.compile(r"[!-~ ]{1,4096}")
REMEDY = "sign it after Standard Webhooks 1.0.0 with the secret of POST /start"


class Webhooks:
    """Verifies with the secrets of one life; without any, whatever comes is taken."""

    def __init__(self, secrets: Sequence[str], wall: Callable[[], datetime] = wall_now) -> None:
        """Raises Unacceptable for what is no secret, without showing it."""
        self._keys = tuple(map(_key_of, secrets))
        self._wall = wall

    def verify(self, headers: Headers, body: bytes) -> None:
        """Raises Unauthorized unless one of the signatures is by one of the secrets, over these
        bytes, and not older or newer than five minutes."""
        if not self._keys:
            return
        id_, timestamp, signatures = (
            _header(headers, name, pattern)
            for name, pattern in ((ID, IDS), (TIMESTAMP, TIMESTAMPS), (SIGNATURE, SIGNATURES))
        )
        if abs(int(timestamp) - self._wall().timestamp()) > TOLERANCE_S:
            raise _unsigned(f"one sent more than {TOLERANCE_S} s before or after now")
        offered = signatures.split(" ")
        if len(offered) > MOST_SIGNATURES:
            raise _unsigned(f"more than {MOST_SIGNATURES} signatures")
        content = f"{id_}.{timestamp}.".encode() + body
        if not self._any_equal(content, offered):
            raise _unsigned(f"no signature in {SIGNATURE} that verifies")

    def _any_equal(self, content: bytes, offered: Sequence[str]) -> bool:
        """Each comparison takes the same time wherever the two begin to differ."""
        due = [_signature(key, content) for key in self._keys]
        return any(compare_digest(one, two.encode()) for one in due for two in offered)


def _signature(key: bytes, content: bytes) -> bytes:
    return b"v1," + b64encode(new(key, content, sha256).digest())


def _header(headers: Headers, name: str, pattern: re.Pattern[str]) -> str:
    found = headers.getlist(name)
    if len(found) != 1 or not pattern.fullmatch(found[0]):
        raise _unsigned(f"{name} missing, repeated or unreadable")
    return found[0]


def _key_of(secret: str) -> bytes:
    expected = f"webhook_secret: {PREFIX} and {LEAST_BYTES} to {MOST_BYTES} bytes in base64"
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(PREFIX) or not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise Unacceptable(expected, "something else", "make one from 32 random bytes")
    return key


def _unsigned(got: str) -> Unauthorized:
    return Unauthorized("a signed event", got, REMEDY, "Webhook-Signature")
