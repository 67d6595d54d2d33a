"""The exceptions that people work on: open ones by type and age, and to whom the old ones go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from integration_under_test.boundary import Clock, WorkItem, WorkItems
from integration_under_test.reference.observability.runbooks import next_owner

HOUR_S = 3600.0
ENDS_WHEN_SEEN = ("master-data/", "price-review/", "release/")
"""How the ids of items begin that are told once, and ask for no more than to be seen. Others are
closed when their matter is done."""


@dataclass
class OpenItem:
    """An item that nobody has answered; `desk` is where it began, `owner` whose it is now."""

    type: str
    desk: str
    owner: str
    opened_at: datetime

    def age_h(self, now: datetime) -> float:
        return (now - self.opened_at).total_seconds() / HOUR_S


class ExceptionQueue:
    """The boundary's `WorkItems`, with a memory of what is open.

    After a restart an item's age begins anew, since its dead letter opens it again.
    """

    def __init__(self, port: WorkItems, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._open: dict[str, OpenItem] = {}
        self.opened: Counter[str] = Counter()
        """By type, since the start."""

    async def open(self, item: WorkItem) -> None:
        """As the queue itself."""
        if item.id not in self._open:
            now = self._clock.now()
            self._open[item.id] = OpenItem(item.type, item.owner, item.owner, now)
            self.opened[item.type] += 1
        await self._port.open(item)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """As the queue itself."""
        if not keys:
            self.answered(item_id)
        await self._port.close(item_id, reason, keys)

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """As the queue itself."""
        await self._port.escalate(item_id, owner, reason)

    def answered(self, item_id: str) -> None:
        """A clerk has decided, or the item solved itself."""
        self._open.pop(item_id, None)

    async def escalate_overdue(self) -> None:
        """Hands every item that nobody answered in time to the next level."""
        now = self._clock.now()
        for item_id, item in list(self._open.items()):
            owner = next_owner(item.type, item.desk, item.age_h(now))
            if owner != item.owner:
                item.owner = owner
                reason = f"not answered for {item.age_h(now):.0f} h"
                await self._port.escalate(item_id, owner, reason)

    def any_overdue(self) -> bool:
        """Whether `escalate_overdue` has anything to do."""
        now = self._clock.now()
        return any(
            next_owner(item.type, item.desk, item.age_h(now)) != item.owner
            for item in self._open.values()
        )

    def ages(self) -> Mapping[str, Mapping[str, Any]]:
        """By type: `open` items and the age of the oldest."""
        now = self._clock.now()
        found: dict[str, dict[str, Any]] = {}
        for item in self._open.values():
            line = found.setdefault(item.type, {"open": 0, "oldest_h": 0.0})
            line["open"] += 1
            line["oldest_h"] = max(line["oldest_h"], item.age_h(now))
        return {type_: found[type_] for type_ in sorted(found)}
