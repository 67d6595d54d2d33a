"""Idempotency keys: what a system stores of them, and for how long.

Follows the draft "The Idempotency-Key HTTP Header Field" (IETF httpapi): the same key with the
same body returns the stored answer, the same key with another body is refused with 422.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

from mock_systems.service.operation import Refusal, Response

RETENTION = timedelta(hours=24)


class KeyStore:
    """Answers by idempotency key, forgotten in order of arrival after `retention`."""

    def __init__(self, retention: timedelta = RETENTION) -> None:
        self._retention = retention
        self._kept: dict[str, tuple[datetime, bytes, Response]] = {}

    def find(self, key: str, payload: bytes, now: datetime) -> Response | None:
        """The stored answer, or None. Raises Refusal 422 for a reused key with another body."""
        self._forget(now)
        entry = self._kept.get(key)
        if entry is None:
            return None
        if entry[1] != _digest(payload):
            raise Refusal(
                422,
                "IDEMPOTENCY_KEY_REUSED",
                f"key {key!r} was used with another body; send a new key for a new request",
            )
        return entry[2]

    def keep(self, key: str, payload: bytes, response: Response, now: datetime) -> None:
        """Stores an answer for the retention period."""
        self._kept[key] = (now, _digest(payload), response)

    def _forget(self, now: datetime) -> None:
        horizon = now - self._retention
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest][0] > horizon:
                return
            del self._kept[oldest]


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=16).digest()
