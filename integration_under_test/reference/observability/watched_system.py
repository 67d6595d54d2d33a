"""A system's client that counts its calls, and knows whether the system is there at all.

Whoever reads the system's lists tells it, too, when one cannot be read.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import (
    OutcomeUnknown,
    Rejected,
    SystemClient,
    Throttled,
    Unavailable,
)
from integration_under_test.reference.observability.alerts import (
    THROTTLED,
    UNREACHABLE,
    UNREADABLE_LIST,
    AlertBook,
    Subject,
)

OK, FAILED, UNKNOWN = "ok", "fail", "info"
"""How a call ends: answered; refused or never arrived; nobody knows."""
SILENT_CALLS = 3
SILENT_S = 30.0
"""So many calls without an answer, over so long, and nothing else: the system is not there."""
REASON_LENGTH = 500
"""Characters of a reason that a person gets to read: it may quote what a system sent."""
THROTTLED_S = 120.0
"""A vendor that says "later" for longer than this is no passing moment."""


class WatchedSystem:
    """The boundary's `SystemClient` of one system. `calls` counts (system, how it ended)."""

    def __init__(
        self, client: SystemClient, name: str, alerts: AlertBook, calls: Counter[tuple[str, str]]
    ) -> None:
        self._client = client
        self._name = name
        self._alerts = alerts
        self._calls = calls
        self._silent_calls = 0
        self._silent_since_s = 0.0
        self._throttled_since_s: float | None = None

    async def call(
        self,
        operation: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        correlation_id: str | None = None,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """As the client itself."""
        try:
            answer = await self._client.call(
                operation,
                body,
                idempotency_key=idempotency_key,
                correlation_id=correlation_id,
                timeout_s=timeout_s,
            )
        except Throttled:
            self._calls[self._name, FAILED] += 1
            self._throttled()
            raise
        except Rejected:
            self._calls[self._name, FAILED] += 1
            self._answered()
            raise
        except (Unavailable, OutcomeUnknown) as error:
            self._calls[self._name, FAILED if error.definite else UNKNOWN] += 1
            self._silent(error)
            raise
        self._calls[self._name, OK] += 1
        self._answered()
        return answer

    def misread(self, operation: str, fault: str) -> None:
        """An alert stands for each list that cannot be read, until it can again."""
        subject = Subject(self._name, key=operation)
        if fault:
            self._alerts.raise_(UNREADABLE_LIST, subject, fault[:REASON_LENGTH])
        else:
            self._alerts.clear(UNREADABLE_LIST, subject, "it was read")

    def _answered(self) -> None:
        if self._silent_calls:
            self._silent_calls = 0
            self._alerts.clear(UNREACHABLE, Subject(self._name), "it answers again")
        if self._throttled_since_s is not None:
            self._throttled_since_s = None
            self._alerts.clear(THROTTLED, Subject(self._name), "it takes calls again")

    def _silent(self, error: Exception) -> None:
        now_s = asyncio.get_running_loop().time()
        if not self._silent_calls:
            self._silent_since_s = now_s
        self._silent_calls += 1
        if self._silent_calls >= SILENT_CALLS and now_s - self._silent_since_s >= SILENT_S:
            reason = f"{self._silent_calls} calls in a row without an answer; the last: {error}"
            self._alerts.raise_(UNREACHABLE, Subject(self._name), reason)

    def _throttled(self) -> None:
        now_s = asyncio.get_running_loop().time()
        if self._throttled_since_s is None:
            self._throttled_since_s = now_s
        elif now_s - self._throttled_since_s >= THROTTLED_S:
            lasted_s = now_s - self._throttled_since_s
            reason = f"it has refused every call for {lasted_s:.0f} s: too many"
            self._alerts.raise_(THROTTLED, Subject(self._name), reason)
