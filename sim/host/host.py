"""The host of one integration: builds it, opens its door for events, and notes its mishaps.

This is one of the two places where any exception is caught: what an integration raises is
evidence, never the end of the run.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from pydantic_core import from_json

from integration_under_test.boundary import (
    Busy,
    Document,
    Event,
    Integration,
    Ports,
    Resolution,
    Subscription,
)
from mock_systems.service import CloudEvent
from sim.cable import Receipt
from sim.history.schema import Row

START_LIMIT_S = 3600.0
STOP_LIMIT_S = 600.0
DETAIL_LENGTH = 300
ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")


class Host:
    """Runs one integration behind the boundary; a `Receiver` of deliveries."""

    def __init__(
        self,
        integration: Integration,
        ports: Ports,
        write: Callable[[Row], int],
        now_us: Callable[[], int],
    ) -> None:
        self._integration = integration
        self._ports = ports
        self._write = write
        self._now_us = now_us
        self._started = False
        self._resolutions: set[asyncio.Task[None]] = set()
        self.mishaps = 0

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What the integration wants to hear of."""
        return tuple(self._integration.subscriptions)

    async def start(self) -> None:
        """Starts the integration; gives up after an hour of simulated time."""
        try:
            async with asyncio.timeout(START_LIMIT_S):
                await self._integration.start(self._ports)
        except TimeoutError:
            self.note("hung", f"start() did not return within {START_LIMIT_S:.0f} s")
        except Exception as error:
            self.note("raised", f"start(): {_words(error)}")
        else:
            self._started = True
            self.note("started", type(self._integration).__name__)

    async def receive(self, event: CloudEvent) -> Receipt:
        """Hands an event over. Never raises."""
        if not self._started:
            return Receipt(503, detail="not started")
        return await self._handle(self._integration.on_event(_decoded(event)))

    async def receive_document(self, document: Document) -> Receipt:
        """Hands a document over; an integration without `on_document` refuses it."""
        handler = getattr(self._integration, "on_document", None)
        if handler is None or not self._started:
            return Receipt(501 if self._started else 503, detail="no on_document")
        return await self._handle(handler(document))

    def resolve(self, resolution: Resolution) -> None:
        """Tells the integration what a clerk decided, if it wants to know."""
        handler = getattr(self._integration, "on_resolution", None)
        if handler is None or not self._started:
            return
        task = asyncio.get_running_loop().create_task(self._resolved(handler(resolution)))
        self._resolutions.add(task)
        task.add_done_callback(self._resolutions.discard)

    async def stop(self) -> None:
        """Stops the integration, if it offers to be stopped."""
        handler = getattr(self._integration, "stop", None)
        if handler is None or not self._started:
            return
        try:
            async with asyncio.timeout(STOP_LIMIT_S):
                await handler()
        except TimeoutError:
            self.note("hung", f"stop() did not return within {STOP_LIMIT_S:.0f} s")
        except Exception as error:
            self.note("raised", f"stop(): {_words(error)}")
        else:
            self.note("stopped", "")

    def note(self, what: str, detail: str) -> None:
        """Records something that the integration did or suffered."""
        self.mishaps += what in ("raised", "hung")
        row = Row(t_us=self._now_us(), op="integration", f=what, process="integration")
        self._write(row._replace(detail=_without_addresses(detail)[:DETAIL_LENGTH]))

    async def _handle(self, handling: Any) -> Receipt:
        try:
            await handling
        except Busy as busy:
            return Receipt(429, busy.retry_after_s, "busy")
        except Exception as error:
            return Receipt(500, detail=_words(error)[:DETAIL_LENGTH])
        return Receipt(204)

    async def _resolved(self, handling: Any) -> None:
        receipt = await self._handle(handling)
        if receipt.status >= 400:
            self.note("raised", f"on_resolution(): {receipt.detail}")


def _decoded(event: CloudEvent) -> Event:
    return Event(
        id=event.id,
        source=event.source,
        type=event.type,
        time=event.time,
        subject=event.subject,
        data=from_json(event.payload),
        extensions=dict(event.extensions),
    )


def _words(error: BaseException) -> str:
    return _without_addresses(f"{type(error).__name__}: {error}")


def _without_addresses(text: str) -> str:
    """Memory addresses differ from run to run, and the History must not."""
    return ADDRESS.sub("0x…", text)
