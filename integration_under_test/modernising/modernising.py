"""The old integration and the new one behind one boundary: each event goes to one of them.

    event  -> no interface existed for it -> new
           -> its flow had moved when it arose -> new, else old
    document, request -> new: the legacy interfaces are wrapped first

When an event arose decides, not when it is delivered: one that comes again after its flow's move
is finished where it began, without anybody having to remember which those are.

The new integration's nightly comparison is off by default: it would mend what is still the old
one's business, while that is at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from integration_under_test.boundary import (
    Answer,
    Document,
    Event,
    Integration,
    Ports,
    Request,
    Resolution,
    Subscription,
)
from integration_under_test.modernising.waves import Waves
from integration_under_test.point_to_point import PointToPoint
from integration_under_test.reference import Reference
from integration_under_test.reference.orchestration.flows import FLOWS

MOVES = "moves"
INTERFACES = frozenset(t for one in PointToPoint.subscriptions for t in one.types)
"""What the old integration has an interface for."""


def both(one: Sequence[Subscription], other: Sequence[Subscription]) -> tuple[Subscription, ...]:
    """The subscriptions of two, each type of a system once."""
    types: dict[str, dict[str, None]] = {}
    for subscription in (*one, *other):
        types.setdefault(subscription.system, {}).update(dict.fromkeys(subscription.types))
    return tuple(Subscription(system, tuple(names)) for system, names in types.items())


class Modernising:
    """Serves what the reference serves; what has not moved as point-to-point serves it."""

    subscriptions: Sequence[Subscription] = both(
        Reference.subscriptions, PointToPoint.subscriptions
    )
    defaults: Mapping[str, Any] = {
        **Reference.defaults,
        "without": "reconciliation",
        MOVES: "",
    }

    async def start(self, ports: Ports) -> None:
        """Raises ValueError for a setting that cannot be, CallError as point-to-point does."""
        settings = {**self.defaults, **ports.settings}
        self._waves = Waves.read(settings.pop(MOVES))
        self._old, self._new = PointToPoint(), Reference()
        await self._new.start(replace(ports, settings=settings))
        await self._old.start(ports)

    async def on_event(self, event: Event) -> None:
        """As the one does that it belongs to."""
        await self.owner(event).on_event(event)

    async def on_document(self, document: Document) -> None:
        """The old integration never took any."""
        await self._new.on_document(document)

    async def on_request(self, request: Request) -> Answer:
        """The new API layer stands before the systems from the first day."""
        return await self._new.on_request(request)

    async def on_resolution(self, resolution: Resolution) -> None:
        """Only the new integration opens work items."""
        await self._new.on_resolution(resolution)

    async def stop(self) -> None:
        """The old one keeps nothing that could be lost."""
        await self._new.stop()

    def owner(self, event: Event) -> Integration:
        """Exactly one of the two, and the same one however often the event comes."""
        flow = FLOWS.get(event.type)
        if event.type not in INTERFACES or flow is None:
            return self._new
        arose = datetime.fromisoformat(event.time)
        return self._new if self._waves.has_moved(flow.id, arose) else self._old
