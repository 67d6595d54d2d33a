"""The clerks' exception queue: the boundary's `WorkItems` over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from integration_under_test.boundary import Rejected, WorkItem
from integration_under_test.service.counter import Counter

GONE = frozenset({404, 410})


class HttpWorkItems:
    """Opens, closes and escalates at a counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    async def open(self, item: WorkItem) -> None:
        """Opening an item that is open adds keys. Raises CallError if it was not handed in."""
        body = {
            "type": item.type,
            "owner": item.owner,
            "flow": item.flow,
            "keys": item.keys,
            "reason": item.reason,
            "actions": item.actions,
        }
        await self._counter.put(item.id, body)

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """Done, or with `keys` only those; what is not open is left alone. Raises as `open`."""
        with _left_alone():
            await self._counter.post(item_id, "close", {"reason": reason, "keys": keys})

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """Hands it to somebody higher; what is not open is left alone. Raises as `open`."""
        with _left_alone():
            await self._counter.post(item_id, "escalate", {"owner": owner, "reason": reason})


@contextmanager
def _left_alone() -> Iterator[None]:
    """A counter may say that there is no such item, which is no news."""
    try:
        yield
    except Rejected as refusal:
        if refusal.status not in GONE:
            raise
