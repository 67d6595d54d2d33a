"""One life of an integration in this process: started, delivered to, stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from typing import Any, TypeVar

from starlette.datastructures import Headers

from integration_under_test.boundary import Alerts, Document, Integration, Ports, Storage
from integration_under_test.service.alerts import HttpAlerts
from integration_under_test.service.channels.channels import Channels
from integration_under_test.service.clock import BusinessClock, ClockReading
from integration_under_test.service.counter import Counter
from integration_under_test.service.credentials.webhooks import Webhooks
from integration_under_test.service.lines import Lines
from integration_under_test.service.observation.watch import Watch
from integration_under_test.service.observation.watched_ports import watched
from integration_under_test.service.partners import HttpPartner
from integration_under_test.service.processes.staff import Staff
from integration_under_test.service.systems import HttpSystem
from integration_under_test.service.tokens import Visitor, visitor_of
from integration_under_test.service.whereabouts import Whereabouts
from integration_under_test.service.work_items import HttpWorkItems

T = TypeVar("T")

FINISH_S = 15.0
"""How long a stop waits for what is being delivered."""


class Life:
    """An integration with its ports. Made inside a running loop."""

    def __init__(
        self, integration: Integration, told: Whereabouts, offered: Collection[str] = ()
    ) -> None:
        self.integration = integration
        self.is_started = False
        self.watch = Watch()
        self._told = told
        self._staff: Staff | None = None
        self._clock = BusinessClock(told.clock)
        self.webhooks = Webhooks(told.secrets)
        """Verifies what is delivered to `/events`."""
        self._lines = Lines(told)
        self._line = self._lines.systems
        self._at_work: set[asyncio.Future[Any]] = set()
        self.channels = Channels(offered, told.files, self._document)

    def employ(self, arguments: Sequence[str]) -> None:
        """An integration that can be spread over processes may start some from now on."""
        if hasattr(self.integration, "staff"):
            kind = type(self.integration)
            name = f"{kind.__module__}:{kind.__qualname__}"
            self._staff = self.integration.staff = Staff(name, self._told, arguments)

    async def start(self, storage: Storage, within_s: float) -> None:
        """Ready when it returns. Raises what the integration raises, or TimeoutError."""
        async with asyncio.timeout(within_s):
            await self.integration.start(await self._ports(storage))
            await self.channels.open(self._told.partners)
        self.is_started = True

    async def work(self, handler: Callable[[Any], Coroutine[Any, Any, T]], message: Any) -> T:
        """What a handler of the integration returns; whoever stops it waits for that."""
        task = asyncio.ensure_future(handler(message))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await task

    async def stop(self, within_s: float) -> None:
        """Lets it finish, tells it, hangs up. Raises what its `stop` raises, or TimeoutError."""
        was_started, self.is_started = self.is_started, False
        try:
            async with asyncio.timeout(within_s):
                if self._at_work:
                    await asyncio.wait(self._at_work, timeout=min(FINISH_S, within_s / 2))
                stop = getattr(self.integration, "stop", None)
                if stop is not None and was_started:
                    await stop()
        finally:
            await self.channels.close()
            await self._lines.close()

    @property
    def backlog(self) -> int:
        """Deliveries and calls that are not answered yet, and what the integration says is left."""
        own = getattr(self.integration, "backlog", 0) if self.is_started else 0
        return len(self._at_work) + self._line.under_way + own

    @property
    def token_endpoint(self) -> str:
        """Where callers get their tokens; "" where nobody issues any."""
        return str(self._told.identity.token_endpoint) if self._told.identity else ""

    async def visitor(self, headers: Headers) -> Visitor:
        """Who a request is from. Raises as `visitor_of`."""
        return await visitor_of(headers, self._lines.callers, self._clock.at)

    def set_clock(self, reading: ClockReading) -> None:
        """Business time goes on as this says."""
        self._clock.set(reading)
        if self._staff is not None:
            self._staff.set_clock(reading)

    async def _ports(self, storage: Storage) -> Ports:
        told, line = self._told, self._line
        ports = Ports(
            systems={name: HttpSystem(name, at, line) for name, at in told.systems.items()},
            partners={
                name: self.channels.partner(name, HttpPartner(name, url, line))
                for name, url in told.partners.items()
            },
            storage=storage,
            clock=self._clock,
            work_items=HttpWorkItems(Counter(told.work_items, line)),
            settings=told.settings,
            alerts=await self._alerts(),
        )
        return watched(ports, self.watch)

    async def _document(self, document: Document) -> None:
        """One that came another way than by HTTP."""
        await self.work(self.integration.on_document, document)  # type: ignore[attr-defined]

    async def _alerts(self) -> Alerts | None:
        if self._told.alerts is None:
            return None
        board = HttpAlerts(Counter(self._told.alerts, self._line))
        await board.load()
        return board
