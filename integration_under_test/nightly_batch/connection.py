"""The connections to the systems: patient readers, and writers that send once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from integration_under_test.boundary import CallError, Rejected, SystemClient, Throttled

TRIES = 4
PAUSE_S = 30.0


class Connection:
    """Calls systems by name."""

    def __init__(self, systems: Mapping[str, SystemClient]) -> None:
        self._systems = systems

    async def read(self, system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """A call that may be repeated. Raises the error of the last try."""
        for left in reversed(range(TRIES)):
            try:
                return await self.send(system, operation, body)
            except CallError as error:
                if is_refusal(error) or not left:
                    raise
                await asyncio.sleep(pause_s(error))
        raise AssertionError("unreachable: the last try returns or raises")

    async def send(self, system: str, operation: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """One call, whatever becomes of it."""
        return await self._systems[system].call(operation, dict(body))


def is_refusal(error: CallError) -> bool:
    """Whether the system looked at the document and refused it."""
    return isinstance(error, Rejected) and not isinstance(error, Throttled)


def pause_s(error: CallError) -> float:
    """How long to wait before the next try."""
    asked_s = error.retry_after_s if isinstance(error, Throttled) else None
    return PAUSE_S if asked_s is None else asked_s
