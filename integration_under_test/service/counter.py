"""One of the testbed's counters, at which things are handed in under an id.

To hand in the same twice is no news there, so what got lost on the way is simply sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from integration_under_test.boundary import OutcomeUnknown, Throttled, Unavailable
from integration_under_test.service.line import Line, Message
from integration_under_test.service.outcomes import outcome_of

PAUSES_S = (0.1, 0.3, 1.0, 3.0)
TIMEOUT_S = 10.0
JSON_HEADERS = {"Content-Type": "application/json"}


class Counter:
    """A collection at a URL, such as `http://127.0.0.1:8700/work-items`."""

    def __init__(self, url: str, line: Line) -> None:
        self._url = url
        self._line = line

    async def listed(self) -> dict[str, Any]:
        """What is there. Raises as `put`."""
        return await self._told(Message("GET", self._url))

    async def put(self, id_: str, body: Mapping[str, Any]) -> None:
        """Hands it in. Raises Rejected, or Unavailable or OutcomeUnknown after some tries."""
        await self._told(self._message("PUT", quote(id_, safe=""), body))

    async def post(self, id_: str, verb: str, body: Mapping[str, Any]) -> None:
        """Does something to what is there. Raises as `put`."""
        await self._told(self._message("POST", f"{quote(id_, safe='')}/{verb}", body))

    def _message(self, method: str, path: str, body: Mapping[str, Any]) -> Message:
        return Message(method, f"{self._url}/{path}", to_json(body), JSON_HEADERS)

    async def _told(self, message: Message) -> dict[str, Any]:
        for pause_s in PAUSES_S:
            try:
                return await self._once(message)
            except (Unavailable, OutcomeUnknown):
                await asyncio.sleep(pause_s)
            except Throttled as throttled:
                await asyncio.sleep(throttled.retry_after_s or pause_s)
        return await self._once(message)

    async def _once(self, message: Message) -> dict[str, Any]:
        where = f"{message.method} {message.url}"
        return outcome_of(where, await self._line.exchange(where, message, TIMEOUT_S))
