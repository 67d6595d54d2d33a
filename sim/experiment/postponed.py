"""Events that leave later than they happened: what the relations `delay` and `permute` change.

No fault of the catalogue: the sender waits for nobody and repeats nothing, the news merely travels
later. An event waits at its own system before it departs, so no sender's time-out is touched; a
document, whose sender has no such door, is held on its way for as long as senders wait at ease.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from mock_systems.service import CloudEvent
from mock_systems.service.webhooks import Defer, Webhooks
from sim.cable import Fate, Held, Packet
from sim.faults.fault import Fault
from sim.faults.reach import End, Reach
from sim.streams import Streams

ON_ITS_WAY_S = 20.0
"""Two thirds of a sender's patience."""


@dataclass(frozen=True, kw_only=True)
class Postponed(Fault):
    """Everything is told up to `hold_s` later: all of it by the same time, or each key by its own,
    so that keys change places and the events of one stay in their order."""

    id: ClassVar[str] = "F02"
    title: ClassVar[str] = "postponed departure"
    intensities: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "mild": {"hold_s": 60.0},
        "rough": {"hold_s": 600.0},
        "harsh": {"hold_s": 1800.0},
    }

    hops: tuple[str, ...] = ("*>integration",)
    hold_s: float = 600.0
    by_key: bool = False

    def decide(self, packet: Packet, streams: Streams) -> Fate | None:
        """Holds what travels in documents; events have waited already."""
        if not packet.is_delivery or "/" in packet.f or packet.attempt > 1:
            return None
        held_s = min(self.hold_s, ON_ITS_WAY_S) * self._share(streams, packet.business_key)
        return Held(extra_s=round(held_s, 3))

    def begin(self, reach: Reach) -> End | None:
        """Has the events of every system wait before they depart."""
        senders = [own for own in reach.webhooks.values() if isinstance(own, Webhooks)]
        before = [sender.defer for sender in senders]
        for sender in senders:
            sender.defer = partial(self._postpone, reach, sender.defer)

        def end() -> None:
            for sender, defer in zip(senders, before, strict=True):
                sender.defer = defer

        return end

    def _postpone(self, reach: Reach, defer: Defer, start: Callable[[], None]) -> object:
        event = _event_of(start)
        hold_s = self.hold_s * self._share(reach.streams, event.subject)
        reach.witness(event.subject, event.source)
        return reach.clock.loop.call_later(round(hold_s, 3), defer, start)

    def _share(self, streams: Streams, key: str) -> float:
        return streams.uniform("metamorphic", "postponed", key) if self.by_key else 1.0


def _event_of(start: Callable[[], None]) -> CloudEvent:
    """What a publisher is about to send. Raises TypeError if it defers anything else."""
    if isinstance(start, partial):
        for argument in start.args:
            if isinstance(argument, CloudEvent):
                return argument
    raise TypeError(f"expected the start of one event's delivery, got {start!r}")
