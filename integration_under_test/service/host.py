"""The host of an integration in this process: one life at a time, all on one storage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

from integration_under_test.boundary import Answer, Integration, Storage
from integration_under_test.service.life import Life
from integration_under_test.service.names import nearest
from integration_under_test.service.observation.watch import Watch
from integration_under_test.service.problems import Unacceptable
from integration_under_test.service.processes.deployment import Deployment
from integration_under_test.service.whereabouts import Whereabouts

START_WITHIN_S = 55.0
STOP_WITHIN_S = 55.0
"""The testbed waits 60 seconds for either."""
ALONE = Deployment()
DOORS = {"documents": "on_document", "requests": "on_request", "resolutions": "on_resolution"}


class Host:
    """Makes an integration, and a new one for each further life."""

    def __init__(
        self,
        make: Callable[[], Integration],
        storage: Storage,
        channels: Collection[str] = (),
        deployment: Deployment = ALONE,
    ) -> None:
        self._make = make
        self._deployment = deployment
        self.storage = storage
        self._channels = channels
        self.watch = Watch()
        """Sees all lives."""
        self._next: Integration = make()
        """Says what it wants before it is started."""
        self._changing = asyncio.Lock()
        self.life: Life | None = None

    def offer(self) -> dict[str, Any]:
        """What the integration wants to hear of, and which optional doors it has."""
        wanted = [
            {"system": each.system, "types": list(each.types)}
            for each in self._integration.subscriptions
        ]
        doors = {door: hasattr(self._integration, name) for door, name in DOORS.items()}
        return {"subscriptions": wanted, **doors, "channels": self._offered()}

    def has(self, handler: str) -> bool:
        """Whether the integration offers an optional handler."""
        return hasattr(self._integration, handler)

    def published(self) -> Mapping[str, Any]:
        """The OpenAPI document of its API layer; empty without one."""
        told: Mapping[str, Any] = getattr(self._integration, "openapi", dict)()
        return told

    async def start(self, told: Whereabouts) -> Answer:
        """Ends the former life, if there is one, and begins the next, whose sockets the answer
        names. Raises Unacceptable for an unknown setting, and what the integration raises."""
        settings = {**told.settings, **self._deployment.settings}
        told = told.model_copy(update={"settings": settings})
        self._check_settings(told)
        async with self._changing:
            await self._end(STOP_WITHIN_S)
            integration, self._next = self._next, self._make()
            self.watch.know(integration.subscriptions)
            self.life = Life(integration, told, self._offered())
            self.life.watch = self.watch
            self.life.employ(self._deployment.arguments)
            try:
                await self.life.start(self.storage, START_WITHIN_S)
            except BaseException:
                await self._end(STOP_WITHIN_S)
                raise
            return Answer(200, self.life.channels.told)

    async def stop(self, within_s: float = STOP_WITHIN_S) -> None:
        """Ends the life under way. Raises what the integration raises."""
        async with self._changing:
            await self._end(within_s)

    def _offered(self) -> Collection[str]:
        """Those for documents, as far as the integration takes any."""
        return self._channels if self.has("on_document") else ()

    @property
    def _integration(self) -> Integration:
        return self.life.integration if self.life else self._next

    async def _end(self, within_s: float) -> None:
        life, self.life = self.life, None
        if life is not None:
            await life.stop(within_s)

    def _check_settings(self, told: Whereabouts) -> None:
        known = getattr(self._integration, "defaults", told.settings)
        for name in told.settings:
            if name not in known:
                remedy = nearest(name, known)
                raise Unacceptable("a setting of the integration", repr(name), remedy)
