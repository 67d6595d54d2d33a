"""Calls that go on until they have an answer: what an unreliable network asks of every courier."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from integration_under_test.boundary import (
    Document,
    OutcomeUnknown,
    Partner,
    SystemClient,
    Throttled,
    Unavailable,
)

AGAIN_S = 120.0
Look = Callable[[], Awaitable[dict[str, Any] | None]]


async def patient(
    client: SystemClient, operation: str, body: dict[str, Any], look: Look | None = None
) -> dict[str, Any]:
    """The answer, however long it takes. `look` finds what an unanswered attempt has done; without
    it the operation must stand a repetition. Raises Rejected."""
    while True:
        try:
            return await client.call(operation, body)
        except (Throttled, Unavailable):
            await asyncio.sleep(AGAIN_S)
        except OutcomeUnknown:
            await asyncio.sleep(AGAIN_S)
            done = await look() if look else None
            if done is not None:
                return done


async def begun(start: Callable[[], Awaitable[None]]) -> None:
    """A start that only looks things up, as often as it takes."""
    while True:
        try:
            return await start()
        except (Throttled, Unavailable, OutcomeUnknown):
            await asyncio.sleep(AGAIN_S)


async def delivered(partner: Partner, document: Document) -> None:
    """Until the mailbox took it."""
    while True:
        try:
            return await partner.send(document)
        except (Throttled, Unavailable, OutcomeUnknown):
            await asyncio.sleep(AGAIN_S)
