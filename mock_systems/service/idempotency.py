"""Idempotency keys: what is stored of them, for how long, and what a repetition gets.

The default follows the draft "The Idempotency-Key HTTP Header Field" (IETF httpapi): the same key
with the same body returns the stored answer, the same key with another body is refused with 422.
Vendors differ, so the policy is data.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal

from mock_systems.service.operation import Refusal, Response

REPLAY = 0
"""In place of a status: answer with what is stored."""

Honoured = Literal["declared", "asynchronous", "none"]
Stores = Literal["successes", "answers"]


@dataclass(frozen=True, kw_only=True)
class KeyPolicy:
    """A vendor's handling of keys. The statuses are those of a refusal, or REPLAY."""

    honoured: Honoured = "declared"
    """Keys count for the operations that declare it, for asynchronous requests only, or never."""
    retention_h: float = 24.0
    stores: Stores = "successes"
    """Only what was done, or refusals (4xx) too."""
    repeat_status: int = REPLAY
    """For the same key with the same body."""
    mismatch_status: int = 422
    """For the same key with another body; with REPLAY the body is not even looked at."""
    concurrent_status: int = REPLAY
    """For a key whose first request is still being answered."""


class KeyStore:
    """Answers by idempotency key, forgotten in order of arrival after the retention."""

    def __init__(self, policy: KeyPolicy = KeyPolicy()) -> None:
        self._policy = policy
        self._retention = timedelta(hours=policy.retention_h)
        self._kept: dict[str, tuple[datetime, bytes, Response]] = {}
        self._under_way: Counter[str] = Counter()

    def under(self, policy: KeyPolicy) -> KeyStore:
        """The same answers, handled by another policy; no request is under way there."""
        other = KeyStore(policy)
        other._kept = dict(self._kept)
        return other

    def find(self, key: str, payload: bytes, now: datetime) -> Response | None:
        """The stored answer, or None. Raises Refusal for a key that the policy refuses."""
        self._forget(now)
        policy = self._policy
        if policy.concurrent_status and key in self._under_way:
            raise _in_use(key, policy.concurrent_status)
        entry = self._kept.get(key)
        if entry is None:
            return None
        if policy.mismatch_status and entry[1] != _digest(payload):
            raise _reused(key, policy.mismatch_status)
        if policy.repeat_status:
            raise _repeated(key, policy.repeat_status)
        return entry[2]

    def keep(self, key: str, payload: bytes, response: Response, now: datetime) -> None:
        """Stores an answer for the retention period, if the policy stores such answers.

        A server error is never stored: the next attempt must be able to do better.
        """
        limit = 300 if self._policy.stores == "successes" else 500
        if response.status < limit:
            self._kept[key] = (now, _digest(payload), response)

    def begin(self, key: str) -> None:
        """A request with this key arrived and passed."""
        self._under_way[key] += 1

    def end(self, key: str) -> None:
        """A request with this key was answered."""
        self._under_way[key] -= 1
        if not self._under_way[key]:
            del self._under_way[key]

    def _forget(self, now: datetime) -> None:
        horizon = now - self._retention
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest][0] > horizon:
                return
            del self._kept[oldest]


def _in_use(key: str, status: int) -> Refusal:
    message = f"key {key!r} belongs to a request that is still being answered; try again later"
    return Refusal(status, "IDEMPOTENCY_KEY_IN_USE", message)


def _reused(key: str, status: int) -> Refusal:
    message = f"key {key!r} was used with another body; send a new key for a new request"
    return Refusal(status, "IDEMPOTENCY_KEY_REUSED", message)


def _repeated(key: str, status: int) -> Refusal:
    message = f"key {key!r} was used before; look for the result of the first request"
    return Refusal(status, "IDEMPOTENCY_ERROR", message)


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=16).digest()
