"""The integration's exception queue: recorded in the History, worked by the world's clerks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from integration_under_test.boundary import WorkItem
from sim.history.schema import Row


class WorkQueue:
    """The boundary's `WorkItems`. `to_clerks` hands an opened item to the world."""

    def __init__(
        self,
        now_us: Callable[[], int],
        write: Callable[[Row], int],
        to_clerks: Callable[[WorkItem], None],
    ) -> None:
        self._now_us = now_us
        self._write = write
        self._to_clerks = to_clerks
        self._open: dict[str, WorkItem] = {}

    async def open(self, item: WorkItem) -> None:
        """Records the item, one row per business key. Of an item that is open only the keys that
        it did not name are recorded; without any it is no news."""
        known = self._open.get(item.id)
        if known is None:
            self._open[item.id] = item
            self._record("item_opened", item, item.reason)
            self._to_clerks(item)
            return
        joined = tuple(key for key in item.keys if key not in known.keys)
        if joined:
            self._open[item.id] = replace(known, keys=(*known.keys, *joined))
            self._record("item_opened", replace(known, keys=joined), item.reason)
            self._to_clerks(self._open[item.id])

    async def close(self, item_id: str, reason: str, keys: tuple[str, ...] = ()) -> None:
        """Records that an item is done, or some of its keys; what is not open is left alone."""
        item = self._open.get(item_id)
        if item is None:
            return
        left = tuple(key for key in item.keys if key not in keys) if keys else ()
        gone = tuple(key for key in item.keys if key not in left)
        if left:
            self._open[item_id] = replace(item, keys=left)
        else:
            del self._open[item_id]
        if gone or not left:
            self._record("item_closed", replace(item, keys=gone), reason)

    async def escalate(self, item_id: str, owner: str, reason: str) -> None:
        """Records the new owner of an open item as `integration` rows named `item_escalated`."""
        item = self._open.get(item_id)
        if item is not None:
            self._open[item_id] = replace(item, owner=owner)
            self._record("integration", self._open[item_id], reason, "item_escalated")

    def _record(self, op: str, item: WorkItem, detail: str, f: str = "") -> None:
        for key in item.keys or ("",):
            self._write(
                Row(
                    t_us=self._now_us(),
                    op=op,
                    f=f or item.type,
                    process=item.owner,
                    flow=item.flow,
                    business_key=key,
                    effect_key=item.id,
                    detail=detail,
                )
            )
