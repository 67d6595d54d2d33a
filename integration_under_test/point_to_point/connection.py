"""A connection to one system, with the retry that most interface engines come with.

The same body is sent again, up to three times with a fixed pause, whatever the error was. No
idempotency key is passed: such interfaces are configured once for all systems, and four of the
five here would ignore it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from integration_under_test.boundary import CallError, Rejected, SystemClient, Throttled

TRIES = 3
PAUSE_S = 10.0
PAGE_ROWS = 500
ALREADY_THERE = ("DUPLICATE_INVOICE", "DUPLICATE_TOTALS", "STALE_VERSION")


class Connection:
    """Calls one system."""

    def __init__(self, client: SystemClient) -> None:
        self._client = client

    async def call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer, or the error of the third try. A refusal of the document is not retried."""
        for left in reversed(range(TRIES)):
            try:
                return await self._client.call(operation, body)
            except CallError as error:
                final = isinstance(error, Rejected) and not isinstance(error, Throttled)
                if final or not left:
                    raise
                await asyncio.sleep(PAUSE_S)
        raise AssertionError("unreachable: the last try returns or raises")

    async def post(self, operation: str, body: dict[str, Any]) -> None:
        """A write. "I have that already" counts as success."""
        try:
            await self.call(operation, body)
        except Rejected as refusal:
            if refusal.code not in ALREADY_THERE:
                raise

    async def post_dated(self, operation: str, body: dict[str, Any]) -> None:
        """A write to the ERP, on the next open day if its period is closed."""
        try:
            await self.post(operation, body)
        except Rejected as refusal:
            if refusal.code != "PERIOD_CLOSED" or "NextOpenDate" not in (refusal.body or {}):
                raise
            await self.post(operation, body | {"AccountingDate": refusal.body["NextOpenDate"]})

    async def rows(self, operation: str, words: tuple[str, str, str, str]) -> list[dict[str, Any]]:
        """All rows of a list; `words` are the vendor's for limit, offset, rows and more."""
        limit, offset, rows, more = words
        found: list[dict[str, Any]] = []
        while True:
            answer = await self.call(operation, {limit: PAGE_ROWS, offset: len(found)})
            found += answer[rows]
            if not answer[more]:
                return found
