"""The engine: which handler takes which event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from integration_under_test.boundary import Event, Ports, Subscription
from integration_under_test.point_to_point import (
    billing,
    contracts,
    erp,
    inventory,
    procurement,
)
from integration_under_test.point_to_point.connection import Connection
from integration_under_test.point_to_point.site import Site
from integration_under_test.point_to_point.tables import read_tables

HANDLERS: Mapping[str, Mapping[str, Callable[[Event, Site], Awaitable[None]]]] = {
    "erp": erp.HANDLERS,
    "procurement": procurement.HANDLERS,
    "contracts": contracts.HANDLERS,
    "inventory": inventory.HANDLERS,
    "billing": billing.HANDLERS,
}


class PointToPoint:
    """Serves the same flows as the reference, in the direct way."""

    subscriptions: Sequence[Subscription] = tuple(
        Subscription(system, tuple(handlers)) for system, handlers in HANDLERS.items()
    )

    async def start(self, ports: Ports) -> None:
        """Raises CallError when the tables cannot be read."""
        systems = {name: Connection(client) for name, client in ports.systems.items()}
        self._site = Site(systems, await read_tables(systems))

    async def on_event(self, event: Event) -> None:
        """Calls all targets; whatever is raised makes the sender deliver again."""
        handler = HANDLERS[event.source.strip("/")].get(event.type)
        if handler is None:
            return
        try:
            await handler(event, self._site)
        except KeyError:
            # A code may be newer than our tables: have it there when the event comes again.
            self._site = Site(self._site.systems, await read_tables(self._site.systems))
            raise
