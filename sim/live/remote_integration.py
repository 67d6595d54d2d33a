"""An integration somewhere else, as its host sees it: the boundary over HTTP.

It lives on the clock, where host, faults and History are; each call of a door leaves it for the
real loop and comes back when the answer is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import from_json

from integration_under_test.boundary import (
    Answer,
    Busy,
    Document,
    Event,
    Ports,
    Request,
    Resolution,
    Subscription,
)
from sim.live.channels.channels import Channels
from sim.live.doors import HttpAnswer, NotServed
from sim.live.pace import Pace

TOO_MANY = 429


class Refused(Exception):
    """The integration answered, and did not take it."""


class RemoteIntegration:
    """The boundary's `Integration`; it has the optional doors that were offered."""

    def __init__(
        self,
        channels: Channels,
        pace: Pace,
        told: Callable[[Ports], Mapping[str, Any]],
        bearer: Callable[[Request], str],
    ) -> None:
        self._channels = channels
        self._doors = doors = channels.doors
        self._pace = pace
        self._told = told
        self._bearer = bearer
        self.refused_start = ""
        """Why it is not ready, if it said so."""
        offer = doors.offer
        self.subscriptions: Sequence[Subscription] = offer.wanted
        if offer.documents:
            self.on_document = self._on_document
        if offer.requests:
            self.on_request = self._on_request
        if offer.resolutions:
            self.on_resolution = self._on_resolution

    async def start(self, ports: Ports) -> None:
        """Raises NotServed if it does not say that it is ready."""
        answer = await self._pace.outside(lambda: self._doors.start(self._told(ports)))
        if not answer.accepted:
            got = f"{answer.status} {answer.words}" if answer.status else "no answer"
            self.refused_start = f"{self._doors.url}/start: expected 204, got {got}"
            raise NotServed(self.refused_start)

    async def on_event(self, event: Event) -> None:
        """One delivery of an event."""
        await self._heard(await self._pace.outside(lambda: self._doors.event(event)))

    async def stop(self) -> None:
        """Tells it that the run is over."""
        await self._pace.outside(self._doors.stop)

    async def _on_document(self, document: Document) -> None:
        await self._heard(await self._pace.outside(lambda: self._channels.document(document)))

    async def _on_request(self, request: Request) -> Answer:
        token = self._bearer(request)
        answer = await self._pace.outside(lambda: self._doors.request(request, token))
        if not answer.status:
            await _nobody_answers()
        try:
            body = from_json(answer.content) if answer.content else {}
        except ValueError:
            body = {"detail": answer.words}
        return Answer(answer.status, body, self._on_clock_s(answer.retry_after_s))

    async def _on_resolution(self, resolution: Resolution) -> None:
        await self._heard(await self._pace.outside(lambda: self._doors.resolution(resolution)))

    async def _heard(self, answer: HttpAnswer) -> None:
        """Returns if it was accepted. Never returns if nobody knows: the sender's time-out ends
        the wait."""
        if answer.accepted:
            return
        if not answer.status:
            await _nobody_answers()
        if answer.status == TOO_MANY:
            raise Busy(self._on_clock_s(answer.retry_after_s))
        raise Refused(f"{answer.status} {answer.words}")

    def _on_clock_s(self, wall_s: float) -> float:
        return wall_s * self._pace.tempo.speed


async def _nobody_answers() -> None:
    await asyncio.get_running_loop().create_future()
