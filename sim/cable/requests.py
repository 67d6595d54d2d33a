"""Requests to the integration's own API layer, if it has one, on their way there and back.

A request travels as any call does: departure, arrival, answer. Who asks waits half a minute at
most, then hears nothing; a 501 says that the integration offers no API layer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from pydantic_core import from_json, to_json

from integration_under_test.boundary import Answer, Request
from sim.cable.cable import Network, digest
from sim.cable.line import Line, Parcel, Receipt
from sim.history.schema import Row

Heard = Callable[[Answer | None], None]
"""Takes the answer, None when none came in time."""


class RequestReceiver(Protocol):
    """The integration's door for requests. Never raises."""

    def receive_request(self, request: Request) -> Awaitable[Receipt]: ...


class RequestLine:
    """One asker's way to the integration; nothing is asked again by itself."""

    def __init__(self, network: Network, source: str, receiver: RequestReceiver) -> None:
        self._line = Line(network, source, "integration")
        self._receiver = receiver

    def ask(self, request: Request, key: str, heard: Heard) -> None:
        """Sends a request about `key`; needs a running loop."""
        self._line.spawn(self._ask(request, key, heard))

    async def _ask(self, request: Request, key: str, heard: Heard) -> None:
        hand_over = partial(self._receiver.receive_request, request)
        parcel = Parcel(request.operation, key, _row(request), hand_over)
        receipt = await self._line.send(parcel, 1)
        heard(_answer(receipt) if receipt else None)


def _row(request: Request) -> Row:
    return Row(
        t_us=0,
        op="invoke",
        f=request.operation,
        idem_key=request.id,
        correlation_id=request.correlation_id,
        payload_hash=digest(to_json(request.body)),
    )


def _answer(receipt: Receipt) -> Answer:
    body = from_json(receipt.payload) if receipt.payload else {}
    return Answer(receipt.status, body, receipt.retry_after_s)
