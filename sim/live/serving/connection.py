"""Served systems and an integration brought together: it is told where everything is, and hears
their events; when it comes back after a restart, it is told again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from starlette.routing import Router

from sim.clock.wall import wall_now
from sim.host.client import INTEGRATION
from sim.live.doors import Doors, NotServed
from sim.live.server import serving
from sim.live.serving.notices import notice_routes
from sim.live.serving.server import Served
from sim.live.serving.subscriptions import Subscription, made_secret

LOOK_S = 1.0


@dataclass(frozen=True)
class Meeting:
    """Who is brought together: the served systems under the URL by which the integration reaches
    them (`systems_url`), its own URL, and where its counters listen and are reached."""

    systems_url: str
    integration_url: str
    host: str = "127.0.0.1"
    port: int = 0
    counters_url: str = ""


@asynccontextmanager
async def connected(served: Served, meeting: Meeting) -> AsyncIterator[str]:
    """As long as the block lasts; yields the URL of the counters. Raises NotServed."""
    control = served.control
    secret = made_secret(control.group.seeding.seed, meeting.integration_url)
    board = Router(notice_routes(control.pace))
    async with (
        serving(board, meeting.host, meeting.port) as bound,
        Doors(meeting.integration_url, secret) as doors,
    ):
        counters = meeting.counters_url or bound
        await doors.meet()
        await _start(doors, served, meeting, counters)
        _subscribe(doors, served)
        keeper = asyncio.create_task(_keep(doors, served, meeting, counters))
        try:
            yield bound
        finally:
            keeper.cancel()
            control.subscriptions.replace(())
            await doors.stop()


async def _start(doors: Doors, served: Served, meeting: Meeting, counters: str) -> None:
    answer = await doors.start(_told(doors, served, meeting.systems_url, counters))
    if not answer.accepted:
        raise NotServed(f"{doors.url}/start: expected a 2xx, got {answer.status} {answer.words}")


async def _keep(doors: Doors, served: Served, meeting: Meeting, counters: str) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        health = await doors.health()
        if health.is_up and not health.started:
            await doors.start(_told(doors, served, meeting.systems_url, counters))


def _subscribe(doors: Doors, served: Served) -> None:
    """To what it wants of the systems that send; the others it fetches, or has to go without."""
    subscriptions = served.control.subscriptions
    subscriptions.replace(
        Subscription(f"{doors.url}/events", one.types, (one.system,), doors.secret)
        for one in doors.offer.wanted
        if one.system in subscriptions.pushing
    )


def _told(doors: Doors, served: Served, at: str, counters: str) -> Mapping[str, Any]:
    """The body of `POST /start`."""
    control = served.control
    epoch = control.group.calendar.epoch.astimezone(UTC)
    return {
        "systems": {
            name: {"url": f"{at}/{name}", "openapi": f"{at}/{name}/openapi.json"}
            for name in control.group.systems
        },
        "partners": {},
        "work_items": f"{counters}/work-items",
        "alerts": f"{counters}/alerts",
        "webhook_secret": doors.secret.text(),
        "clock": control.pace.mapping(epoch, wall_now()),
        "headers": {"X-Client-Id": INTEGRATION},
        "settings": {},
    }
