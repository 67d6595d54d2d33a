"""Who watches a service: figures always, traces if somebody wants them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from integration_under_test.boundary import Alerts, Subscription
from integration_under_test.service.observation.counts import Call, Counts, Delivery
from integration_under_test.service.observation.traces import Traces, speakable

LOG = logging.getLogger(__name__)
ANY = "*"
OTHER = "other"


@dataclass
class Watch:
    """One for a process, over all lives of its integration."""

    traces: Traces | None = None
    counts: Counts = field(default_factory=Counts)
    types: frozenset[str] = frozenset()
    """Types of events that the integration subscribed to, as it wrote them."""
    open_items: dict[str, set[str]] = field(default_factory=dict)
    """Work items of this life that are open, with their keys."""
    alerts: Alerts | None = None
    """The board of this life."""
    _under_way: dict[object, float] = field(default_factory=dict)

    def know(self, subscriptions: Iterable[Subscription]) -> None:
        """These are the types that labels may hold."""
        self.types = frozenset(each for one in subscriptions for each in one.types)

    def label_of(self, type_: str) -> str:
        """A type as it was subscribed to: nobody outside chooses the words of a label."""
        if type_ in self.types:
            return type_
        for pattern in self.types:
            if pattern.endswith(ANY) and type_.startswith(pattern[:-1]):
                return pattern
        return OTHER

    def began(self, visit: object) -> None:
        """Something is at a door."""
        self._under_way[visit] = asyncio.get_running_loop().time()

    @property
    def oldest_s(self) -> float:
        """How long the first of those waits that were not answered yet."""
        since_s = next(iter(self._under_way.values()), None)
        return 0.0 if since_s is None else asyncio.get_running_loop().time() - since_s

    def delivered(self, visit: object, delivery: Delivery, status: int) -> None:
        """What began was answered."""
        took_s = asyncio.get_running_loop().time() - self._under_way.pop(visit)
        self.counts.delivered(delivery, took_s)
        level = logging.DEBUG if delivery.result == "accepted" else logging.WARNING
        if LOG.isEnabledFor(level):
            told = {**delivery._asdict(), "status": status, "took_ms": round(took_s * 1e3, 1)}
            LOG.log(level, "delivery %s", delivery.result, extra={"more": told})

    def called(self, call: Call, correlation_id: str, began_s: float) -> None:
        """A system was called; `began_s` by the loop's clock."""
        took_s = asyncio.get_running_loop().time() - began_s
        self.counts.called(call, took_s)
        level = logging.DEBUG if call.outcome == "ok" else logging.INFO
        if LOG.isEnabledFor(level):
            told = {**call._asdict(), "took_ms": round(took_s * 1e3, 1)}
            told["correlation_id"] = speakable(correlation_id)
            LOG.log(level, "call %s", call.outcome, extra={"more": told})
