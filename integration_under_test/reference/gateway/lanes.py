"""One lane for each system: how many calls may be under way there, and when it must rest.

A lane for each system keeps a slow ERP from using up the calls that billing could make. A 429
closes the lane for everybody until the time that the system named (fault F09).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, NamedTuple

from integration_under_test.boundary import SystemClient, Throttled
from integration_under_test.reference.settings import Settings


class Envelope(NamedTuple):
    """What travels in a call's headers."""

    correlation_id: str = ""
    idempotency_key: str = ""


BLANK = Envelope()


class Lane:
    """Calls to one system, `width` at a time."""

    def __init__(self, client: SystemClient, width: int, timeout_s: float) -> None:
        self._client = client
        self._slots = asyncio.Semaphore(width)
        self._timeout_s = timeout_s
        self._closed_until_s = 0.0

    async def call(
        self, operation: str, body: Mapping[str, Any], envelope: Envelope = BLANK
    ) -> dict[str, Any]:
        """As `SystemClient.call`, after waiting for a slot and for the end of a rest."""
        async with self._slots:
            await self._rest()
            try:
                return await self._client.call(
                    operation,
                    body,
                    idempotency_key=envelope.idempotency_key or None,
                    correlation_id=envelope.correlation_id or None,
                    timeout_s=self._timeout_s,
                )
            except Throttled as throttled:
                self._close_for(throttled.retry_after_s or 0.0)
                raise

    async def _rest(self) -> None:
        loop = asyncio.get_running_loop()
        # Another call may have closed the lane again meanwhile, hence the loop.
        while (rest_s := self._closed_until_s - loop.time()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(rest_s)

    def _close_for(self, rest_s: float) -> None:
        until_s = asyncio.get_running_loop().time() + rest_s
        self._closed_until_s = max(self._closed_until_s, until_s)


class Lanes:
    """The lanes of all systems."""

    def __init__(self, systems: Mapping[str, SystemClient], settings: Settings) -> None:
        width, timeout_s = settings.max_concurrency, settings.call_timeout_s
        self._lanes = {name: Lane(client, width, timeout_s) for name, client in systems.items()}

    async def call(
        self,
        system: str,
        operation: str,
        body: Mapping[str, Any],
        envelope: Envelope = BLANK,
    ) -> dict[str, Any]:
        """One call on that system's lane. Raises LookupError for a system that is not there."""
        return await self._lanes[system].call(operation, body, envelope)
