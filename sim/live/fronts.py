"""The systems over sockets: real HTTP requests, taken through the cable on the paced clock.

Whatever stands in the integration's place, its calls meet the faults, limits and latency of the
run here, and the History gets its rows. What the cable says of a call becomes what happens to the
connection:

    an answer                  the answer; its Retry-After in seconds of the wall
    refused, broken            the connection is reset
    none                       the connection stays open and silent until the caller gives up
    cut off in the middle      the beginning of the answer, then a reset
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from math import ceil

from fastapi import FastAPI, Request
from fastapi.responses import Response as HttpResponse
from pydantic_core import from_json

from mock_systems.service import CallContext, Operation, Response, System
from mock_systems.service.http_app import build_app
from sim.cable import CUT_OFF, UNREACHED, Cable, Sent
from sim.host.client import INTEGRATION
from sim.live.connections import Broken
from sim.live.guard import Guard
from sim.live.pace import Pace

PATIENCE_S = 600.0
"""Of the wall, for which a silent connection is kept open."""


class Front:
    """One system's HTTP face before the cable."""

    def __init__(self, system: System, cable: Cable, pace: Pace) -> None:
        self._system = system
        self._cable = cable
        self._pace = pace
        self._waits: set[asyncio.Future[None]] = set()

    @property
    def under_way(self) -> int:
        """Calls that were not answered yet."""
        return len(self._waits)

    def close(self) -> None:
        """Hangs up on everybody who still waits."""
        for wait in tuple(self._waits):
            wait.cancel()

    def app(self, guard: Guard) -> FastAPI:
        """The application, to be mounted anywhere."""
        way = guard.guarding(self._system, self._through)
        return build_app(self._system, way, guard.admission)

    async def _through(
        self, request: Request, operation: Operation, payload: bytes, context: CallContext
    ) -> HttpResponse | Response:
        sent = Sent(
            source=INTEGRATION,
            target=self._system.name,
            operation=operation,
            business_key=business_key_of(operation, payload),
            payload=payload,
            context=context._replace(caller=INTEGRATION),
        )
        response = await self._answer(request, sent)
        if response is None or response is UNREACHED or response is CUT_OFF:
            return Broken()
        if not _is_whole(response):
            return Broken(response.payload, response.status)
        return response._replace(headers=self._headers(response.headers))

    async def _answer(self, request: Request, sent: Sent) -> Response | None:
        """None when the caller went away, or nobody will ever answer."""
        speed = self._pace.tempo.speed
        call = partial(self._cable.call, sent, PATIENCE_S * speed)
        answer = asyncio.ensure_future(self._pace.inside(call))
        gone = asyncio.ensure_future(_gone(request))
        self._waits.add(gone)
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            return await answer if answer.done() else None
        finally:
            self._waits.discard(gone)
            gone.cancel()
            answer.cancel()

    def _headers(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Waits are told in seconds of the wall."""
        told = headers.get("retry-after")
        if told is None:
            return headers
        return {**headers, "retry-after": str(ceil(float(told) / self._pace.tempo.speed))}


async def _gone(request: Request) -> None:
    """Returns when the caller hung up; the body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _is_whole(response: Response) -> bool:
    """Whether nothing of the JSON was cut off on its way (F13)."""
    try:
        from_json(response.payload or b"{}")
    except ValueError:
        return False
    return True


def business_key_of(operation: Operation, payload: bytes) -> str:
    """The business key that a request names; empty for a body that the system will refuse."""
    if not operation.key:
        return ""
    try:
        body = from_json(payload)
        return operation.business_key(body) if isinstance(body, dict) else ""
    except (ValueError, LookupError, TypeError):
        return ""
